"""The step of the measures, funding explained on demand, and the page of rules."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.records.needs_cases import Case, case, sent
from xblocks.core.people import Role
from xblocks.needs_analysis.desk import law as law_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]

COURSE = {
    "id": "m1",
    "label": "Course on safety",
    "form": "course",
    "closes": ["k1"],
    "hours": 200,
    "cost": 5200,
    "cost_per": "person",
    "approved": True,
}
WORKSHOP = {
    "id": "m2",
    "label": "Workshop for all",
    "form": "short",
    "closes": ["k1", "k2"],
    "size": 34,
    "hours": 12,
    "cost": 1400,
}
FRAME = {"budget": 12000, "hours": 500, "headcount": 240, "affected": 42, "wage": 31}
EMPLOYER = {
    "id": "pays",
    "kind": "funding",
    "figure": "employer_costs",
    "measure": "m1",
    "text": "What does the employer pay?",
}


def planned(**changes: Any) -> Case:
    return case(**({"measures": [COURSE, WORKSHOP], "frame": FRAME} | changes))


def words(text: str) -> str:
    """Return what a page says, without its marks."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.S)
    return " ".join(html.unescape(bare).split())


def funding(there: Case, name: str = "m1") -> str:
    return words(sent(there.browser().get(there.url("_funding", name))))


def test_the_catalogue_shows_what_each_measure_is_takes_and_costs():
    page = words(planned().page("measures"))
    assert "M1 Course on safety" in page
    assert "200 hours each" in page
    assert "€5,200 for each person" in page or "€5200 for each person" in page
    assert "approved (AZAV)" in page
    assert "K1 Safety: up to level 3" in page


def test_people_with_the_largest_gap_stand_first():
    page = planned().page("measures")
    card = page[page.index('name="people"') :]
    assert re.findall(r'name="people" value="(b\d+)"', card)[:3] == ["b01", "b02", "b03"]
    assert "K1 lacks 2" in words(card)
    assert "no gap here" in words(card)


def test_a_group_all_of_the_matrix_fit_in_begins_with_everybody_who_has_a_gap():
    page = planned().page("measures")
    ticked = re.findall(r'name="people" value="(b\d+)" checked', page)
    assert ticked == ["b01", "b02"]


def test_saving_a_measure_tells_what_is_left_of_money_and_time():
    there = planned()
    url = there.url("_save", "measure:m1")
    data = {"chosen": "1", "people": ["b01", "b02"], "right": "betrvg-97-2", "version": "0"}
    answer = words(sent(there.browser().post(url, data)))
    assert "400 of 500 hours" in answer
    assert "100 hours left" in answer
    assert re.search(r"€1,?600 left", answer)
    assert "“Course on safety” closes no gap of B02." in answer


def test_too_much_money_and_time_are_said_in_words():
    there = planned()
    there.save("measure:m1", chosen="1", people="b01")
    there.save("measure:m2", chosen="1", people="b01")
    page = words(there.page("measures"))
    assert "The measures take 108 hours more than there are." in page
    assert "108 hours too many" in page


def test_gaps_close_on_the_own_matrix():
    there = planned()
    there.save("measure:m1", chosen="1", people="b01")
    page = words(there.page("measures"))
    assert "2 of 2 gap points close, 0 stay open" in page
    assert "0 of 4 gap points close, 4 stay open" in page


def test_a_right_is_picked_from_the_rules_and_kept():
    there = planned()
    there.save("measure:m1", chosen="1", people="b01", right="betrvg-98-3")
    page = there.page("measures")
    assert '<option value="betrvg-98-3" selected>' in page
    assert "betrvg-37-6" not in page


def test_rights_are_not_asked_where_the_author_does_not_ask():
    page = planned(frame={**FRAME, "ask_rights": False}).page("measures")
    assert 'name="right"' not in page


def test_funding_is_worked_out_with_paragraph_wording_and_review():
    there = planned()
    there.save("measure:m1", chosen="1", people="b02")
    said = funding(there)
    assert "Funding is possible." in said
    assert re.search(r"B02: €5,?200 × 50% = €2,?600 for the employer", said)
    assert re.search(r"€6,?200 × 50% = up to €3,?100", said)
    assert "§ 82 Abs. 2 SGB III · wording of 19 August 2026, next review 15 January 2027" in said
    assert "Apply before the measure begins." in said
    assert "There is no claim." in said
    assert "A works or collective agreement is missing." in said


def test_what_is_not_funded_says_why():
    there = planned()
    there.save("measure:m2", chosen="1", people="b01")
    said = funding(there, "m2")
    assert "Not funded by § 82." in said
    assert "12 hours are not more than 120 hours." in said
    assert "Provider and measure are not approved (AZAV)." in said


def test_nothing_is_worked_out_before_somebody_takes_part():
    there = planned()
    assert "Choose the measure and who takes part." in funding(there)


def test_the_calculation_waits_for_the_figures_that_ask_for_it():
    there = planned(questions=[EMPLOYER])
    there.save("measure:m1", chosen="1", people="b02")
    assert "2600" not in funding(there).replace(",", "")
    assert "Answer 1 question there first." in funding(there)
    there.save("question:pays", "7")
    assert "Funding is possible." in funding(there)


def test_at_the_end_the_calculation_waits_for_the_hand_in():
    there = planned(questions=[EMPLOYER], feedback="at_end")
    there.save("measure:m1", chosen="1", people="b02")
    there.save("question:pays", "2600")
    said = funding(there)
    assert "once you have handed in" in said
    assert "Funding is possible." not in said


def test_a_measure_there_is_not_is_not_found():
    there = planned()
    assert there.browser().get(there.url("_funding", "m9")).status_code == 404


def test_each_sees_the_funding_of_the_own_choice_alone():
    there = planned()
    there.save("measure:m1", chosen="1", people="b02")
    other = there.browser(there.cem).get(there.url("_funding", "m1"))
    assert "Choose the measure and who takes part." in words(sent(other))


def test_without_scripts_funding_is_a_page_with_a_way_back():
    there = planned()
    page = sent(there.browser(htmx=False).get(there.url("_funding", "m1")))
    assert there.url("_step", "measures") in page
    assert "<h1" in page


def rules(there: Case, who: Any = None) -> str:
    url = reverse("wbm:needs_law", args=[there.where.key])
    return sent(there.browser(who, htmx=False).get(url))


def test_everybody_in_the_course_reads_the_rules():
    there = case()
    expert = there.where.person("Eva", [Role.EXPERT], None, [there.where.north])
    for who in (there.ada, there.tom, expert):
        said = words(rules(there, who))
        assert "§ 82 Abs. 2 SGB III" in said
        assert "fewer than 500 employees: 50%" in said
        assert "up to 10 hours a week: 0.25" in said
        assert "More than 120 hours" in said
        assert "§ 97 Abs. 2 BetrVG" in said
        assert "no legal advice" in said


def test_every_rule_shows_its_wording_its_review_and_whether_it_is_certain():
    page = rules(case())
    entries = re.findall(
        r'<details class="wbm-details" id="([a-z0-9-]+)">(.*?)</details>', page, re.S
    )
    known = [*law_page.law().rules, *law_page.law().rights]
    assert sorted(name for name, _text in entries) == sorted(known)
    for name, text in entries:
        norm = law_page.law().norm(name)
        said = words(text)
        assert "next review 15 January 2027" in said
        assert ("To be checked:" in said) == (norm.mark == "check")


def test_rules_past_their_review_are_marked(monkeypatch):
    there = case()
    assert "past their review" not in rules(there)
    late = datetime(2027, 1, 16, 12, tzinfo=UTC)
    monkeypatch.setattr(law_page.timezone, "now", lambda: late)
    said = words(rules(there))
    assert "rules are past their review" in said
    assert "Review was due on 15 January 2027" in said


def test_strangers_do_not_read_them():
    there = case()
    url = reverse("wbm:needs_law", args=[there.where.key])
    assert (
        there.browser().get(url.replace(there.where.key, "course-v1:no+such+one")).status_code
        == 403
    )


def test_gaps_nobody_knows_yet_are_not_called_none():
    page = words(planned(targets="set").page("measures"))
    assert "gap not known yet" in page
    assert "no gap here" not in page
    assert "Some people have no target profile yet." in page
