"""Works over a long time: teams and trainers do what they like, in any order, time passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.serializers import serialize
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from opaque_keys.edx.keys import CourseKey
from submissions import api

from course_export.preview.anonymous import course_anonymous_id
from tests.records.grading_cases import NOW, Decision, Deviation, course, hand_in
from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.exercises.records import Exercise
from xblocks.grading import service
from xblocks.grading.domain import CLAIM_LASTS, Rating
from xblocks.grading.drafts import DECIDED
from xblocks.grading.points import book_points
from xblocks.grading.records import MemberScore, Review, ScoreChange, Work, WorkMember
from xblocks.grading.shelving import recount
from xblocks.roster.records import Person

MARK = "QZX-inside-QZX"
TEAMS = st.integers(0, 1)
TRAINERS = st.integers(0, 2)
TASKS = st.integers(0, 1)
LEVELS = st.integers(0, 3)
CONTENT = ("company_id", "number", "content", "handed_in_at", "handed_in_by_id", "late")


class Life(RuleBasedStateMachine):
    """Remembers every version, review and claim; the database has to agree."""

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.now: datetime = NOW
        self.course = course()
        self.teams = [self.team("Adler"), self.team("Bergwerk")]
        self.trainers = [self.course.trainer(name) for name in ("Tom", "Tina", "Theo")]
        self.tasks: list[Exercise] = [
            self.course.exercise("Sketch", revisions=2),
            self.course.exercise("Talk", jury=2, weight=10),
        ]
        self.versions: dict[int, tuple[Any, ...]] = {}
        self.reviews: dict[int, str] = {}
        self.claims: dict[int, tuple[int, datetime]] = {}
        self.seen: object = None
        self.steps = 0

    def team(self, name: str) -> tuple[Actor, Actor]:
        """Return two members; the second has no account yet."""
        company = self.course.company(name)
        return (
            self.course.trainee("Ada", company),
            self.course.trainee("Ben", company, account=False),
        )

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def attempt(self, use_case: Callable[[], Any]) -> Any:
        """Return what a use case answers, None when it refuses."""
        self.now += timedelta(minutes=1)
        try:
            return use_case()
        except Refusal:
            return None

    def work(self, team: int, task: int) -> Work | None:
        return service.latest(self.tasks[task].usage_key, company=self.teams[team][0].company)

    @rule(team=TEAMS, task=TASKS, late=st.booleans())
    def hand_in(self, team: int, task: int, late: bool) -> None:
        ada, ben = self.teams[team]
        self.steps += 1
        before = self.work(team, task)
        work = self.attempt(
            lambda: hand_in(
                ada, self.tasks[task], ben, now=self.now, text=f"{self.steps}", late=late
            )
        )
        allowed = before is None or before.status == "returned"
        assert (work is not None) is allowed
        if work:
            self.versions[work.pk] = tuple(getattr(work, name) for name in CONTENT)

    @rule(team=TEAMS, task=TASKS)
    def withdraw(self, team: int, task: int) -> None:
        work = self.work(team, task)
        if work is None:
            return
        holder = self.claims.get(work.pk)
        done = self.attempt(
            lambda: service.withdraw(self.teams[team][0], work.pk, self.now) or True
        )
        if done:
            assert holder is None or holder[1] <= self.now
            self.claims.pop(work.pk, None)

    @rule(hours=st.sampled_from([1, 7, 9, 200]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(trainer=TRAINERS, team=TEAMS, way=st.sampled_from(["claim", "prolong", "take_over"]))
    def hold(self, trainer: int, team: int, way: str) -> None:
        work, actor = self.work(team, 0), self.trainers[trainer]
        if work is None:
            return
        holder = self.claims.get(work.pk)
        before = holder[0] if holder else 0
        ways = {
            "claim": lambda: service.claim(actor, work.pk, self.now),
            "prolong": lambda: service.prolong(actor, work.pk, self.now),
            "take_over": lambda: service.take_over(actor, work.pk, before, self.now),
        }
        until = self.attempt(ways[way])
        if until is None:
            return
        assert until == self.now + CLAIM_LASTS
        if way == "claim":
            assert holder is None or holder[0] == actor.user_id
        elif way == "prolong":
            assert holder is not None
            assert holder[0] == actor.user_id
        else:
            assert holder is not None
            assert holder[1] <= self.now
        self.claims[work.pk] = (actor.user_id, until)

    @rule(trainer=TRAINERS, team=TEAMS)
    def release(self, trainer: int, team: int) -> None:
        work, actor = self.work(team, 0), self.trainers[trainer]
        if work is None:
            return
        self.attempt(lambda: service.release(actor, work.pk))
        if self.claims.get(work.pk, (0, NOW))[0] == actor.user_id:
            del self.claims[work.pk]

    @rule(trainer=TRAINERS, team=TEAMS, task=TASKS, aim=LEVELS, way=LEVELS, data=st.data())
    def save(self, trainer: int, team: int, task: int, aim: int, way: int, data: Any) -> None:
        work, actor = self.work(team, task), self.trainers[trainer]
        if work is None:
            return
        own = self.teams[team][1].person_id
        deviation = data.draw(st.none() | st.integers(0, 100))
        rating = Rating(
            levels={"aim": aim, "way": way},
            decision=data.draw(st.none() | st.sampled_from(Decision)),
            reason="Looked again.",
            note=f"{MARK} {self.steps}",
            deviations={own: Deviation(Decimal(deviation), "x")} if deviation is not None else {},
        )
        seen = service.draft(actor, work.pk).version
        saved = self.attempt(lambda: service.save_draft(actor, work.pk, seen, rating, self.now))
        if saved and task == 0 and work.status == "waiting":
            assert self.claims[work.pk][0] == actor.user_id
            self.claims[work.pk] = (actor.user_id, self.now + CLAIM_LASTS)

    @rule(trainer=TRAINERS, team=TEAMS)
    def sit_down(self, trainer: int, team: int) -> None:
        work, actor = self.work(team, 1), self.trainers[trainer]
        if work is not None:
            self.attempt(lambda: service.take_seat(actor, work.pk, self.now))

    @rule(trainer=TRAINERS, team=TEAMS)
    def submit(self, trainer: int, team: int) -> None:
        work, actor = self.work(team, 1), self.trainers[trainer]
        if work is not None:
            version = service.draft(actor, work.pk).version
            self.attempt(lambda: service.submit_seat(actor, work.pk, version, self.now))

    @rule(trainer=TRAINERS, team=TEAMS, task=TASKS, clicks=st.integers(1, 2))
    def decide(self, trainer: int, team: int, task: int, clicks: int) -> None:
        work, actor = self.work(team, task), self.trainers[trainer]
        if work is None:
            return
        seen = service.draft(actor, work.pk)
        again = work.status in DECIDED
        answers = []
        for _click in range(clicks):
            answers.append(
                self.attempt(
                    lambda: (
                        service.regrade(actor, work.pk, seen.version, seen.based_on, self.now)
                        if again
                        else service.decide(actor, work.pk, seen.version, self.now)
                    )
                )
            )
        assert len({answer.pk if answer else None for answer in answers}) == 1
        if answers[0] and not again and task == 0:
            assert self.claims.pop(work.pk)[0] == actor.user_id

    @rule(team=TEAMS)
    def register(self, team: int) -> None:
        ben = self.teams[team][1]
        person = Person.objects.get(id=ben.person_id)
        if person.user_id is None:
            account = User.objects.create(username=person.email, email=person.email)
            self.teams[team] = (self.teams[team][0], replace(ben, user_id=account.pk))

    @invariant()
    def every_version_is_kept_as_it_was(self) -> None:
        stored = {work.pk: work for work in Work.objects.filter(course_key=self.course.key)}
        assert {
            key: tuple(getattr(work, name) for name in CONTENT) for key, work in stored.items()
        } == self.versions
        for task in self.tasks:
            for team in self.teams:
                own = sorted(
                    work.number
                    for work in stored.values()
                    if work.usage_key == task.usage_key and work.company_id == team[0].company
                )
                assert own == list(range(1, len(own) + 1))

    @invariant()
    def a_team_has_one_open_version_and_one_that_counts(self) -> None:
        for task in self.tasks:
            for team in self.teams:
                works = Work.objects.filter(usage_key=task.usage_key, company=team[0].company)
                statuses = list(works.order_by("number").values_list("status", flat=True))
                counting = [each for each in statuses if each != "withdrawn"]
                assert all(each == "superseded" for each in counting[:-1])
                assert "superseded" not in counting[-1:]

    @invariant()
    def claims_are_those_that_were_won(self) -> None:
        held = Work.objects.filter(course_key=self.course.key).exclude(claimed_by=None)
        assert {work.pk: (work.claimed_by_id, work.claimed_until) for work in held} == self.claims
        assert not held.exclude(status="waiting").exists()
        free = Work.objects.filter(course_key=self.course.key, claimed_by=None)
        assert not free.exclude(claimed_until=None).exists()

    @invariant()
    def reviews_stay_as_they_were_given(self) -> None:
        for review in Review.objects.filter(work__course_key=self.course.key):
            assert self.reviews.setdefault(review.pk, serialize("json", [review]))

    @invariant()
    def scores_follow_the_last_judgement(self) -> None:
        scores = MemberScore.objects.filter(work__course_key=self.course.key)
        accounts = [member.user_id for team in self.teams for member in team]
        seen = (list(scores.values_list()), len(self.reviews), accounts)
        if seen == self.seen:
            return
        self.seen = seen
        for task in self.tasks:
            for member in (each for team in self.teams for each in team):
                self.check_score(task, member)

    def check_score(self, task: Exercise, member: Actor) -> None:
        given = (
            Review.objects.filter(
                work__in=WorkMember.objects.filter(person=member.person_id).values("work"),
                work__usage_key=task.usage_key,
                kind="final",
                decision__in=["passed", "failed"],
            )
            .order_by("-id")
            .first()
        )
        score = MemberScore.objects.filter(
            usage_key=task.usage_key, person=member.person_id
        ).first()
        assert (given is None) is (score is None)
        booked = self.booked(task, member) if member.user_id else None
        if score is None:
            assert booked is None
            return
        assert given is not None
        assert score.review_id == given.pk
        own = ScoreChange.objects.filter(review=given, person=member.person_id).get()
        assert (score.points, score.deviation_reason) == (own.points, own.deviation_reason)
        if not score.deviation_reason:
            assert score.points == given.points
        if member.user_id:
            failed = given.decision == "failed" and not score.deviation_reason
            earned = book_points(score.points, int(task.weight), 60, failed=failed)
            assert booked == (earned, int(task.weight))

    def booked(self, task: Exercise, member: Actor) -> tuple[int, int] | None:
        key = CourseKey.from_string(self.course.key)
        scores = api.get_scores(self.course.key, course_anonymous_id(member.user_id, key))
        found = scores.get(task.usage_key)
        return (found["points_earned"], found["points_possible"]) if found else None

    @invariant()
    def the_piles_are_counted_right(self) -> None:
        assert recount(self.course.key) == 0

    @invariant()
    def trainees_read_no_note(self) -> None:
        for team in self.teams:
            assert MARK not in repr(service.results_for_team(team[0]))


@pytest.mark.no_cover
@pytest.mark.django_db
def test_no_path_loses_a_version_a_score_or_a_secret() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
