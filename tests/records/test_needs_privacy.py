"""What needs analysis hands out to its owner, lets go of, and forgets in the end."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.records import needs_rows
from tests.records.privacy_cases import World, world
from tests.records.test_privacy_exporting import archive, data
from xblocks.core.definitions import canonical, fingerprint
from xblocks.exercises.records import Exercise
from xblocks.needs_analysis.domain.grid import skills_of
from xblocks.needs_analysis.records import MatrixRow, Sheet, SheetEntry, TeamMatrix
from xblocks.privacy.receivers import account_retired
from xblocks.privacy.retaining import retain

pytestmark = pytest.mark.django_db(transaction=True)
END = datetime(2027, 7, 31, 22, 0, tzinfo=UTC)


def course_end(_course_key: Any) -> datetime:
    """When every course of these tests ends; see `xblocks.host.course`."""
    return END


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.WBM_COURSE_FACE = "tests.records.privacy_traces.en_face"
    settings.EMAIL_BACKEND = "course_export.preview.mails.MailFolder"
    settings.WBM_MAIL_FOLDER = str(tmp_path / "mails")
    return world(tmp_path)


def case(here: World) -> Exercise:
    """Put a case into the register whose parts have words."""
    definition = {
        "kind": "case_study",
        "title": "Piston Yard",
        "questions": [
            {"id": "q1", "text": "How many?"},
            {"id": "q2", "text": "Which?", "options": [{"id": "o1", "label": "The second"}]},
        ],
        "measures": [{"id": "m1", "label": "Course"}],
        "people": [{"id": "a01", "activity": "Fitter"}],
        "reasons": [{"id": "r1", "label": "Why first?"}],
    }
    return Exercise.objects.create(
        course_key=here.where.key,
        usage_key="block-v1:wbm+x+1+type@wbm_needs_analysis+block@case",
        block_type="wbm_needs_analysis",
        kind="case_study",
        title="Piston Yard",
        definition=canonical(definition),
        definition_hash=fingerprint(definition),
    )


def test_answers_are_handed_out_with_the_words_they_answer(here: World) -> None:
    sheet = needs_rows.sheet_of(here, here.xenia, case(here), "a01 first, o1 says so.")
    SheetEntry.objects.create(
        sheet=sheet, name="question:q2", value='"o1"', revision=9, changed_at=here.now
    )
    told = data(archive(here.xenia, here), "needs_analysis")
    found = next(each for each in told["cases"] if each["exercise"] == "Piston Yard")
    assert [(each["to"], each["of"], each["answer"]) for each in found["answers"]] == [
        ("question", ["Q1 How many?"], "42"),
        ("measure", ["M1 Course"], {"people": ["A01 Fitter"]}),
        ("reason", ["R1 Why first?"], "a01 first, o1 says so."),
        ("question", ["Q2 Which?"], "The second"),
    ]


def test_answers_to_an_exercise_that_is_gone_are_handed_out_all_the_same(here: World) -> None:
    Exercise.objects.filter(course_key=here.where.key).delete()
    (found,) = data(archive(here.xenia, here), "needs_analysis")["cases"]
    assert [each["of"] for each in found["answers"]] == [["q1"], ["m1"], ["r1"]]


def test_the_matrix_of_the_team_is_a_table_without_the_others_names(here: World) -> None:
    found = archive(here.xenia, here)
    (told,) = data(found, "needs_analysis")["matrices"]
    assert not told["changed_last_by_you"]
    table = found["needs_analysis/files/matrix.csv"].decode("utf-8-sig")
    assert "Xenia Quellbach" in table
    assert "Robots" in table
    assert "Beata" not in table
    of_bea = archive(here.bea, here)
    assert data(of_bea, "needs_analysis")["matrices"][0]["changed_last_by_you"]
    of_trainer = archive(here.tilda, here)
    assert data(of_trainer, "needs_analysis") == {"cases": [], "matrices": []}


def test_who_goes_takes_their_answers_along_and_leaves_the_matrix_without_a_name(
    here: World,
) -> None:
    account_retired(here.bea.user)
    (kept,) = Sheet.objects.all()
    assert kept.person_id == here.xenia.actor.person_id
    assert "Wiesengrund" not in SheetEntry.objects.get(name="reason:r1").value
    matrix = TeamMatrix.objects.get()
    assert matrix.changed_by_id is None
    labels = [each.label for each in skills_of(matrix.columns)]
    assert labels == ["As Xenia Quellbach and a former member do", "Robots"]
    codes = list(MatrixRow.objects.order_by("position").values_list("code", flat=True))
    assert codes == ["Xenia Quellbach", "a former member", "P3"]
    account_retired(here.xenia.user)
    assert not TeamMatrix.objects.exists()
    assert not MatrixRow.objects.exists()


def test_codes_stay_different_and_words_fit_their_columns(here: World) -> None:
    matrix = TeamMatrix.objects.get()
    name = here.bea.actor.name
    long = f"{name} " + "x" * (120 - len(name) - 1)
    MatrixRow.objects.create(matrix=matrix, code=name.upper() + " !", activity=long)
    MatrixRow.objects.create(matrix=matrix, code="a former member !")
    account_retired(here.bea.user)
    codes = list(MatrixRow.objects.order_by("pk").values_list("code", flat=True))
    assert codes[1] == "a former member"
    assert codes[3:] == ["a former member ! 2", "a former member !"]
    assert all(len(each.activity) <= 120 for each in MatrixRow.objects.all())
    assert json.loads(MatrixRow.objects.order_by("pk")[0].levels) == {"k1": [2, "s"]}


def test_matrices_go_half_a_year_and_answers_three_years_after_the_course(
    here: World, settings: Any
) -> None:
    settings.WBM_COURSE_END = "tests.records.test_needs_privacy.course_end"

    def gone(days: float, *, dry_run: bool = False) -> dict[str, int]:
        done = retain(END + timedelta(days=days), dry_run=dry_run)
        return {e.term: e.count for e in done if e.holding == "needs_analysis" and e.count}

    assert gone(179) == {}
    assert gone(181, dry_run=True) == {"team_matrices": 1}
    assert TeamMatrix.objects.exists()
    assert gone(181) == {"team_matrices": 1}
    assert not MatrixRow.objects.exists()
    assert Sheet.objects.exists()
    assert gone(1096) == {"exercises": 2}
    assert not SheetEntry.objects.exists()
