"""Gathers what there is to show of one person. Who asks has been checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from xblocks.core.errors import NotFound
from xblocks.core.people import Actor
from xblocks.dossier import domain
from xblocks.dossier.domain import Evidence, HandIn, HandInState, Practice
from xblocks.dossier.records import AttendanceNote
from xblocks.exercises import service as exercises
from xblocks.exercises.records import Exercise
from xblocks.grading.domain import Status
from xblocks.grading.presenters import Presenter, presenter_of
from xblocks.grading.reach import owner_name
from xblocks.grading.records import Work, WorkMember
from xblocks.host.completion import completions
from xblocks.roster.records import Person

DONE = 1.0

_PLACES = frozenset({"overview", "desk", "own_company"})
"""Kinds that are no exercise one does alone: where a team looks, asks or works together."""

_STATES = {
    Status.WAITING: HandInState.WAITING,
    Status.RETURNED: HandInState.RETURNED,
    Status.SUPERSEDED: HandInState.RETURNED,
    Status.PASSED: HandInState.PASSED,
    Status.FAILED: HandInState.FAILED,
}


def person_of(actor: Actor) -> Person:
    """Return the person's own row; raises `NotFound` for those who stand on no list."""
    found = Person.objects.filter(pk=actor.person_id).select_related("company").first()
    if found is None:
        raise NotFound
    return found


def evidence_of(person: Person) -> Evidence:
    """Return a person's evidence in five statements, however much there is."""
    course = exercises.of_course(person.course_key)
    reviewed = [(each, terms) for each in course if (terms := _terms(each)) is not None]
    handed_in = {each.usage_key for each, _terms in reviewed}
    alone = [
        each for each in course if each.usage_key not in handed_in and each.kind not in _PLACES
    ]
    works = _works(person, [each.usage_key for each, _terms in reviewed])
    return Evidence(
        days=domain.seminar_days(_notes(person)),
        hand_ins=tuple(
            _hand_in(each, terms, [work for work in works if work.usage_key == each.usage_key])
            for each, terms in reviewed
        ),
        practice=_practice(person, alone),
    )


def _notes(person: Person) -> Iterable[tuple[int, bool, Any]]:
    notes = AttendanceNote.objects.filter(person=person).order_by("day", "number")
    return notes.values_list("day", "there", "noted_at")


def _presenter(exercise: Exercise) -> Presenter | None:
    try:
        return presenter_of(exercise.block_type)
    except KeyError:
        return None


def _terms(exercise: Exercise) -> tuple[bool, bool] | None:
    """Return whether a hand-in is required, and before a jury; None where nothing is handed in.

    Without a rubric it is voluntary (`curriculum-facts 1.9`).
    """
    presenter = _presenter(exercise)
    definition = json.loads(exercise.definition)
    if presenter is None or not presenter.collects(definition):
        return None
    return presenter.rubric(definition) is not None, presenter.jury(definition) > 0


def _works(person: Person, usage_keys: Sequence[str]) -> list[Work]:
    """Return the works the person is graded with and those of the team, the newest last."""
    mine = WorkMember.objects.filter(work=OuterRef("pk"), person=person)
    own = [owner_name(company=None, person=person.pk)]
    if person.company_id is not None:
        own.append(owner_name(company=person.company_id, person=None))
    found = Work.objects.annotate(is_mine=Exists(mine)).filter(Q(is_mine=True) | Q(owner__in=own))
    return list(
        found.filter(course_key=person.course_key, usage_key__in=usage_keys)
        .exclude(status=Status.WITHDRAWN)
        .only("usage_key", "status", "decided_at", "handed_in_at")
        .order_by("handed_in_at", "id")
    )


def _hand_in(exercise: Exercise, terms: tuple[bool, bool], works: Sequence[Work]) -> HandIn:
    required, before_jury = terms
    mine = [work for work in works if work.is_mine]
    passed = next((work for work in mine if work.status == Status.PASSED), None)
    counting = passed or (mine[-1] if mine else None)
    state = HandInState.OPEN
    if counting is not None:
        state = _STATES[Status(counting.status)]
    elif any(work.status == Status.PASSED for work in works):
        state = HandInState.EARLIER
    at = counting.decided_at if counting else None
    return HandIn(exercise.title, state, required=required, before_jury=before_jury, at=at)


def _practice(person: Person, alone: Sequence[Exercise]) -> tuple[Practice, ...]:
    if not alone:
        return ()
    done = completions(person.user_id, person.course_key) if person.user_id else {}
    return tuple(Practice(each.title, done.get(each.usage_key, 0.0) >= DONE) for each in alone)
