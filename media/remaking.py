"""Making a library anew: every video gets an encoding under the current plan, worked on when nothing else waits."""

from django.db import transaction

from media.models import Source
from media.pipeline.tools import tool
from media.uploading import current_recipe, encoding_for


def remake_library(*, with_tool: bool = False, limit: int | None = None) -> int:
    """Want a new encoding for each video whose own is of another recipe; return how many.

    `with_tool` counts this machine's version of ffmpeg as part of the recipe. What is published stays until the new
    one is whole. Doing it twice changes nothing.
    """
    recipe = current_recipe() + (f"-{tool().version}"[:24] if with_tool else "")
    behind = Source.objects.exclude(wanted__recipe=recipe).exclude(sha256="").order_by("pk")
    pks = list(behind.values_list("pk", flat=True)[:limit])
    for pk in pks:
        with transaction.atomic():
            source = Source.objects.select_for_update(of=("self",)).get(pk=pk)
            source.wanted = encoding_for(source.sha256, owner=source.owner, recipe=recipe, is_idle=True)
            source.save(update_fields=["wanted"])
    return len(pks)
