"""What `/studio/` gets from the room `media`."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from media.choosers import VideoChooserViewSet, video_chooser_viewset
from media.models import Source
from media.permissions import VideoPermissionPolicy

register_permission_policy(Source, VideoPermissionPolicy(Source))


@hooks.register("register_admin_viewset")
def register_video_chooser() -> VideoChooserViewSet:
    """Open the window of the video block."""
    return video_chooser_viewset
