"""What an open page of a triad is sent: all of it, when anything has changed for its reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.safestring import SafeString

from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.host.translation import translated
from xblocks.role_play.desk.triad_parts import body_html
from xblocks.role_play.desk.triad_view import View, render, view_of
from xblocks.role_play.desk.triad_words import script_words
from xblocks.role_play.triad import polling


def root_html(view: View) -> SafeString:
    """Return the triad as a part of a page."""
    context = {
        **view.frame(),
        "key": polling.key(view.here),
        "words": script_words(),
        "words_id": f"{view.prefix}-words",
        "body": body_html(view),
    }
    return render("root", context)


def answer(view: View, more: dict[str, Any] | None = None) -> HttpResponse:
    """Answer with the triad as it stands for its reader."""
    data: dict[str, Any] = {
        "rev": view.group.revision,
        "frame": str(view.group.revision),
        "key": polling.key(view.here),
        "whole": body_html(view),
        **(more or {}),
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def refused_answer(actor: Actor, triad_id: int, refusal: Refusal, now: datetime) -> HttpResponse:
    """Say why something was not done, with what is there now."""
    said = {"refused": translated(refusal.message), "code": refusal.code}
    try:
        response = answer(view_of(actor, triad_id, now), said)
    except Refusal:
        response = JsonResponse(said)
    response.status_code = refusal.status
    response["X-WBM-Refusal"] = refusal.code
    return response
