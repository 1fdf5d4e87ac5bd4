"""`{% load video %}{% video source %}`: poster, player and the choices with what each costs."""

from typing import Any

from django import template
from django.template.context import Context

from media.models import Source
from media.playing import Player, player_for

register = template.Library()


@register.inclusion_tag("media/player.html", takes_context=True)
def video(context: Context, source: Source | Player | None) -> dict[str, Any]:
    """Show a video. Costs no query for a source that came through the model's manager; None shows that it is missing.

    Without script a choice is a link, `?mutu=hemat#video-12`; `static/js/video.js` saves the page load.
    """
    player = player_for(source) if isinstance(source, Source) else source
    request = context.get("request")
    word = request.GET.get("mutu", "") if request else ""
    return {"player": player, "chosen": player.chosen(word) if player else None}
