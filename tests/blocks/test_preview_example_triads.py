"""A fresh preview begins with a triad that is over, one that gathers, and a talk that was rated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course_export.build import build
from course_export.preview import example_triads, start
from course_export.preview.course import Course
from course_export.preview.examples import actors_of
from tests import sample_course
from tests.personas import be
from xblocks.exercises.records import Exercise
from xblocks.role_play.rating import practising
from xblocks.role_play.records import (
    PracticeRating,
    RoundNote,
    RoundSheet,
    TriadGroup,
    TriadMember,
    TriadRound,
)
from xblocks.role_play.triad import releasing
from xblocks.role_play.triad.rules import Stage

pytestmark = pytest.mark.django_db


def opened(folder: Path, language: str) -> Course:
    course = start.open_course(build(language, folder).path)  # type: ignore[arg-type]
    assert example_triads.add(course, timezone.now())
    return course


@pytest.mark.parametrize("language", ["de", "en"])
def test_one_triad_has_played_a_round_and_all_its_words_say_that_they_are_an_example(
    tmp_path: Path, language: str
) -> None:
    opened(tmp_path, language)
    row = TriadRound.objects.get()
    assert (row.triad.ended_at, row.stage) == (row.ended_at, Stage.COMPARE)
    assert row.talk_seconds == 20 * 60
    assert (row.to_triad, row.to_trainer) == (True, False)
    sheets = {each.rater: each for each in RoundSheet.objects.all()}
    assert sheets.keys() == {"self", "colleague", "observer"}
    assert all(len(json.loads(each.levels)) == 9 for each in sheets.values())
    notes = RoundNote.objects.order_by("at")
    assert [each.phase for each in notes if each.phase] == [
        "contact",
        "request",
        "exploration",
        "options",
        "agreement",
    ]
    word = {"de": "Beispiel", "en": "Example"}[language]
    texts = [
        row.attention,
        row.intention,
        sheets["colleague"].experience,
        sheets["observer"].strength,
        sheets["observer"].wish,
        *(each.text for each in notes if not each.phase),
    ]
    assert len(texts) == 9
    assert all(text.startswith(word) for text in texts)


def test_its_three_and_the_trainer_find_the_round_where_they_look(tmp_path: Path) -> None:
    course = opened(tmp_path, "en")
    people = actors_of(course)
    row = TriadRound.objects.get()
    exercise = Exercise.objects.get(usage_key=row.triad.usage_key)
    for who in ("aylin.demirbas", "jonas.feldweg", "svetlana.morgenrot"):
        assert releasing.rounds_of(people[who], exercise) == [row]
    assert row.adviser_id == people["aylin.demirbas"].person_id
    assert releasing.rounds_of(people["birte.hansdotter"], exercise) == []
    assert releasing.invitations(people["gudrun.albertsen"]) == [row]
    assert releasing.invitations(people["tariq.nordmeyer"]) == []


def test_another_triad_gathers_with_a_code_that_a_third_can_use(tmp_path: Path) -> None:
    opened(tmp_path, "en")
    group = TriadGroup.objects.get(ended_at=None)
    assert (group.round, group.step) == (0, "")
    assert group.code_until > timezone.now()
    names = TriadMember.objects.filter(triad=group).order_by("seat").values_list("person__name")
    assert [name for (name,) in names] == ["Birte Hansdotter", "Emre Küstenau"]


def test_somebody_has_rated_a_talk_to_the_end_not_all_as_the_reference(tmp_path: Path) -> None:
    course = opened(tmp_path, "en")
    kept = PracticeRating.objects.get()
    exercise = Exercise.objects.get(usage_key=kept.usage_key)
    here = practising.opened(actors_of(course)["linh.wiesenthal"], exercise)
    assert here.comparison is not None
    assert 0 < here.comparison.same < len(here.comparison.rows) == here.comparison.near


def test_the_trainer_is_led_to_the_round_to_rate(tmp_path: Path, client: Client) -> None:
    course = opened(tmp_path, "en")
    be(client, course, "trainer")
    page = client.get(f"/wbm/{course.key}/role-play/rounds/").content.decode()
    assert "Aylin Demirbas" in page
    row = TriadRound.objects.get()
    assert reverse("wbm:triad_round", args=[course.key, row.pk]) in page


def test_a_course_without_triads_gets_none(tmp_path: Path) -> None:
    sample = start.open_course(sample_course.write(tmp_path))
    Exercise.objects.filter(kind__in=["triad", "rating_practice"]).delete()
    assert example_triads.add(sample, timezone.now())
    assert not TriadGroup.objects.exists()
    assert not PracticeRating.objects.exists()
