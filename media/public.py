"""The door of the room `media`."""

from media.choosers import video_chooser_viewset

__all__ = ["VideoChooserBlock"]

VideoChooserBlock = video_chooser_viewset.get_block_class(name="VideoChooserBlock", module_path="media.public")
