"""Choosing a video in the lesson editor, or adding one on the spot."""

from wagtail.admin.viewsets.chooser import ChooserViewSet

VIDEO_ICON = "media"


class VideoChooserViewSet(ChooserViewSet):
    """The window that opens from a video block."""

    model = "media.Source"
    icon = VIDEO_ICON
    choose_one_text = "Pilih video"
    choose_another_text = "Pilih video lain"
    edit_item_text = "Lihat video ini"


video_chooser_viewset = VideoChooserViewSet("video_chooser", url_prefix="video/pilih")
