"""A fresh preview begins with cases in every state and with a matrix of a team."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from course_export.build import build
from course_export.preview import example_cases, start
from course_export.preview.course import Course
from tests import sample_course
from tests.personas import be
from xblocks.grading.records import Review, Work
from xblocks.needs_analysis.records import MatrixRow, Sheet, SheetEntry

pytestmark = pytest.mark.django_db


def opened(folder: Path, language: str) -> Course:
    return start.open_course(build(language, folder).path)


@pytest.mark.parametrize("language", ["de", "en"])
def test_cases_are_handed_in_returned_and_passed_and_say_that_they_are_examples(
    tmp_path: Path, language: str
) -> None:
    course = opened(tmp_path, language)
    assert example_cases.add(course, timezone.now())
    word = {"de": "Beispiel", "en": "Example"}[language]
    assert sorted(Work.objects.values_list("status", flat=True)) == [
        "passed",
        "returned",
        "waiting",
    ]
    assert all(work.person_id and work.company_id is None for work in Work.objects.all())
    assert all(word in work.content for work in Work.objects.all())
    assert all(review.summary.startswith(word) for review in Review.objects.all())
    code = {"de": "BSP-", "en": "EX-"}[language]
    assert all(row.code.startswith(code) for row in MatrixRow.objects.all())
    assert MatrixRow.objects.count() == 5
    assert Sheet.objects.count() == 4
    assert SheetEntry.objects.filter(name__startswith="asked:").count() > 1


def test_the_desk_of_graders_shows_who_handed_in_with_the_company(
    tmp_path: Path, client: Client
) -> None:
    course = opened(tmp_path, "en")
    assert example_cases.add(course, timezone.now())
    be(client, course, "trainer")
    page = client.get(f"/wbm/{course.key}/grading/").content.decode()
    assert "Aylin Demirbas" in page
    assert "Lindgraben Antriebe" in page


def test_a_course_without_cases_or_without_these_people_gets_none(tmp_path: Path) -> None:
    sample = start.open_course(sample_course.write(tmp_path))
    assert example_cases.add(sample, timezone.now())
    assert not Sheet.objects.exists()
