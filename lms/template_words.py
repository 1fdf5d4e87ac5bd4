"""Words in Wagtail's own templates which no catalogue reaches: replaced as the templates load.

Three stand there in English. Two read `None`: the name of the things in the head of a search, and who published a page
that nobody did.
"""

from django.template import Origin
from django.template.loaders import app_directories

WORDS = {
    "wagtailadmin/home.html": ('value="Search"', 'value="Cari"'),
    "wagtailadmin/shared/header.html": ('value="Search"', 'value="Cari"'),
    "wagtailadmin/shared/headers/_actions.html": ('aria-label="Actions"', 'aria-label="Tindakan"'),
    "wagtailadmin/pages/listing/_page_title_column_header.html": (
        "items_count=items_count|intcomma %}",
        'items_count=items_count|intcomma model_name=model_name|default:_("pages") %}',
    ),
    "wagtailadmin/shared/user_avatar.html": ("{{ user }}", '{{ user|default_if_none:"" }}'),
    "wagtailadmin/skeleton.html": ("%}Wagtail{%", "%}Studio{%"),
}


class Loader(app_directories.Loader):
    """Loads the templates of installed apps, with our words in them."""

    def get_contents(self, origin: Origin) -> str:
        """Return the template's text with the words of `WORDS` put in."""
        english, ours = WORDS.get(str(origin.template_name), ("", ""))
        contents: str = super().get_contents(origin)
        return contents.replace(english, ours) if english else contents
