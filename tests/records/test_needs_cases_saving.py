"""Answers of a case: kept one by one, never lost between two pages, locked once handed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records.needs_cases import LONG, NOW, RIGHT, case, register, sent
from xblocks.core.errors import Masquerading, NotFound
from xblocks.needs_analysis import service
from xblocks.needs_analysis.domain.answers import NotAnAnswer, NotReadable, TextTooLong
from xblocks.needs_analysis.records import Sheet, SheetEntry
from xblocks.needs_analysis.refusals import AnswerConflict, NotWritable
from xblocks.needs_analysis.sheets import Seen, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


def test_an_answer_is_kept_and_found_again() -> None:
    here = case()
    here.save("question:sum", "6")
    here.save("question:who", "b02", "b01")
    assert here.opened().answers == {"question:sum": "6", "question:who": ["b01", "b02"]}
    assert here.opened(here.cem).answers == {}


def test_the_same_again_changes_nothing() -> None:
    here = case()
    first = here.save("question:sum", "6").entry
    again = here.save("question:sum", "6").entry
    assert again == first
    assert Sheet.objects.get().revision == 1


def test_an_answer_can_be_taken_back() -> None:
    here = case()
    here.save("question:who", "b01")
    here.save("question:who")
    assert here.opened().answers == {}


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("question:none", ["6"], NotFound),
        ("nonsense:sum", ["6"], NotFound),
        ("question", ["6"], NotFound),
        ("asked:i1", ["1"], NotFound),
        ("profile:b01", ["p1"], NotFound),  # profiles are given here
        ("gap:b01:k1", ["1"], NotFound),  # gaps are shown here
        ("question:pick", ["o9"], NotAnAnswer),
        ("question:who", ["b01", "z99"], NotAnAnswer),
        ("question:sum", ["\ud800"], NotReadable),
        ("question:sum", ["1" * 41], TextTooLong),
        ("reason:r1", ["x" * 301], TextTooLong),
    ],
)
def test_what_nobody_can_mean_is_refused(name: str, values: list[str], error: type) -> None:
    here = case()
    with pytest.raises(error):
        here.save(name, *values)
    assert not SheetEntry.objects.exists()


def test_signs_nobody_sees_are_left_out() -> None:
    here = case()
    here.save("reason:r1", "Safety\x00 first.\r\nThen\x07 robots.")
    assert here.opened().answers["reason:r1"] == "Safety first.\nThen robots."


def test_two_pages_of_one_person_never_overwrite_unseen() -> None:
    here = case()
    here.save("reason:r1", "From the first page", seen=Seen(0, "one", 1))
    with pytest.raises(AnswerConflict) as refused:
        here.save("reason:r1", "From the second page", seen=Seen(0, "two", 1))
    assert (refused.value.mine, refused.value.theirs) == (
        "From the second page",
        "From the first page",
    )
    decided = here.save("reason:r1", "Both", seen=Seen(refused.value.version, "two", 2))
    assert decided.entry.value == "Both"


def test_a_page_that_never_heard_our_answer_writes_on() -> None:
    here = case()
    here.save("reason:r1", "One", seen=Seen(0, "page", 1))  # the answer is lost on the way
    here.save("reason:r1", "One two", seen=Seen(0, "page", 2))
    assert here.opened().answers["reason:r1"] == "One two"


def test_a_message_that_was_overtaken_changes_nothing() -> None:
    here = case()
    here.save("reason:r1", "One two", seen=Seen(0, "page", 2))
    here.save("reason:r1", "One", seen=Seen(0, "page", 1))
    assert here.opened().answers["reason:r1"] == "One two"


def test_the_newest_gap_counts_and_the_other_page_is_told() -> None:
    here = case(gaps="asked", questions=[])
    args = (here.ada, here.exercise, ("b01", "k1"))
    assert service.save_gap(*args, "2", "", NOW)[1] is None
    kept, other = service.save_gap(*args, "1", "", NOW)
    assert (kept.entry.value, other) == (1, 2)
    assert service.save_gap(*args, "2", "1", NOW)[1] is None


def test_nobody_writes_for_somebody_else() -> None:
    here = case()
    with pytest.raises(Masquerading):
        here.save("question:sum", "6", who=replace(here.ada, masquerading=True))
    with pytest.raises(NotFound):
        here.save("question:sum", "6", who=replace(here.tom, person_id=None))
    here.save("question:sum", "6")
    assert here.opened(replace(here.ada, masquerading=True)).answers == {}


def test_what_is_handed_in_stays_as_it_is() -> None:
    here = case()
    here.done()
    for name, value in (("question:sum", "7"), ("reason:r1", LONG + "More.")):
        with pytest.raises(NotWritable):
            here.save(name, value)
    assert here.opened().answers["question:sum"] == RIGHT["sum"]
    assert here.opened().stage is Stage.HANDED_IN


@pytest.mark.parametrize("name", ["x", "closed", "round:1", "believed:b01:k1"])
def test_what_is_no_answer_of_a_case_does_not_exist(name: str) -> None:
    here = case()
    for form in ({"value": "1"}, {"theirs": "1"}):
        assert here.browser().post(here.url("_save", name), form).status_code == 404


def test_answers_outlive_a_changed_exercise() -> None:
    here = case()
    here.save("question:sum", "6")
    here.save("question:cover", "70")
    questions = here.opened().definition.model_dump()["questions"]
    here.exercise = register(
        here.where, usage_key=here.exercise.usage_key, questions=[questions[0]]
    )
    found = here.opened()
    assert found.outdated
    assert found.answers == {"question:sum": "6", "question:cover": "70"}
    assert "was changed after you began" in here.page("figures")
    with pytest.raises(NotFound):
        here.save("question:cover", "71")
    here.save("question:sum", "7")
    assert not here.opened().outdated


def test_saving_and_pages_cost_few_statements() -> None:
    here = case()
    here.answer_all()
    browser = here.browser()
    form = {"value": "5", "version": str(here.opened().entries["question:sum"].version)}
    with CaptureQueriesContext(connection) as saving:
        sent(browser.post(here.url("_save", "question:sum"), form))
    steps = ("dossier", "matrix", "figures", "priorities", "measures", "reasons", "summary")
    opening = []
    for step in steps:
        with CaptureQueriesContext(connection) as asked:
            sent(browser.get(here.url("_step", step)))
        opening.append(len(told(asked)))
    assert len(told(saving)) <= 8, told(saving)
    assert max(opening) <= 12, opening
    here.hand_in(now=NOW + timedelta(minutes=1))
    with CaptureQueriesContext(connection) as asked:
        sent(browser.get(here.url("_step", "result")))
    assert len(told(asked)) <= 20, told(asked)


def told(captured: CaptureQueriesContext) -> list[str]:
    """Statements but those around a transaction and for who is signed in."""
    found = [each["sql"] for each in captured.captured_queries]
    ours = [each for each in found if not each.startswith(("SAVEPOINT", "RELEASE"))]
    return [each for each in ours if "django_session" not in each and "auth_user" not in each]
