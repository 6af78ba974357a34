"""Requests over a long time: trainees, experts and the coordinator do what they like, in any order.

A plain model remembers where each request must stand, whose it is, what was written and how many
minutes of working days its clock has run; the service has to agree after every step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.records.coaching_cases import GOOD, NOW, scene, token
from xblocks.coaching import clocks, service
from xblocks.coaching.domain.values import RUNNING, State
from xblocks.coaching.records import Absence, Message, Request, RequestNote
from xblocks.coaching.refusals import TooManyOpen, TooManyToday
from xblocks.coaching.service import Filters, View
from xblocks.core.calendar import is_working_day
from xblocks.core.errors import NotFound, Refusal
from xblocks.core.holidays import german_holidays
from xblocks.core.people import Actor
from xblocks.host.dates import course_zone, day_of
from xblocks.notices.records import Notice
from xblocks.roster.records import District

ASKERS = st.sampled_from(["ada", "bea", "cem"])
EXPERTS = st.sampled_from(["lena", "leo", "ola", "tom"])
PICK = st.integers(0, 30)
MARK = "QZX"
HOUR = timedelta(hours=1)
TOPICS = {"lena": "law", "leo": "law", "ola": "law", "tom": "talk"}
PLACES = {"lena": "north", "leo": "south"}
HOME = {"ada": "north", "bea": "north", "cem": "south"}
EVERYBODY = ("ada", "lena", "bea", "leo", "cem", "ola", "tom", "kim", "tina")
TAKEN = {State.ASSIGNED, State.WAITING_EXPERT, State.WAITING_TRAINEE}


@dataclass
class Known:
    """What the model knows of a request; `spent` are minutes of the clock."""

    asker: str
    topic: str
    for_team: bool
    state: State = State.NEW
    expert: str | None = None
    spent: int = 0
    closed_at: datetime | None = None
    answered: bool = False
    had: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def covered_by(self, name: str) -> bool:
        place = PLACES.get(name, HOME[self.asker])
        return TOPICS[name] == self.topic and place == HOME[self.asker]

    def asked_by(self, name: str) -> bool:
        return name == self.asker or (self.for_team and {name, self.asker} == {"ada", "bea"})


class Life(RuleBasedStateMachine):
    """Remembers every request; the service has to agree."""

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.now = NOW
        self.here = scene()
        District.objects.filter(pk=self.here.where.north.pk).update(states="BE")
        self.known: dict[int, Known] = {}
        self.away: dict[str, str | None] = {}
        self.touched: int | None = None
        self.steps = 0
        self.ask("cem", "talk", team=False)
        self.ask("ada", "law", team=True)
        self.take("lena", self.pick(1))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def actor(self, name: str) -> Actor:
        actor: Actor = getattr(self.here, name)
        return actor

    def words(self) -> str:
        self.steps += 1
        return f"{MARK} {self.steps}"

    def pick(self, number: int) -> int:
        self.touched = sorted(self.known)[number % len(self.known)]
        return self.touched

    def done(self, step: Callable[[], Any], refusal: type[Refusal] = Refusal) -> bool:
        """Return whether a use case did it; False when it refused and so changed nothing."""
        try:
            with transaction.atomic():
                step()
        except refusal:
            return False
        return True

    def version(self, pk: int) -> int:
        version: int = Request.objects.values_list("version", flat=True).get(pk=pk)
        return version

    def substitutes(self, name: str) -> set[str]:
        """Return for whom somebody stands in today."""
        return {away for away, other in self.away.items() if other == name}

    def answers(self, name: str, known: Known) -> bool:
        return known.expert is not None and known.expert in {name, *self.substitutes(name)}

    def may_claim(self, name: str, known: Known) -> bool:
        served = {name, *self.substitutes(name)}
        return known.state is State.NEW and any(known.covered_by(each) for each in served)

    @rule(asker=ASKERS, topic=st.sampled_from(["law", "talk"]), team=st.booleans())
    def send(self, asker: str, topic: str, team: bool) -> None:
        self.ask(asker, topic, team=team)

    def ask(self, asker: str, topic: str, *, team: bool) -> None:
        actor, words = self.actor(asker), self.words()
        made = service.draft(actor, self.here.desk.usage_key, self.now)
        values = GOOD | {"topic": topic, "situation": words, "for_team": "on" if team else ""}
        draft = service.save_draft(actor, made.pk, values, made.version, self.now)
        if self.done(
            lambda: service.send(actor, draft.pk, draft.version, self.now),
            (TooManyOpen, TooManyToday),
        ):
            self.known[draft.pk] = Known(asker, topic, team)
            self.touched = draft.pk
        else:
            assert Request.objects.get(pk=draft.pk).situation == words
            mine = [each for each in self.known.values() if each.asker == asker]
            waiting = [each for each in mine if each.state in {State.NEW, *TAKEN}]
            assert len(waiting) == service.OPEN_AT_ONCE or len(mine) >= service.SENT_A_DAY

    @rule(expert=EXPERTS, number=PICK)
    def claim(self, expert: str, number: int) -> None:
        self.take(expert, self.pick(number))

    def take(self, expert: str, pk: int) -> None:
        known = self.known[pk]
        allowed = self.may_claim(expert, known) or self.answers(expert, known)
        done = self.done(lambda: service.claim(self.actor(expert), pk, self.now))
        assert done is allowed
        if done and known.state is State.NEW:
            known.state, known.expert = State.ASSIGNED, expert

    @rule(expert=EXPERTS, number=PICK, back=st.booleans(), stale=st.booleans())
    def answer(self, expert: str, number: int, back: bool, stale: bool) -> None:
        pk, words = self.pick(number), self.words()
        known = self.known[pk]
        step = service.ask_back if back else service.reply
        version = self.version(pk) - stale
        done = self.done(lambda: step(self.actor(expert), pk, words, token(), version, self.now))
        states = TAKEN if back else TAKEN | {State.ANSWERED}
        assert done is (self.answers(expert, known) and known.state in states and not stale)
        if done:
            known.said.append(words)
            known.state = State.WAITING_TRAINEE if back else State.ANSWERED
            known.answered |= not back

    @rule(expert=EXPERTS, number=PICK)
    def note(self, expert: str, number: int) -> None:
        self.notes(expert, self.pick(number))

    @precondition(lambda self: any(known.expert for known in self.known.values()))
    @rule(other=EXPERTS, number=PICK)
    def stand_in(self, other: str, number: int) -> None:
        """Let the holder of a request be away, and somebody work in their place."""
        held = sorted(pk for pk, known in self.known.items() if known.expert)
        self.touched = held[number % len(held)]
        self.leave_to(self.known[self.touched].expert or "", other)
        self.notes(other, self.touched)

    def notes(self, expert: str, pk: int) -> None:
        words = self.words()
        known = self.known[pk]
        done = self.done(lambda: service.note(self.actor(expert), pk, words, token(), self.now))
        assert done is self.answers(expert, known)
        if done:
            known.noted.append(words)

    @rule(asker=ASKERS, number=PICK)
    def write(self, asker: str, number: int) -> None:
        pk, words = self.pick(number), self.words()
        known = self.known[pk]
        done = self.done(
            lambda: service.write_back(self.actor(asker), pk, words, token(), self.now)
        )
        assert done is (known.asked_by(asker) and known.state in {State.NEW, *TAKEN})
        if done:
            known.said.append(words)
            if known.state is State.WAITING_TRAINEE:
                known.state = State.WAITING_EXPERT

    @rule(asker=ASKERS, number=PICK, solved=st.booleans())
    def close(self, asker: str, number: int, solved: bool) -> None:
        pk = self.pick(number)
        known, version = self.known[pk], self.version(pk)
        record = self.words()
        done = self.done(
            lambda: service.close(self.actor(asker), pk, solved, record, "", version, self.now)
        )
        assert done is (known.asked_by(asker) and known.state is State.ANSWERED)
        if done:
            known.state, known.closed_at = State.CLOSED, self.now

    @rule(asker=ASKERS, number=PICK)
    def reopen(self, asker: str, number: int) -> None:
        pk, words = self.pick(number), self.words()
        known = self.known[pk]
        fresh = known.closed_at is not None and self.now - known.closed_at <= timedelta(days=30)
        can = known.state is State.ANSWERED or (
            known.state is State.CLOSED and known.answered and fresh
        )
        done = self.done(lambda: service.reopen(self.actor(asker), pk, words, token(), self.now))
        assert done is (known.asked_by(asker) and can)
        if done:
            known.state, known.spent = State.WAITING_EXPERT, 0
            known.said.append(words)

    @rule(asker=ASKERS, number=PICK, stale=st.booleans())
    def withdraw(self, asker: str, number: int, stale: bool) -> None:
        pk = self.pick(number)
        known, version = self.known[pk], self.version(pk) - stale
        open_now = known.state in {State.NEW, *TAKEN}
        again = known.state is State.CLOSED and not known.answered
        done = self.done(lambda: service.withdraw(self.actor(asker), pk, version, self.now))
        assert done is (asker == known.asker and (again or (open_now and not stale)))
        if done and open_now:
            known.state, known.closed_at = State.CLOSED, self.now

    @rule(expert=EXPERTS, to=st.none() | EXPERTS, number=PICK)
    def hand_over(self, expert: str, to: str | None, number: int) -> None:
        pk, version = self.pick(number), self.version(self.pick(number))
        known = self.known[pk]
        person = self.actor(to).person_id if to else None
        done = self.done(
            lambda: service.hand_over(
                self.actor(expert), pk, person, self.words(), version, self.now
            )
        )
        states = {State.ASSIGNED, State.WAITING_EXPERT}
        if to:
            states |= {State.WAITING_TRAINEE, State.ANSWERED}
        allowed = self.answers(expert, known) and known.state in states
        assert done is (allowed and (to is None or to != known.expert))
        if done:
            self.passed(known, expert, to)

    @rule(to=EXPERTS, number=PICK)
    def reassign(self, to: str, number: int) -> None:
        pk, version = self.pick(number), self.version(self.pick(number))
        known = self.known[pk]
        person = self.actor(to).person_id
        done = self.done(
            lambda: service.reassign(self.here.kim, pk, person, "Ill", version, self.now)
        )
        assert done is (known.state is not State.CLOSED and to != known.expert)
        if done:
            self.passed(known, None, to)

    def passed(self, known: Known, by: str | None, to: str | None) -> None:
        known.had |= {name for name in (by, known.expert) if name}
        known.expert = to
        if to is None:
            known.state = State.NEW
        elif known.state in {State.NEW, State.WAITING_EXPERT}:
            known.state = State.ASSIGNED

    @rule(expert=EXPERTS, other=st.none() | EXPERTS)
    def go_away(self, expert: str, other: str | None) -> None:
        self.leave_to(expert, other)

    def leave_to(self, expert: str, other: str | None) -> None:
        day = day_of(self.now)
        person = self.actor(other).person_id if other else None
        done = self.done(lambda: service.be_away(self.actor(expert), day, day, person, self.now))
        same = expert in self.away and self.away[expert] == other and other != expert
        free = expert not in self.away and other != expert and other not in self.away
        assert done is (same or free)
        if done:
            self.away[expert] = other

    @rule(expert=EXPERTS)
    def come_back(self, expert: str) -> None:
        for absence in service.absences(self.actor(expert)):
            service.come_back(self.actor(expert), absence.pk)
        self.away.pop(expert, None)

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 3, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        holidays = {"north": german_holidays(["BE"]), "south": german_holidays()}
        for _hour in range(hours):
            day = self.now.astimezone(course_zone()).date()
            for known in self.known.values():
                if known.state in RUNNING and is_working_day(day, holidays[HOME[known.asker]]):
                    known.spent += 60
            self.now += HOUR
        if not Absence.objects.filter(until__gte=day_of(self.now)).exists():
            self.away.clear()

    @rule()
    def escalate(self) -> None:
        service.escalate(self.now)
        assert service.escalate(self.now) == service.Escalated()
        for request in Request.objects.exclude(due_at=None):
            share = 100 if request.due_at <= self.now else 80 if request.warn_at <= self.now else 0
            assert request.escalated == share

    @invariant()
    def the_request_stands_where_it_must(self) -> None:
        if self.touched is None:
            return
        request, known = Request.objects.get(pk=self.touched), self.known[self.touched]
        expert = self.actor(known.expert).person_id if known.expert else None
        assert (request.state, request.expert_id) == (known.state, expert)
        region = clocks.region_of(request.district)
        spent = clocks.clock_of(request).spent(self.now, region)
        assert spent == known.spent
        assert (request.clock_since is not None) is (known.state in RUNNING)
        assert (request.due_at is not None) is (known.state in RUNNING)
        if request.due_at is not None:
            assert (request.due_at <= self.now) is (spent >= request.clock_target)

    @invariant()
    def nothing_written_is_lost_and_all_of_it_is_read_by_those_who_may(self) -> None:
        if self.touched is None:
            return
        pk, known = self.touched, self.known[self.touched]
        texts = Message.objects.filter(request=pk).order_by("id").values_list("text", flat=True)
        assert list(texts) == known.said
        notes = RequestNote.objects.filter(request=pk).order_by("id")
        assert list(notes.values_list("text", flat=True)) == known.noted
        first = self.steps % len(EVERYBODY)
        for name in (EVERYBODY * 2)[first : first + 4]:
            self.reads(name, pk, known)

    def reads(self, name: str, pk: int, known: Known) -> None:
        asks = name in HOME and known.asked_by(name)
        answers = name in TOPICS and (self.answers(name, known) or self.may_claim(name, known))
        try:
            opened = service.open_request(self.actor(name), pk, self.now)
        except NotFound:
            assert not asks
            assert not answers
            return
        assert asks or answers
        assert [each.text for each in opened.messages] == known.said
        assert [each.text for each in opened.notes] == ([] if asks else known.noted)

    @invariant()
    def queues_hold_what_is_to_be_done(self) -> None:
        name = sorted(TOPICS)[self.steps % len(TOPICS)]
        page = service.queue(self.actor(name), Filters(), 1, self.now)
        todo = {
            pk
            for pk, known in self.known.items()
            if self.may_claim(name, known)
            or (self.answers(name, known) and known.state in {State.ASSIGNED, State.WAITING_EXPERT})
        }
        assert {row.request_id for row in page.rows} == todo
        assert page.counters.views[View.TODO] == len(todo)

    @invariant()
    def no_notice_holds_what_people_wrote(self) -> None:
        assert not Notice.objects.filter(params__contains=MARK).exists()


@pytest.mark.no_cover
@pytest.mark.django_db
def test_requests_live_as_the_rules_say() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
