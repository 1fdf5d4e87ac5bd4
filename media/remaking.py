"""Making a library anew: every video gets an encoding under the current plan, worked on when nothing else waits."""

from django.db import transaction
from django.db.models import Q

from media.models import Encoding, EncodingState, Source
from media.pipeline.tools import tool
from media.publishing import show_what_plays
from media.uploading import current_recipe, encoding_for

RECIPE_LENGTH = Encoding._meta.get_field("recipe").max_length


def remake_library(*, with_tool: bool = False, limit: int | None = None) -> int:
    """Want a new encoding for each finished video whose own is of another recipe; return how many.

    `with_tool` makes those anew, too, that another version of ffmpeg made. What is published stays until the new one is
    whole. Doing it twice changes nothing.
    """
    recipe, current = current_recipe(), Q(wanted__recipe__startswith=current_recipe())
    if with_tool:
        recipe, current = f"{recipe}-{tool().version}"[:RECIPE_LENGTH], current & Q(wanted__tool=tool().version)
    finished = Source.objects.filter(published__isnull=False, wanted__state=EncodingState.READY)
    pks = list(finished.exclude(current).order_by("pk").values_list("pk", flat=True)[:limit])
    for pk in pks:
        with transaction.atomic():
            source = Source.objects.select_for_update(of=("self",)).get(pk=pk)
            source.wanted = encoding_for(source.sha256, owner=source.owner, recipe=recipe, is_idle=True)
            source.save(update_fields=["wanted"])
    show_what_plays()  # of two videos with one content the second may find the work done
    return len(pks)
