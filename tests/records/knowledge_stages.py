"""An entry of shared knowledge at each of its stages, and whether it is found."""

from __future__ import annotations

from datetime import date

from tests.records.coaching_cases import NOW, Scene
from xblocks.coaching.domain.knowledge import (
    Text,
)
from xblocks.coaching.knowledge import consenting, publishing, searching
from xblocks.coaching.records import Entry
from xblocks.core.people import Actor

TODAY = NOW.date()

REVIEW = date(2027, 7, 15)

TEXT = Text("Kolbenfresser vermeiden", "Was tun?", "Ölen.")


def begun(here: Scene, **changes: str) -> Entry:
    return publishing.begin(here.lena, here.answered(**changes).pk, NOW)


def written(here: Scene, text: Text = TEXT) -> Entry:
    entry = begun(here)
    return publishing.save(here.lena, entry.pk, text, entry.version, NOW)


def asked(here: Scene) -> Entry:
    entry = written(here)
    return publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)


def agreed(here: Scene) -> Entry:
    entry = asked(here)
    return consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)


def published(here: Scene) -> Entry:
    return signed(here, agreed(here))


def signed(here: Scene, entry: Entry, by: Actor | None = None, day: date | None = REVIEW) -> Entry:
    return publishing.sign(
        by or here.lena, entry.pk, day, checked=True, version=entry.version, now=NOW
    )


def visible(here: Scene, reader: Actor | None = None) -> bool:
    shown = searching.search(reader or here.cem, "kolbenfresser", "", 1, TODAY).hits
    return bool(shown)
