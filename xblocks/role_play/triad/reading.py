"""What somebody may read of a round: every word and level goes through here, permission first."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from xblocks.role_play.paths import WeakCriterion, weak_criteria
from xblocks.role_play.playing import RoleCase
from xblocks.role_play.records import RoundNote, RoundSheet, TriadRound
from xblocks.role_play.triad.feedback import FIELDS, RATERS
from xblocks.role_play.triad.membership import Access, cast_in
from xblocks.role_play.triad.releasing import TRAINER, Reader, RoundAccess
from xblocks.role_play.triad.rules import AFTER_TALK, STAGES, Part, Stage, Step, speaker_at

RATER_ORDER = ("self", "colleague", "observer", TRAINER)


@dataclass(frozen=True)
class RoleCard:
    """A role card as one phone shows it; `for_person` when somebody else plays the part.

    Of the case only what this part may know: the hidden concerns for the colleague alone.
    """

    part: Part
    for_person: int | None
    setting: str
    text: str
    name: str = ""
    role: str = ""
    opening: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OwnSheet:
    """A sheet that is filled in on this phone."""

    part: Part
    for_person: int | None
    levels: Mapping[str, int]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Words:
    """What somebody said in feedback: `rater` says who, `kind` what."""

    rater: str
    kind: str
    text: str


@dataclass(frozen=True)
class Result:
    """A round as its reader may see it: levels by rater and criterion, words, notes."""

    raters: tuple[str, ...]
    levels: Mapping[str, Mapping[str, int]]
    words: tuple[Words, ...]
    notes: tuple[RoundNote, ...]
    focus: tuple[str, ...]
    intention: str = ""


@dataclass(frozen=True)
class Aims:
    """What an adviser prepares with: read by them alone."""

    proposals: tuple[WeakCriterion, ...] = ()
    last_intention: str = ""
    focus: tuple[str, ...] = field(default=())
    attention: str = ""


def cards_of(here: Access) -> list[RoleCard]:
    """Return the role cards this phone shows while they prepare and talk, its own part first."""
    if here.case is None or here.step not in {Step.PREPARE, Step.TALK}:
        return []
    return [_card(here, here.case, part) for part in _own_first(here, here.cards)]


def aims_of(here: Access) -> Aims:
    """Return what the adviser prepares with, where their words are written.

    What comes from elsewhere, their profile and earlier intention, stays on their own phone.
    """
    row = here.round
    if row is None or row.adviser_id is None or Part.ADVISER not in here.serves:
        return Aims()
    if row.adviser_id != here.person:
        return Aims(focus=focus_of(row), attention=row.attention)
    known = {each.id for each in here.definition.criteria}
    weak = weak_criteria(row.adviser_id, here.group.course_key)
    before = (
        TriadRound.objects.filter(
            adviser=row.adviser_id,
            triad__course_key=here.group.course_key,
            begun_at__lt=row.begun_at,
        )
        .exclude(intention="")
        .order_by("-begun_at")
    )
    last = before.values_list("intention", flat=True).first()
    return Aims(
        proposals=tuple(each for each in weak if each.criterion in known)[:2],
        last_intention=last or "",
        focus=focus_of(row),
        attention=row.attention,
    )


def sheets_of(here: Access) -> list[OwnSheet]:
    """Return the sheets that are filled in on this phone now, its own part first."""
    row = here.round
    if row is None:
        return []
    kept = {each.rater: each for each in RoundSheet.objects.filter(round=row)}
    found = []
    for part in _own_first(here, here.serves):
        sheet = kept.get(RATERS[part])
        if sheet and _held_back(here, part, sheet.by_id):
            sheet = None
        for_person = here.cast[part] if part is not here.part else None
        levels = json.loads(sheet.levels) if sheet else {}
        words = {name: getattr(sheet, name) if sheet else "" for name in FIELDS.values()}
        found.append(OwnSheet(part, for_person, levels, words))
    return found


def notes_of(here: Access) -> list[RoundNote]:
    """Return the notes of the round to whoever observes, or writes for them."""
    if here.round is None or Part.OBSERVER not in here.serves:
        return []
    notes = RoundNote.objects.filter(round=here.round, removed=False).order_by("at", "pk")
    return [each for each in notes if not _held_back(here, Part.OBSERVER, each.by_id)]


def heard_by_adviser(here: Access) -> list[Words]:
    """Return what was said to the adviser so far in feedback, where their words are written."""
    if here.round is None or here.stage is None or Part.ADVISER not in here.serves:
        return []
    return _words(here.round, upto=here.stage)


def result_of(here: RoundAccess) -> Result:
    """Return a round as this reader may see it.

    Its adviser and whom they release it to: all that was given. Others of the triad while it is
    played, and a trainer: their own sheet alone. A trainer's sheet is read once it has words.
    """
    row = here.row
    sheets = {each.rater: each for each in RoundSheet.objects.filter(round=row)}
    if here.released:
        open_now = row.ended_at is not None or row.stage == Stage.COMPARE
        allowed = {"self", *(RATERS.values() if open_now else ()), TRAINER}
    else:
        allowed = _own(here)
    shown = {
        rater: sheets[rater]
        for rater in RATER_ORDER
        if rater in sheets and rater in allowed and _given(here, sheets[rater])
    }
    levels = {rater: json.loads(each.levels) for rater, each in shown.items()}
    words = [each for each in _words(row, upto=None) if each.rater in shown]
    notes = RoundNote.objects.filter(round=row, removed=False).order_by("at", "pk")
    return Result(
        raters=tuple(rater for rater in RATER_ORDER if rater in shown),
        levels=levels,
        words=tuple(words),
        notes=tuple(notes) if here.released and "observer" in allowed else (),
        focus=focus_of(row) if here.released or allowed - {TRAINER} else (),
        intention=row.intention if here.released else "",
    )


def focus_of(row: TriadRound) -> tuple[str, ...]:
    """Return the criteria an adviser watches in a round."""
    return tuple(json.loads(row.focus))


def aim_of(here: Access) -> str:
    """Return what a good talk reaches; when the talk is over all three read it."""
    return (here.case.aim or "") if here.case and here.step in AFTER_TALK else ""


def _own(here: RoundAccess) -> set[str]:
    if here.reader is Reader.TRAINER:
        return {TRAINER}
    if here.row.ended_at is not None:
        return set()
    return {RATERS[part] for part, who in cast_in(here.row).items() if who == here.person}


def _own_first(here: Access, parts: Collection[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (part is not here.part, list(Part).index(part)))


def _held_back(here: Access, part: Part, by: int | None) -> bool:
    """Whether the adviser's phone, standing in for others, leaves out what these wrote on theirs.

    Anybody can say that somebody has no phone: that must not open their sheet before its time.
    """
    standing_in = here.part is Part.ADVISER and part is not Part.ADVISER
    return standing_in and by != here.person and here.stage is not Stage.COMPARE


def _given(here: RoundAccess, sheet: RoundSheet) -> bool:
    own = here.reader is Reader.TRAINER and sheet.rater == TRAINER
    return own or sheet.rater != TRAINER or sheet.done_at is not None


def _words(row: TriadRound, upto: Stage | None) -> list[Words]:
    """Return the words of a round in their order; `upto` leaves out that stage and later ones."""
    sheets = {each.rater: each for each in RoundSheet.objects.filter(round=row)}
    cast = cast_in(row)
    found = []
    for stage, name in FIELDS.items():
        if upto is not None and STAGES.index(stage) >= STAGES.index(upto):
            continue
        rater = RATERS[speaker_at(stage, cast)]
        if rater in sheets and (text := getattr(sheets[rater], name)):
            found.append(Words(rater, name, text))
    if upto is None and TRAINER in sheets:
        given = sheets[TRAINER]
        found += [
            Words(TRAINER, name, text)
            for name in ("strength", "wish")
            if (text := getattr(given, name))
        ]
    return found


def _card(here: Access, case: RoleCase, part: Part) -> RoleCard:
    for_person = here.cast[part] if part is not here.part else None
    if part is Part.COLLEAGUE:
        return RoleCard(
            part,
            for_person,
            case.setting,
            case.playing,
            case.name,
            case.role,
            case.opening,
            tuple((each.text, each.when or "") for each in case.hidden),
        )
    text = case.task if part is Part.ADVISER else case.watch or ""
    return RoleCard(part, for_person, case.setting, text)
