"""What graders say among themselves reaches no trainee."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.serializers import serialize
from django.db.models import Model

from tests.records.grading_cases import (
    GOOD,
    NOW,
    WEAK,
    Course,
    Decision,
    Deviation,
    course,
    decide,
    hand_in,
    rating,
    regrade,
)
from xblocks.core.errors import Refusal
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.grading import service
from xblocks.grading.records import Work

MARK = "QZX-inside-QZX"


class Secrets:
    """A team whose works have the mark in every place that is not theirs."""

    def __init__(self) -> None:
        made: Course = course()
        company = made.company("Adler")
        self.ada = made.trainee("Ada", company)
        self.ben = made.trainee("Ben", company)
        self.tom = made.trainer("Tom")
        self.sketch: Exercise = made.exercise("Sketch")
        self.talk: Exercise = made.exercise("Talk", jury=2)
        self.first = hand_in(self.ada, self.sketch, self.ben)
        service.add_note(self.tom, self.first.pk, f"{MARK} note", NOW)
        decide(self.tom, self.first, self.marked(WEAK, decision=Decision.RETURNED))
        self.second = hand_in(self.ada, self.sketch, self.ben)
        decide(self.tom, self.second, self.marked(GOOD))
        regrade(self.tom, self.second, self.marked(GOOD))
        self.waiting = hand_in(self.ada, self.talk, self.ben)
        self.tina = made.trainer("Tina")
        for juror in (self.tom, self.tina):
            service.take_seat(juror, self.waiting.pk, NOW)
            saved = service.save_draft(
                juror, self.waiting.pk, 0, self.marked(GOOD, summary=MARK), NOW
            )
            if juror is self.tom:
                service.submit_seat(juror, self.waiting.pk, saved.version, NOW)
        self.open = hand_in(self.ada, made.exercise("Plan"), self.ben)
        service.claim(self.tom, self.open.pk, NOW)
        service.save_draft(self.tom, self.open.pk, 0, self.marked(GOOD, summary=MARK), NOW)
        service.keep_comment(self.tom, f"{MARK} comment", shared=True)

    def marked(self, levels: dict[str, int], **rest: Any) -> Any:
        own = {self.ben.person_id: Deviation(Decimal(70), f"{MARK} only Ben's")}
        return rating(
            levels, **{"reason": f"{MARK} why", "note": f"{MARK} n", "deviations": own, **rest}
        )


@pytest.fixture
def secrets(db: None) -> Secrets:
    return Secrets()


def spoken(value: Any) -> Iterator[str]:
    """Yield every text in a value, through dataclasses, containers and database rows."""
    if isinstance(value, Model):
        yield serialize("json", [value])
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from spoken(getattr(value, each.name))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (*spoken(key), *spoken(each))
    elif isinstance(value, (list, tuple, set, frozenset)) or hasattr(value, "__next__"):
        for each in value:
            yield from spoken(each)
    else:
        yield repr(value)


def calls(s: Secrets, actor: Actor) -> dict[Callable[..., Any], list[Callable[[], Any]]]:
    """Return calls of everything there is, as somebody would make who knows all ids."""
    work, now = s.second.pk, NOW + timedelta(days=1)
    key, company = s.sketch.usage_key, s.ada.company
    comment = service.library(s.tom)[0].pk
    per_work = [s.first.pk, s.second.pk, s.waiting.pk, s.open.pk]
    return {
        service.hand_in: [lambda: hand_in(replace(actor, company=company), s.sketch)],
        service.withdraw: [
            lambda each=each: service.withdraw(actor, each, now) for each in per_work
        ],
        service.results_for_team: [
            lambda: service.results_for_team(actor),
            lambda: service.results_for_team(actor, key),
            lambda: service.results_for_team(actor, s.talk.usage_key),
        ],
        service.add_note: [lambda: service.add_note(actor, work, "x", now)],
        service.claim: [lambda: service.claim(actor, work, now)],
        service.close_jury: [lambda: service.close_jury(actor, s.waiting.pk, "x", now)],
        service.decide: [lambda: service.decide(actor, s.open.pk, 1, now)],
        service.draft: [lambda each=each: service.draft(actor, each) for each in per_work],
        service.following: [lambda: service.following(actor, service.Filters(), work, now)],
        service.give_chair: [lambda: service.give_chair(actor, s.waiting.pk, s.tina.user_id, now)],
        service.grade_list: [lambda: service.grade_list(actor)],
        service.history: [lambda: service.history(actor, key, company)],
        service.jury: [lambda: service.jury(actor, s.waiting.pk)],
        service.keep_comment: [lambda: service.keep_comment(actor, "x")],
        service.leave_seat: [lambda: service.leave_seat(actor, s.waiting.pk, s.tina.user_id)],
        service.library: [lambda: service.library(actor)],
        service.mark_downloaded: [lambda: service.mark_downloaded(actor, key, now)],
        service.my_works: [lambda: service.my_works(actor, now)],
        service.notes: [lambda each=each: service.notes(actor, each) for each in per_work],
        service.open_work: [
            lambda each=each: service.open_work(actor, each, now) for each in per_work
        ],
        service.prolong: [lambda: service.prolong(actor, s.open.pk, now)],
        service.queue: [lambda: service.queue(actor, service.Filters(), now)],
        service.regrade: [lambda: service.regrade(actor, work, 2, 2, now)],
        service.release: [lambda: service.release(actor, s.open.pk)],
        service.remove_comment: [lambda: service.remove_comment(actor, comment)],
        service.save_draft: [
            lambda each=each: service.save_draft(actor, each, 1, rating(), now) for each in per_work
        ],
        service.seat_guest: [
            lambda: service.seat_guest(actor, s.waiting.pk, s.tina.person_id, now)
        ],
        service.submit_seat: [lambda: service.submit_seat(actor, s.waiting.pk, 1, now)],
        service.take_over: [lambda: service.take_over(actor, s.open.pk, s.tom.user_id, now)],
        service.take_seat: [lambda: service.take_seat(actor, s.waiting.pk, now)],
        service.use_comment: [lambda: service.use_comment(actor, comment)],
        service.works_to_download: [lambda: service.works_to_download(actor, key)],
    }


def answers(secrets: Secrets, actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield what each function says to somebody, also in its refusals."""
    for function, attempts in calls(secrets, actor).items():
        for attempt in attempts:
            try:
                said = " ".join(spoken(attempt()))
            except Refusal as refusal:
                said = " ".join(map(repr, (str(refusal), vars(refusal))))
            yield function.__name__, said


def test_every_function_is_walked(secrets: Secrets) -> None:
    walked = set(calls(secrets, secrets.ada))
    assert walked == {*service.FOR_TRAINEES, *service.FOR_GRADERS}


def test_the_marks_are_there_for_graders(secrets: Secrets) -> None:
    seen = dict.fromkeys(("note", "why", "n", "comment", "only Ben's"), False)
    said = " ".join(
        word
        for function in (service.open_work, service.history, service.library, service.grade_list)
        for attempt in calls(secrets, secrets.tom)[function]
        for word in spoken(attempt())
    )
    said += " ".join(spoken(service.notes(secrets.tom, secrets.first.pk)))
    for word in seen:
        seen[word] = f"{MARK} {word}" in said
    assert seen == dict.fromkeys(seen, True)


def test_no_trainee_ever_reads_a_mark(secrets: Secrets) -> None:
    for name, said in answers(secrets, secrets.ada):
        assert MARK not in said, name


def test_a_member_reads_why_their_own_points_differ_and_nothing_else(secrets: Secrets) -> None:
    for name, said in answers(secrets, secrets.ben):
        assert MARK not in said.replace(f"{MARK} only Ben's", ""), name


@pytest.mark.parametrize("roles", [[], [Role.EXPERT], [Role.AUTHOR], [Role.TRAINEE]])
def test_people_without_a_part_in_it_get_nothing(secrets: Secrets, roles: list[Role]) -> None:
    stranger = replace(
        secrets.ada, roles=frozenset(roles), person_id=999_999, company=None, user_id=999_999
    )
    for name, said in answers(secrets, stranger):
        assert MARK not in said, name
        assert "We begin small." not in said, name


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_another_course_gets_nothing(secrets: Secrets, role: Role) -> None:
    foreign = course()
    stranger = foreign.person("Eve", [role], districts=[foreign.north])
    for name, said in answers(secrets, stranger):
        assert MARK not in said, name
        assert "Adler" not in said, name


def test_a_coordinator_sees_grades_and_no_drafts_notes_or_contents(secrets: Secrets) -> None:
    cora = replace(secrets.tom, roles=frozenset({Role.COORDINATOR}), user_id=999_999)
    said = dict(answers(secrets, cora))
    assert "Adler" in said["queue"]
    assert "70" in said["grade_list"]
    for name in ("open_work", "notes", "draft", "library", "works_to_download", "jury"):
        assert MARK not in said[name], name


def test_works_have_no_way_back_to_what_graders_say() -> None:
    ways = {relation.get_accessor_name() for relation in Work._meta.related_objects}
    assert ways - {None} <= {"members"}
