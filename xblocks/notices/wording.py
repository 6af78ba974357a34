"""What a notice carries, checked before it is stored and put into words when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from xblocks.host.dates import long_date
from xblocks.notices.kinds import PLACES, Kind, Tone, find

TITLE_LENGTH = 200

Filling = str | int | datetime


@dataclass(frozen=True)
class Wording:
    """A notice in the active language."""

    title: str
    sentence: str
    tone: Tone


def packed(kind: Kind, params: Mapping[str, Filling]) -> str:
    """Return what fills the places of a kind as JSON text.

    Raises ValueError when a place stays empty, or something has no place or the wrong type.
    """
    if missing := kind.places - params.keys():
        raise ValueError(f"{kind.ident}: nothing fills {sorted(missing)}")
    for name, value in params.items():
        if name not in PLACES or type(value) is not PLACES[name]:
            raise ValueError(f"{kind.ident}: a notice has no place for {name}")
    stored = {name: _stored(value) for name, value in params.items()}
    return json.dumps(stored, ensure_ascii=False, sort_keys=True)


def worded(ident: str, params: str) -> Wording:
    """Return a stored notice in the active language; also of a kind no longer known."""
    kind = find(ident)
    if kind is None:
        return Wording(
            gettext("There is something new for you"),
            gettext("Open it to see what it is."),
            Tone.INFO,
        )
    words = {name: _shown(PLACES[name], value) for name, value in json.loads(params).items()}
    return Wording(gettext(kind.subject) % words, gettext(kind.sentence) % words, kind.tone)


def _stored(value: Filling) -> str | int:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment in a notice needs a time zone")
        return value.isoformat()
    if isinstance(value, str):
        line = " ".join(value.split())
        return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"
    return value


def _shown(kind_of_place: type, value: str | int) -> str | int:
    if kind_of_place is datetime:
        return long_date(datetime.fromisoformat(str(value)))
    return value
