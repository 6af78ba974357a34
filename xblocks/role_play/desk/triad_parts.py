"""The parts of a triad's page: the clock, what is next, cards, sheets, feedback, who is here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.host.html import render_markdown
from xblocks.role_play.desk import triad_result
from xblocks.role_play.desk.triad_view import View, part_name, render, ways_url
from xblocks.role_play.observing import PHASES
from xblocks.role_play.triad import opening, reading
from xblocks.role_play.triad.feedback import FIELDS, WORDS_LENGTH
from xblocks.role_play.triad.noting import NOTE_LENGTH
from xblocks.role_play.triad.releasing import round_reached
from xblocks.role_play.triad.rules import (
    STAGES,
    WITH_FEEDBACK,
    Part,
    Stage,
    Step,
    milliseconds,
    speaker_at,
)
from xblocks.role_play.triad.running import ATTENTION_LENGTH

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Words:
    """How a step is named, what is said in it, and how the button onward reads."""

    title: str
    onward: str


def steps() -> dict[Step, Words]:
    """Return the words of each step."""
    return {
        Step.PREPARE: Words(gettext("Prepare"), gettext("Begin the talk")),
        Step.TALK: Words(gettext("Talk"), gettext("End the talk")),
        Step.LEAVE: Words(gettext("Leave the roles"), gettext("On to feedback")),
        Step.FEEDBACK: Words(gettext("Feedback"), gettext("On to the intention")),
        Step.INTENTION: Words(gettext("Intention"), gettext("End this round")),
    }


def body_html(view: View) -> SafeString:
    """Return everything of the triad that can change, for this reader."""
    here = view.here
    context = {**view.frame(), "room": room_html(view)}
    if here.step is None:
        over = here.group.ended_at is not None
        return render("over" if over else "gather", {**context, **_outside(view)})
    context |= {
        "clock": clock_of(view),
        "number": here.group.round,
        "steps": _steps(view),
        "words": steps()[here.step],
        "sure": _sure(view),
        "my_part": part_name(here.part) if here.part else "",
        "parts": [(part_name(part), view.name_of(part)) for part in here.cast],
        "case": here.case,
        "cards": [_card(view, each) for each in reading.cards_of(here)],
        "aim": reading.aim_of(here),
        "sheets": _sheets(view),
    }
    context |= _preparing(view) if here.step is Step.PREPARE else {}
    context |= _feedback(view) if here.step in WITH_FEEDBACK else {}
    return render("round", context)


def clock_of(view: View) -> dict[str, Any]:
    """Return the clock as the script goes on from it: all in milliseconds."""
    clock = view.here.clock
    if clock is None:
        return {}
    return {
        "elapsed": clock.elapsed_ms(view.now),
        "at": milliseconds(EPOCH, view.now),
        "limit": 1000 * clock.limit,
        "stopped": clock.stopped_at is not None,
        "text": _spoken(clock.limit - clock.elapsed_ms(view.now) // 1000),
    }


def room_html(view: View) -> SafeString:
    """Return who is here, who has no phone, who can be taken in."""
    here = view.here
    people = [
        {
            "member": each,
            "me": each.person_id == here.person,
            "part": next(
                (part_name(p) for p, who in here.cast.items() if who == each.person_id), ""
            ),
        }
        for each in here.members
    ]
    context = {
        **view.frame(),
        "people": people,
        "free": opening.SEATS - len(here.members),
        "candidates": opening.to_be_taken(here) if here.step is None else [],
        "away": here.me.left_at is not None,
        "no_phone": not here.me.device,
        "ways_url": ways_url(here.exercise),
    }
    return render("room", context)


def _part_of(view: View, person: int) -> str:
    cast = view.here.cast
    return next((part_name(part) for part, who in cast.items() if who == person), "")


def _spoken(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    time = f"{minutes}:{rest:02}"
    words = gettext("%(time)s left") if seconds >= 0 else gettext("%(time)s over")
    return words % {"time": time}


def _outside(view: View) -> dict[str, Any]:
    here = view.here
    return {
        "intro": render_markdown(here.definition.intro),
        "ready": len(here.present) > 1,
        "pair": len(here.present) == 2,
        "minutes": sum(here.definition.minutes.model_dump().values()),
        "rounds": triad_result.rounds_list(view.actor, here.exercise, here.group),
        "ways_url": ways_url(here.exercise),
    }


def _steps(view: View) -> list[dict[str, Any]]:
    names = steps()
    at = list(names).index(view.here.step) if view.here.step else 0
    return [
        {"title": words.title, "here": number == at, "done": number < at}
        for number, words in enumerate(names.values())
    ]


def _sure(view: View) -> str:
    """Return what is asked before somebody goes on for all."""
    here = view.here
    if here.step is Step.FEEDBACK and here.stage is not Stage.COMPARE:
        return gettext("Not everybody has said their part. Go on all the same?")
    if here.step is Step.INTENTION and here.round and not here.round.intention:
        return gettext("No intention is written yet. Go on all the same?")
    return ""


def _card(view: View, card: reading.RoleCard) -> dict[str, Any]:
    return {
        "card": card,
        "title": {
            Part.ADVISER: gettext("Your card: mentor"),
            Part.COLLEAGUE: gettext("Your card: colleague"),
            Part.OBSERVER: gettext("Your card: observer"),
        }[card.part],
        "for_name": view.here.name_of(card.for_person) if card.for_person else "",
    }


def _preparing(view: View) -> dict[str, Any]:
    here = view.here
    context: dict[str, Any] = {"cases": here.definition.cases}
    if Part.ADVISER in here.serves:
        aims = reading.aims_of(here)
        labels = {each.id: each.label for each in here.definition.criteria}
        grades = {each.criterion: each for each in aims.proposals}
        context |= {
            "aims": aims,
            "attention_length": ATTENTION_LENGTH,
            "proposals": [
                (labels[each.criterion], each.dialogue, each.grade) for each in aims.proposals
            ],
            "focus_choices": [
                (each, each.id in aims.focus, each.id in grades)
                for each in here.definition.criteria
            ],
            "for_adviser": view.name_of(Part.ADVISER) if here.part is not Part.ADVISER else "",
        }
    return context


def _sheets(view: View) -> list[dict[str, Any]]:
    """Return the sheets that are filled in on this phone: the observer's from the talk on."""
    here = view.here
    shown = {Step.TALK: {Part.OBSERVER}, Step.LEAVE: {Part.OBSERVER}}.get(
        here.step or Step.PREPARE, set(Part) if here.step in WITH_FEEDBACK else set()
    )
    found = []
    for sheet in reading.sheets_of(here) if shown else []:
        if sheet.part not in shown:
            continue
        watches = sheet.part is Part.OBSERVER
        notes = reading.notes_of(here) if watches else []
        found.append(
            {
                "id": f"{view.prefix}-sheet-{here.group.round}-{sheet.part}",
                "part": sheet.part,
                "watches": watches,
                "title": _sheet_title(sheet.part),
                "for_name": here.name_of(sheet.for_person) if sheet.for_person else "",
                "levels": [
                    (each, list(enumerate(each.levels, 1)), sheet.levels.get(each.id))
                    for each in _sorted(view)
                ],
                "focus": reading.focus_of(here.round) if here.round else (),
                "kept": {
                    "levels": sheet.levels,
                    "notes": [
                        {
                            "id": n.id,
                            "at": n.at,
                            "text": n.text,
                            "phase": n.phase,
                            "criterion": n.criterion,
                        }
                        for n in notes
                    ],
                },
                "phases": [(name, gettext(words)) for name, words in PHASES.items()],
                "note_length": NOTE_LENGTH,
                "words": sheet.words,
            }
        )
    return found


def _sorted(view: View) -> list[Any]:
    """Return the criteria, those the adviser watches first."""
    focus = reading.focus_of(view.here.round) if view.here.round else ()
    return sorted(view.here.definition.criteria, key=lambda each: each.id not in focus)


def _sheet_title(part: Part) -> str:
    return {
        Part.ADVISER: gettext("How you saw yourself"),
        Part.COLLEAGUE: gettext("How you saw the mentor"),
        Part.OBSERVER: gettext("What you observe"),
    }[part]


def _feedback(view: View) -> dict[str, Any]:
    here = view.here
    if here.stage is None or here.round is None:
        return {}
    speaker = speaker_at(here.stage, here.cast)
    mine = speaker in here.serves
    context: dict[str, Any] = {
        "stages": [_stage(view, each) for each in STAGES],
        "stage": here.stage,
        "mine": mine,
        "speaker": view.name_of(speaker),
        "for_speaker": view.name_of(speaker) if mine and speaker is not here.part else "",
        "field": FIELDS.get(here.stage, ""),
        "asked": _asked(here.stage),
        "words_length": WORDS_LENGTH,
        "heard": triad_result.spoken(reading.heard_by_adviser(here)),
        "advises": Part.ADVISER in here.serves,
        "is_adviser": here.part is Part.ADVISER,
        "adviser": view.name_of(Part.ADVISER),
    }
    if here.stage is Stage.COMPARE:
        access = round_reached(view.actor, here.round.pk)
        if access.released:
            context["result"] = triad_result.result_html(access)
    return context


def _stage(view: View, stage: Stage) -> dict[str, Any]:
    here = view.here
    at = STAGES.index(here.stage) if here.stage else 0
    number = STAGES.index(stage)
    return {
        "title": {
            Stage.EXPERIENCE: gettext("How it was for me"),
            Stage.SELF: gettext("How I saw myself"),
            Stage.STRENGTH: gettext("A strength"),
            Stage.WISH: gettext("A suggestion"),
            Stage.COMPARE: gettext("Side by side"),
        }[stage],
        "who": view.name_of(speaker_at(stage, here.cast)),
        "here": number == at,
        "done": number < at,
    }


def _asked(stage: Stage) -> dict[str, str]:
    """Return what a stage asks for: a question, a hint, how the button reads."""
    return {
        Stage.EXPERIENCE: {
            "question": gettext("How did you experience the talk as the colleague?"),
            "hint": gettext("Say it aloud first: “This is how it was for me.” Then keep the gist."),
            "button": gettext("Said: your turn, mentor"),
        },
        Stage.SELF: {
            "question": gettext("How did you see yourself?"),
            "hint": gettext(
                "Say it aloud, and rate yourself below. Leave empty what was not there."
            ),
            "button": gettext("Said: on to the strength"),
        },
        Stage.STRENGTH: {
            "question": gettext("Which strength did you see?"),
            "hint": gettext("What you perceived, and what it brought about. Be concrete."),
            "button": gettext("Said: on to one suggestion"),
        },
        Stage.WISH: {
            "question": gettext("Which one thing do you suggest?"),
            "hint": gettext("Perception, effect, wish. One thing that can be practised next time."),
            "button": gettext("Said: lay the sheets side by side"),
        },
        Stage.COMPARE: {"question": "", "hint": "", "button": ""},
    }[stage]
