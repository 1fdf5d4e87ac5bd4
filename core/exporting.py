"""Lists that leave the studio as spreadsheets: what people typed stays text there."""

from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: Any) -> Any:
    """Return `value` so that no spreadsheet program takes it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


class TextExportMixin:
    """Stands before Wagtail's IndexView: CSV cells that would run as formulas become texts. XLSX marks them itself."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Guard what would be written."""
        index: Any = super()  # Wagtail's IndexView
        done = index.preprocess_field_value(field, value, export_format)
        return as_text(done) if export_format == "csv" else done
