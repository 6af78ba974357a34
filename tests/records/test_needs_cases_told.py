"""What a case tells and when: nothing of the solution leaves the server before its time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.records import needs_cases
from tests.records.needs_cases import MARK, NOW, RIGHT, Case, case, sent
from xblocks.core.errors import NotFound
from xblocks.needs_analysis import service
from xblocks.needs_analysis.refusals import NotReady, NotWritable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

STEPS = ("dossier", "matrix", "figures", "priorities", "measures", "reasons", "summary", "result")
TELLING = (MARK, "Right is:", "wbm-case-verdict", "as in the model answer", "right yet")
"""Words and classes that tell right from wrong."""


def everything(here: Case) -> str:
    """Return all that the pages of an open case send."""
    pages = [here.page(step) for step in STEPS]
    pages += [sent(here.browser().get(here.url("_beside", name))) for name in ("matrix", "dossier")]
    pages += [
        sent(here.browser().post(here.url("_save", name), form))
        for name, form in {
            "question:sum": {"value": "5", "version": version(here, "question:sum"), "check": "1"},
            "question:pick": {"value": "o2", "version": version(here, "question:pick")},
            "weighing:k1": {"urgency": "1", "importance": "1", "class": "1", "points": "1"}
            | {"version": version(here, "weighing:k1")},
        }.items()
    ]
    return "".join(pages)


def version(here: Case, name: str) -> str:
    found = here.opened().entries.get(name)
    return str(found.version if found else 0)


def test_before_the_end_nothing_of_the_solution_leaves_the_server() -> None:
    here = case(feedback="at_end")
    here.answer_all({"sum": "99", "pick": "o2"})
    found = everything(here)
    assert [each for each in TELLING if each in found] == []
    assert "gap points" not in found  # sums that questions ask for
    assert "gap points" in case().page("measures")


@pytest.mark.parametrize("feedback", ["at_once", "at_end"])
def test_gaps_that_are_asked_for_stand_in_no_measure(feedback: str) -> None:
    here = case(gaps="asked", feedback=feedback)
    here.weigh("k1", 3, 3, 3, 27)
    address = here.url("_save", "measure:m1")
    saved = sent(here.browser().post(address, {"chosen": "1", "people": "b03", "version": "0"}))
    words = ("lacks", "no gap here", "closes no gap", "gap points", "stay open")
    found = here.page("measures") + saved
    assert [each for each in words if each in found] == []
    for word in ("lacks", "gap points"):
        assert word in case().page("measures")


def test_critical_fields_are_not_counted_in_measures_before_the_end() -> None:
    here, shown = case(feedback="at_end"), case()
    for each in (here, shown):
        each.weigh("k1", 3, 3, 3, 27)
        each.save("measure:m1", chosen="1", people="b03")
    assert "high priority, but nothing closes" in shown.page("measures")
    assert "high priority, but nothing closes" not in here.page("measures")


def test_with_own_profiles_too_nothing_leaves_before_the_end() -> None:
    here = case(feedback="at_end", targets="set", gaps="asked")
    here.answer_all({"sum": "99"})
    here.save("profile:b01", "p2")
    found = everything(here)
    body = sent(
        here.browser().post(
            here.url("_save", "profile:b02"),
            {"value": "p2", "version": version(here, "profile:b02")},
        )
    )
    gap = sent(
        here.browser().post(
            here.url("_gap"), {"row": "b01", "competence": "k1", "level": "0", "was": ""}
        )
    )
    assert [each for each in TELLING if each in found + body + gap] == []
    assert "Sum of gaps" not in found + gap


def test_without_an_answer_nothing_is_told_at_once_either() -> None:
    here = case()
    pages = "".join(here.page(step) for step in STEPS)
    assert [each for each in TELLING if each in pages] == []


def test_a_wrong_figure_is_explained_with_the_own_matrix() -> None:
    here = case()
    form = {"value": "5", "version": "0"}
    found = sent(here.browser().post(here.url("_save", "question:sum"), form))
    assert "Not right yet" in found
    assert "<strong>6</strong>" in found
    assert "2 + 1 = 3" in found  # b01 lacks 2 and 1
    form = {"value": "6", "version": version(here, "question:sum")}
    found = sent(here.browser().post(here.url("_save", "question:sum"), form))
    assert "Not right yet" not in found
    assert "Right" in found


def test_figures_follow_from_the_profiles_somebody_sets() -> None:
    here = case(targets="set")
    for person in ("b01", "b02", "b03"):
        here.save(f"profile:{person}", "p2")
    found = here.save("question:sum", "1").opened
    assert found.answers["question:sum"] == "1"
    assert "Not right yet" not in here.page("figures")
    here.save("profile:b03", "p1")
    assert "Not right yet" in here.page("figures")  # now 1 + 1 + 2


def test_before_everybody_has_a_profile_no_figure_is_judged() -> None:
    here = case(targets="set")
    here.save("profile:b01", "p1")
    here.save("question:sum", "1")
    found = here.page("figures")
    assert "Choose a target profile for everybody first" in found
    assert "wbm-case-verdict" not in found


def test_sets_are_judged_on_demand_alone() -> None:
    here = case()
    form = {"value": ["b01"], "version": "0"}
    silent = sent(here.browser().post(here.url("_save", "question:who"), form))
    assert "wbm-case-verdict" not in silent
    form |= {"version": version(here, "question:who"), "check": "1"}
    asked = sent(here.browser().post(here.url("_save", "question:who"), form))
    assert "wbm-case-verdict--wrong" in asked
    assert "Something is missing" in asked


def test_a_choice_tells_why_of_what_was_chosen_alone() -> None:
    here = case()
    here.save("question:pick", "o2")
    found = here.page("figures")
    assert f"{MARK}way of pick" in found
    assert f"{MARK}why o1" not in found


def test_profiles_of_the_model_answer_are_offered_once_somebody_tried_all() -> None:
    here = case(targets="set")
    here.save("profile:b01", "p2")
    assert "Take over" not in here.page("matrix")
    with pytest.raises(NotReady):
        service.take_over(here.ada, here.exercise, NOW)
    here.save("profile:b02", "p1")
    here.save("profile:b03", "p1")
    assert "Take over" in here.page("matrix")
    assert "defensible" in here.page("matrix")
    found = service.take_over(here.ada, here.exercise, NOW)
    assert [found.answers[f"profile:{each}"] for each in ("b01", "b02", "b03")] == [
        "p1",
        "p1",
        "p2",
    ]


def test_profiles_are_not_taken_over_where_they_are_told_at_the_end() -> None:
    here = case(targets="set", feedback="at_end")
    here.answer_all()
    with pytest.raises(NotFound):
        service.take_over(here.ada, here.exercise, NOW)


def test_profiles_stay_once_handed_in() -> None:
    here = case(targets="set")
    here.done()
    with pytest.raises(NotWritable):
        service.take_over(here.ada, here.exercise, NOW)


def test_wrong_gaps_are_marked_and_reckoned() -> None:
    here = case(gaps="asked", questions=[])
    form = {"row": "b01", "competence": "k1", "level": "1", "was": ""}
    found = sent(here.browser().post(here.url("_gap"), form))
    assert "3 − 1 = 2" in found
    form |= {"level": "2", "was": "1"}
    assert "3 − 1 = 2" not in sent(here.browser().post(here.url("_gap"), form))


def test_who_only_looks_sees_the_exercise_and_nobodys_answers() -> None:
    here = case(feedback="at_end")
    here.save("reason:r1", "Secret words of Ada")
    staff = replace(here.tom, person_id=None)
    for step in STEPS:
        assert "Secret words" not in here.page(step, here.cem)
        assert "Secret words" not in here.page(step, here.tom)
    assert service.opened(staff, here.exercise, NOW).answers == {}


def test_model_texts_wait_for_the_decision() -> None:
    here = case()
    work = here.done()
    found = here.page("result")
    assert f"{MARK}closing" in found
    assert f"{MARK}why m1" in found
    assert f"{MARK}model text" not in found
    here.decide(work, {"why": 0, "fit": 1})  # comes back
    assert f"{MARK}model text" not in here.page("result")
    assert f"{MARK}model text" not in here.page("reasons")


def test_the_result_tells_every_figure_with_its_way() -> None:
    here = case(feedback="at_end")
    here.answer_all({"sum": "99"})
    here.hand_in()
    found = here.page("result")
    assert "You: 99" in found
    assert "2 + 1 = 3" in found
    assert RIGHT["cover"] in found
    assert f"{MARK}why b01" not in found  # profiles were given: there is nothing to tell of them


def test_an_answer_in_html_stays_text() -> None:
    here = case()
    evil = "<script>alert(1)</script> & more of it, long enough"
    here.save("reason:r1", evil)
    here.save("question:sum", "<b>6</b>")
    assert "<script>alert" not in here.page("reasons")
    assert "<b>6</b>" not in here.page("figures")
    here.answer_all()
    here.save("reason:r1", evil)
    work = here.hand_in().work
    assert work
    assert "<script>alert" not in here.page("result")


def in_parts() -> list[dict[str, object]]:
    """Return the questions of the case under two headings."""
    sums, cover, who, pick = needs_cases.data()["questions"]
    return [{**sums, "part": "All sums"}, cover, {**who, "part": "All people"}, pick]


def test_the_figures_are_asked_part_by_part() -> None:
    here = case(questions=in_parts())
    first = here.page("figures")
    assert "Part 1 of 2" in first
    assert "Coverage?" in first
    assert "Who has most gaps?" not in first
    second = sent(here.browser().get(here.url("_part", "2")))
    assert "Part 2 of 2" in second
    assert "Who has most gaps?" in second
    assert "Coverage?" not in second


def test_the_figures_open_at_the_first_part_with_something_open() -> None:
    here = case(questions=in_parts())
    here.save("question:sum", "6")
    here.save("question:cover", "64.7")
    found = here.page("figures")
    assert "Part 2 of 2" in found
    assert "0 of 2 answered" in found


def test_the_figures_open_at_the_part_of_the_answer_that_was_asked_for() -> None:
    here = case(questions=in_parts())
    path = f"{here.url('_step', 'figures')}?at=question:pick"
    assert "Part 2 of 2" in sent(here.browser().get(path))


def test_a_saved_answer_counts_in_its_part() -> None:
    here = case(questions=in_parts())
    form = {"value": "6", "version": "0"}
    found = sent(here.browser().post(here.url("_save", "question:sum"), form))
    assert "1 of 2 answered" in found


def test_without_headings_there_are_no_parts() -> None:
    assert "Part 1" not in case().page("figures")


def test_the_printed_result_leads_back_to_the_case() -> None:
    here = case()
    here.done()
    page = sent(here.browser(htmx=False).get(here.url("_print")))
    assert f'href="{here.url("")}"' in page


def test_what_is_right_in_part_is_told_beside_what_is_right() -> None:
    here = case()
    here.answer_all()
    here.weigh("k1", 3, 3, 2, 17)
    here.hand_in()
    found = here.page("result")
    assert "5 of 6 answers right, 1 more in part" in found
    assert "What is right in part counts in part." in found
