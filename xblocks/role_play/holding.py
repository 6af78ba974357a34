"""What role-plays keep of people besides their talks, which the platform keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from xblocks.core.holdings import Holding, Subject
from xblocks.core.text import gettext_noop
from xblocks.exercises.holding import PRACTICE
from xblocks.exercises.records import Exercise
from xblocks.host.course import of_ended_courses
from xblocks.role_play.records import (
    PracticeRating,
    RoundNote,
    RoundSheet,
    TalkPath,
    TriadGroup,
    TriadMember,
    TriadRound,
)


class RolePlayHolding(Holding):
    """Ways through dialogues, ratings of sample talks, and rounds of triads."""

    ident = "role_play"
    title = gettext_noop("Role-plays")
    what = gettext_noop(
        "Which way you took through dialogues you finished, how far each criterion of the sheet "
        "went well in them, and how you rated sample talks. Of triads: who played what, levels, "
        "notes and words of feedback, and your intentions. No sound and no pictures."
    )
    why = gettext_noop(
        "So that you know what to practise next, and a group can talk about the ways it took."
    )
    readers = gettext_noop(
        "Your profile and ratings: only you. What was said of your talk in a triad: you, and whom "
        "you release it to; you can take that back. Trainers of your district see how often you "
        "practised, and the ways of the whole group without names, small numbers hidden."
    )
    leaving = gettext_noop(
        "All of it is removed. What you wrote about talks of others stays with them, without your "
        "name."
    )
    references = {
        "PracticeRating": frozenset({"person"}),
        "TalkPath": frozenset({"person"}),
        "TriadGroup": frozenset({"opened_by"}),
        "TriadMember": frozenset({"person"}),
        "TriadRound": frozenset({"adviser", "colleague", "observer", "trainer"}),
        "RoundSheet": frozenset({"by"}),
        "RoundNote": frozenset({"by"}),
    }
    terms = (PRACTICE,)

    def export(self, who: Subject) -> Mapping[str, Any]:
        """Return the person's ways and ratings."""
        ways = TalkPath.objects.filter(person__in=who.people).order_by("pk")
        ratings = PracticeRating.objects.filter(person__in=who.people).order_by("pk")
        keys = {each.usage_key for each in (*ways, *ratings)}
        titles = dict(Exercise.objects.filter(usage_key__in=keys).values_list("usage_key", "title"))
        return {
            "dialogues": [
                {
                    "exercise": titles.get(each.usage_key, each.usage_key),
                    "attempt": each.attempt,
                    "way": json.loads(each.turns),
                    "criteria": json.loads(each.profile),
                    "ending": each.ending,
                    "finished_at": each.finished_at,
                }
                for each in ways
            ],
            "ratings": [
                {
                    "exercise": titles.get(each.usage_key, each.usage_key),
                    "number": each.number,
                    "levels": json.loads(each.levels),
                    "begun_at": each.begun_at,
                    "done_at": each.done_at,
                }
                for each in ratings
            ],
            "rounds": [_round(each) for each in _rounds(adviser__in=who.people)],
            "written_about_others": [_written(each, who) for each in _rounds_written_in(who)],
        }

    def erase(self, who: Subject, _now: datetime) -> None:
        """Forget the person; what they wrote about talks of others stays there without a name."""
        for model in (TalkPath, PracticeRating):
            model._default_manager.filter(person__in=who.people).delete()
        TriadRound.objects.filter(adviser__in=who.people).delete()
        for part in ("colleague", "observer", "trainer"):
            TriadRound.objects.filter(**{f"{part}__in": who.people}).update(**{part: None})
        RoundSheet.objects.filter(by__in=who.people).update(by=None)
        RoundNote.objects.filter(by__in=who.people).update(by=None)
        TriadMember.objects.filter(person__in=who.people).delete()
        TriadGroup.objects.filter(opened_by__in=who.people).update(opened_by=None)
        TriadGroup.objects.filter(members=None).delete()

    def expire(self, _term: str, before: datetime, *, dry_run: bool) -> int:
        """Forget ways, ratings and triads of courses long over."""
        count = 0
        for model in (TalkPath, PracticeRating, TriadGroup):
            rows = of_ended_courses(model._default_manager.all(), before)
            count += rows.count()
            if not dry_run:
                rows.delete()
        return count


def _rounds(**which: Any) -> list[TriadRound]:
    return list(TriadRound.objects.filter(**which).order_by("begun_at", "pk"))


def _round(row: TriadRound) -> Mapping[str, Any]:
    """Return a round of one's own with all that was given; of others by their part, not by name."""
    return {
        "case": row.case,
        "number": row.number,
        "focus": json.loads(row.focus),
        "attention": row.attention,
        "intention": row.intention,
        "shown_to_triad": row.to_triad,
        "shown_to_trainer": row.to_trainer,
        "begun_at": row.begun_at,
        "talk_seconds": row.talk_seconds,
        "sheets": [_sheet(each) for each in row.sheets.order_by("rater")],
        "notes": [_note(each) for each in row.notes.filter(removed=False).order_by("at", "pk")],
    }


def _rounds_written_in(who: Subject) -> list[TriadRound]:
    sheets = RoundSheet.objects.filter(by__in=who.people).values_list("round", flat=True)
    notes = RoundNote.objects.filter(by__in=who.people).values_list("round", flat=True)
    others = TriadRound.objects.exclude(adviser__in=who.people)
    return list(others.filter(pk__in={*sheets, *notes}).order_by("begun_at", "pk"))


def _written(row: TriadRound, who: Subject) -> Mapping[str, Any]:
    """Return what the person wrote about somebody else's talk, without saying whose it was."""
    notes = row.notes.filter(by__in=who.people, removed=False).order_by("at", "pk")
    return {
        "case": row.case,
        "begun_at": row.begun_at,
        "sheets": [_sheet(each) for each in row.sheets.filter(by__in=who.people)],
        "notes": [_note(each) for each in notes],
    }


def _sheet(sheet: RoundSheet) -> Mapping[str, Any]:
    return {
        "rater": sheet.rater,
        "levels": json.loads(sheet.levels),
        "experience": sheet.experience,
        "strength": sheet.strength,
        "wish": sheet.wish,
    }


def _note(note: RoundNote) -> Mapping[str, Any]:
    return {
        "at_second": note.at,
        "phase": note.phase,
        "criterion": note.criterion,
        "text": note.text,
    }
