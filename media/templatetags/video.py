"""`{% load video %}{% video source %}`: poster, player, the choices with what each costs, and what is said."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from media.captions import spoken_time
from media.models import Source
from media.playing import Player, player_for

register = template.Library()
register.filter("saat", spoken_time)


@register.inclusion_tag("media/player.html", takes_context=True)
def video(context: Context, source: Source | Player | None) -> dict[str, Any]:
    """Show a video. Costs no query for a source that came through the model's manager; None shows that it is missing.

    Without script a choice is a link, `?mutu=hemat#video-12`, and so is a moment, `?mulai=83&video=12#video-12`;
    `static/js/video.js` saves the page loads. A page that shows videos varies on `Save-Data`.
    """
    player = player_for(source) if isinstance(source, Source) else source
    request: HttpRequest | None = context.get("request")
    if player is None or request is None:
        return {"player": player, "chosen": player.chosen("") if player else None}
    is_thrifty = request.headers.get("Save-Data", "").lower() == "on"
    return {
        "player": player,
        "chosen": player.chosen(request.GET.get("mutu", ""), is_thrifty=is_thrifty),
        "mutu": request.GET.get("mutu", ""),
        "start": start_asked_for(request, player.source_id),
    }


def start_asked_for(request: HttpRequest, source_id: int) -> str:
    """Return the second from which this video shall play; empty for the beginning."""
    second = request.GET.get("mulai", "")
    is_meant = request.GET.get("video") == str(source_id) and second.isascii() and second.isdigit()
    return second if is_meant and len(second) < 7 else ""
