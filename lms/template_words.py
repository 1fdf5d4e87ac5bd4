"""Words which Wagtail's own templates hold in English, out of reach of a catalogue: replaced as the templates load."""

from django.template import Origin
from django.template.loaders import app_directories

WORDS = {
    "wagtailadmin/home.html": ('value="Search"', 'value="Cari"'),
    "wagtailadmin/shared/header.html": ('value="Search"', 'value="Cari"'),
    "wagtailadmin/shared/headers/_actions.html": ('aria-label="Actions"', 'aria-label="Tindakan"'),
    "wagtailadmin/skeleton.html": ("%}Wagtail{%", "%}Studio{%"),
}


class Loader(app_directories.Loader):
    """Loads the templates of installed apps, with our words in them."""

    def get_contents(self, origin: Origin) -> str:
        """Return the template's text with the words of `WORDS` put in."""
        english, ours = WORDS.get(str(origin.template_name), ("", ""))
        contents: str = super().get_contents(origin)
        return contents.replace(english, ours) if english else contents
