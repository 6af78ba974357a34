"""The whole life of a milestone: whatever two members and a trainer do, in whatever order, no
version and no text is lost, and no internal note reaches a trainee."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from django.test import Client
from django.test.utils import override_settings
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.records import grading_cases
from tests.records.transfer_cases import NOW, fill, kept, revision, team, url
from tests.unit.milestone_samples import GOOD, WEAK
from xblocks.core.errors import Refusal
from xblocks.grading import service as grading
from xblocks.grading.records import MemberScore, ReviewNote, Work
from xblocks.transfer_project import service
from xblocks.transfer_project.domain import Stage
from xblocks.transfer_project.refusals import FieldConflict, NotWritable
from xblocks.transfer_project.service import Seen

SECRET = "GEHEIM"
people = st.sampled_from(["ada", "bea"])
written = st.sampled_from(["", "An advice hour.", "A survey in the hall.", "Talks at the machine."])


class Life(RuleBasedStateMachine):
    """Ada and Bea write and hand in, Tom reviews; `seen` is what each page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.here = team()
        self.m1 = self.here.m1
        self.now = NOW
        fill(self.here.ada, self.m1)
        self.seen = {"ada": kept(self.here.ada, self.m1), "bea": kept(self.here.bea, self.m1)}
        self.versions: dict[int, str] = {}
        self.text = self.seen["ada"].value

    def actor(self, who: str) -> Any:
        return getattr(self.here, who)

    @property
    def stage(self) -> Stage:
        return service.open_milestone(self.here.ada, self.m1, self.now).position.stage

    @rule(minutes=st.integers(1, 60 * 24 * 3))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(who=people, text=written)
    def write(self, who: str, text: str) -> None:
        before, stage = self.text, self.stage
        seen = self.seen[who].version
        try:
            entry = service.save_field(
                self.actor(who), self.m1, "aim", {"value": [text]}, Seen(seen), self.now
            )
        except FieldConflict as refused:
            told = (refused.mine, refused.theirs, seen < refused.version)
            assert told == (text, before, True)
        except NotWritable:
            assert not stage.writable
        else:
            assert text == before or stage.writable
            assert text == before or entry.version == seen + 1
            self.text, self.seen[who] = text, entry
        assert kept(self.here.ada, self.m1).value == self.text

    @rule(who=people)
    def look(self, who: str) -> None:
        self.seen[who] = kept(self.actor(who), self.m1)
        assert self.seen[who].value == self.text

    @rule(who=people)
    def keep_both(self, who: str) -> None:
        version = kept(self.actor(who), self.m1).version
        mine = json.dumps("Mine too.")
        if not self.stage.writable:
            return
        entry = service.keep_both(self.actor(who), self.m1, "aim", mine, Seen(version), self.now)
        assert self.text.rstrip() in entry.value
        assert "Mine too." in entry.value
        self.text, self.seen[who] = entry.value, entry

    @rule(who=people)
    def hand_in(self, who: str) -> None:
        stage = self.stage
        try:
            work = service.hand_in(
                self.actor(who), self.m1, revision(self.actor(who), self.m1, self.now), self.now
            )
        except Refusal:
            assert not stage.writable or len(self.text.strip()) < 10
        else:
            assert stage.writable
            assert json.loads(work.content)["aim"] == self.text
            assert work.number == len(self.versions) + 1
            self.versions[work.number] = work.content

    @rule(who=people)
    def withdraw(self, who: str) -> None:
        stage = self.stage
        try:
            service.withdraw(self.actor(who), self.m1, self.now)
        except Refusal:
            assert stage is not Stage.HANDED_IN
        else:
            assert stage is Stage.HANDED_IN
            assert self.stage.writable

    @precondition(lambda self: self.stage in (Stage.HANDED_IN, Stage.IN_REVIEW))
    @rule(note=st.booleans())
    def claim(self, note: bool) -> None:
        work = grading.latest(self.m1.usage_key, company=self.here.ada.company)
        grading.claim(self.here.tom, work.pk, self.now)
        if note:
            grading.add_note(self.here.tom, work.pk, f"{SECRET} note", self.now)

    @precondition(lambda self: self.stage in (Stage.HANDED_IN, Stage.IN_REVIEW))
    @rule(good=st.booleans())
    def decide(self, good: bool) -> None:
        work = grading.latest(self.m1.usage_key, company=self.here.ada.company)
        rating = grading_cases.rating(GOOD if good else WEAK, note=f"{SECRET} draft")
        grading_cases.decide(self.here.tom, work, rating, now=self.now)
        assert self.stage is (
            Stage.PASSED if good else Stage.FAILED if work.returns else Stage.RETURNED
        )

    @precondition(lambda self: self.stage.writable)
    @rule(days=st.integers(1, 30))
    def extend(self, days: int) -> None:
        due = service.open_milestone(self.here.ada, self.m1, self.now).position.deadline.due
        until = max(due, self.now) + timedelta(days=days)
        service.extend(self.here.tom, self.m1, self.here.ada.company, until, "busy", self.now)
        page = service.open_milestone(self.here.ada, self.m1, self.now)
        assert page.position.deadline.due == until

    @invariant()
    def no_version_is_lost_or_changed(self) -> None:
        stored = Work.objects.filter(usage_key=self.m1.usage_key)
        assert dict(stored.values_list("number", "content")) == self.versions

    @invariant()
    def points_are_there_when_it_is_decided_and_only_then(self) -> None:
        scores = MemberScore.objects.filter(usage_key=self.m1.usage_key).count()
        assert scores == (2 if self.stage.decided else 0)

    def teardown(self) -> None:
        """Read every page of the team once more, looking for the notes."""
        with override_settings(
            WBM_DESK_BASE_TEMPLATE="wbm/desk/base.html",
            LANGUAGES=[("en", "English")],
            LANGUAGE_CODE="en",
        ):
            self._no_note_on_any_page()

    def _no_note_on_any_page(self) -> None:
        client = Client()
        client.force_login(self.here.user(self.here.bea))
        addresses = [
            url(self.here, "project_milestone"),
            url(self.here, "project_summary"),
            url(self.here, "project_state"),
            *(url(self.here, "project_version", number) for number in self.versions),
            *(url(self.here, "project_compare") + f"?a={number}" for number in self.versions),
        ]
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200
            assert SECRET not in answer.content.decode()
        if self.versions:
            latest = max(self.versions)
            shown = client.get(url(self.here, "project_version", latest)).content.decode()
            text = json.loads(self.versions[latest])["aim"].splitlines()[0]
            assert text in shown


@pytest.mark.no_cover
@pytest.mark.django_db
def test_no_path_loses_a_text_or_a_version_or_shows_a_note() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


@pytest.mark.django_db
def test_a_note_is_really_there_to_be_hidden() -> None:
    here = team()
    fill(here.ada, here.m1)
    work = service.hand_in(here.ada, here.m1, revision(here.ada, here.m1), NOW)
    grading.claim(here.tom, work.pk, NOW)
    grading.add_note(here.tom, work.pk, f"{SECRET} note", NOW)
    assert SECRET in ReviewNote.objects.get().text
