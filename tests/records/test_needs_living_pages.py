"""The pages of a living case: what they show and what they keep to themselves."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.records.needs_living_cases import NOW, Hall
from tests.unit.needs_living_cases import data
from xblocks.needs_analysis import asking

KEY = re.compile(r"<[^>]+>")


@pytest.fixture
def hall(db: None, plain_desk: None) -> Hall:
    return Hall()


def words(html: str) -> str:
    """Return what people read, without markup."""
    return re.sub(r"\s+", " ", unescape(KEY.sub(" ", html)))


def secrets(*asked: str) -> list[str]:
    """Everything no page may hold before the debriefing when only these were asked."""
    found = []
    for one in data()["interviewees"]:
        for each in one["inquiries"]:
            found.append(each["why"])
            if each["id"] not in asked:
                found.append(each["answer"])
            if each.get("after") and each["after"] not in asked:
                found.append(each["text"])
    found += [each["why"] for each in data()["questions"][0]["options"]]
    return [*found, data()["closing"], "matters", "detour"]


def assert_secret(page: str, *asked: str) -> None:
    for text in secrets(*asked):
        assert text not in unescape(page), text


def test_the_first_page_tells_whom_one_can_ask_and_nothing_they_would_say(hall: Hall) -> None:
    page = hall.page()
    assert "Ann Lee" in page
    assert "Begin asking" in page
    assert_secret(page)


def test_an_answer_fills_the_matrix_with_source_and_confidence(hall: Hall) -> None:
    hall.begin()
    response = hall.post("ask", inquiry="ann-self")
    page = response.content.decode()
    told = words(page)
    assert response.status_code == 200
    assert "still 15 of 20 minutes" in told
    assert "Answer of ann-self." in told
    assert "A1 Booking: level 3 Own assessment, ●●○ fairly sure" in told
    assert re.search(r"<td class=g0[^>]*>3<i>of 3</i><u>self ●●○</u>", page)
    assert "1 of 4 fields known" in told
    assert 'data-wbm-announce="Answer of Ann Lee. 15 minutes are left."' in page
    assert_secret(page, "ann-self")


def test_what_a_question_opens_appears_and_is_told(hall: Hall) -> None:
    hall.begin()
    assert "Question ann-watch?" not in hall.page()
    page = hall.post("ask", inquiry="list-faults").content.decode()
    assert "Question ann-watch?" in page
    assert "new question" in page
    assert "You can ask more now: Ann Lee." in page
    assert_secret(page, "list-faults")


def test_the_true_levels_never_leave_the_server_before_the_debriefing(hall: Hall) -> None:
    """A case whose levels are all 4 where nobody says 4, and no target is 4."""
    hall.change_case(
        people=[
            {"id": "a1", "activity": "packs", "profile": "p1", "levels": "4 4"},
            {"id": "a2", "activity": "drives", "profile": "p1", "levels": "4 4"},
        ]
    )
    hall.begin()
    pages = [
        hall.page(),
        *(hall.post("ask", inquiry=each).content.decode() for each in ("ann-self", "list-faults")),
    ]
    pages.append(hall.browser().get(hall.url("closing")).content.decode())
    pages.append(hall.post("close").content.decode())
    pages.append(hall.page())
    for page in pages:
        rows = re.findall(r"<tr id=.*?</tr>", page)
        assert not any(re.search(r"<td[^>]*>4", row) for row in rows)
        assert_secret(page, "ann-self", "list-faults")
    hall.finish()
    rows = re.findall(r"<tr id=.*?</tr>", hall.page())
    assert sum(len(re.findall(r"<td[^>]*>4", row)) for row in rows) == 4


def test_a_contradiction_is_shown_and_decided(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self", "list-faults")
    page = hall.page()
    assert "self ●●○ ≠" not in page
    assert "document ●●○ ≠" in page
    assert "1 contradiction open" in words(page)
    page = hall.post(
        "believe", person="a1", competence="k1", inquiry="ann-self", reason="<b>She</b> knows"
    ).content.decode()
    assert "self ●●○ ✓" in page
    assert "&lt;b&gt;She&lt;/b&gt; knows" in page
    assert "contradiction open" not in words(page)


def test_when_time_is_up_the_page_says_so_and_leads_on(hall: Hall) -> None:
    hall.begin()
    hall.ask("list-faults", "ann-watch", "list-old")
    page = hall.page()
    assert "You can ask nothing more." in page
    assert hall.url("closing") in page
    assert "too long now" in page


def test_the_last_page_before_closing_says_what_is_not_known(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self")
    told = words(hall.browser().get(hall.url("closing")).content.decode())
    assert "15 minutes unused" in told
    assert "1 of 4 fields known" in told


def test_answers_save_themselves_and_what_is_missing_is_named(hall: Hall) -> None:
    hall.begin()
    hall.post("close")
    saved = hall.post("answer", "q1", **{"q-q1": "o1", "q-q2": ["a1"]})
    assert saved.status_code == 200
    assert saved.content.decode().strip().startswith("Saved")
    assert hall.now().answers == {"q1": "o1"}, "only the question that was changed"
    response = hall.post("finish", **{"q-q1": "o1", "q-q2": ["a1", "a2"]})
    assert response.status_code == 422
    assert response["X-WBM-Refusal"] == "not_answered"
    page = response.content.decode()
    assert re.search(r'href="#[^"]*-q-q3"', page)
    assert re.search(r'value="a2" checked', page)
    response = hall.post("finish", **{"q-q1": "o1", "q-q2": ["a1", "a2"], "q-q3": "4"})
    assert "How it really is" in response.content.decode()


def test_the_debriefing_shows_truth_and_knowledge_field_by_field(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self", "list-old", "ann-past")
    hall.close()
    hall.finish(q1=["o2"])
    page = hall.page()
    told = words(page)
    assert "0 of 2 critical gaps recognised" in told
    assert "A1 Booking: level 1 of 3. You believed Ann Lee: level 3. Told by: Ann Lee" in told
    assert "A2 Loading: level 0 of 2, unknown to you. Told by: Fault list" in told
    assert "Sure and yet wrong: A2 Booking: Fault list said 1, it is 3 (Document)." in told
    assert "Because of ann-watch." in told
    assert "Because of ann-past." in told
    assert "Right would be: Option o1" in told
    assert "Reason of o2." in told
    assert "Take along: ask for examples." in told
    assert re.search(r"<u>✗ 3</u>", page)
    assert re.search(r"<u>–</u>", page)


def test_the_reason_stands_beside_who_was_right(hall: Hall) -> None:
    hall.begin()
    hall.ask("ann-self", "list-faults")
    asking.believe(hall.ada, hall.case, 1, ("a1", "k1"), "ann-self", "She is new.", NOW)
    hall.close()
    hall.finish()
    told = words(hall.page())
    assert "A1 Booking: in truth level 1 believed wrongly" in told
    assert "Your reason: She is new." in told
    assert "you believed this" in told


def test_earlier_rounds_stay_readable_in_short(hall: Hall) -> None:
    hall.debriefed("list-faults", "ann-self")
    hall.post("begin")
    hall.debriefed("list-faults")
    assert (
        "Round 1: 1 of 2 critical gaps, 2 of 4 fields, 3 of 3 answers right, 11 minutes"
        in words(hall.page())
    )


def test_another_tab_gets_the_page_as_it_is_now(hall: Hall) -> None:
    hall.begin()
    hall.ask("list-faults", "ann-watch")
    late = hall.post("ask", inquiry="ann-past")
    assert (late.status_code, late["X-WBM-Refusal"]) == (409, "no_time_left")
    assert "There is no time left for this question." in late.content.decode()
    assert "still 6 of 20 minutes" in words(late.content.decode())
    hall.close()
    late = hall.post("ask", inquiry="list-old")
    assert (late.status_code, late["X-WBM-Refusal"]) == (409, "asking_over")
    assert "What do you conclude?" in late.content.decode()
    late = hall.post("close", round="7")
    assert (late.status_code, late["X-WBM-Refusal"]) == (409, "other_round")


def test_without_scripts_every_step_leads_back_to_the_page(hall: Hall) -> None:
    plain = {"htmx": False}
    assert hall.post("begin", round="0", **plain)["Location"] == hall.url()
    asked = hall.post("ask", inquiry="ann-self", **plain)
    assert asked["Location"].startswith(f"{hall.url()}?who=ann#")
    opened = hall.browser(htmx=False).get(asked["Location"]).content.decode()
    assert "<details" in opened
    assert re.search(r"<details class=\"[^\"]*wbm-person\" open>(?s:.)*?Ann Lee", opened)
    hall.ask("list-faults")
    form = {"person": "a1", "competence": "k1", "inquiry": "ann-self"}
    assert hall.post("believe", **form, **plain)["Location"] == hall.url()
    closing = hall.browser(htmx=False).get(hall.url("closing"))
    assert "<html" in closing.content.decode()
    assert hall.post("close", **plain)["Location"] == hall.url()
    assert hall.browser(htmx=False).get(hall.url("closing"))["Location"] == hall.url()
    refused = hall.post("finish", **plain)
    assert refused.status_code == 422
    assert "<html" in refused.content.decode()
    answers = {"q-q1": "o1", "q-q2": ["a1", "a2"], "q-q3": "4"}
    assert hall.post("finish", **answers, **plain)["Location"] == hall.url()


def test_forms_that_make_no_sense_are_refused(hall: Hall) -> None:
    hall.begin()
    for number in ("", "x", "-1", "²", "9" * 12):
        assert hall.post("ask", inquiry="ann-self", round=number).status_code == 400
    assert hall.post("ask", inquiry="ann-self' --").status_code == 404
    assert hall.post("believe", person="a1", competence="k1").status_code == 404
    assert hall.browser().get(hall.url("ask")).status_code == 405
    assert hall.now().interview.asked == ()


def test_a_living_case_of_another_course_does_not_exist(hall: Hall) -> None:
    other = Hall()
    assert other.browser().get(hall.url()).status_code == 403, "not on the list of that course"
    crossed = hall.url().replace(hall.case.usage_key, other.case.usage_key)
    assert hall.browser().get(crossed).status_code == 404


def test_who_is_on_the_list_sees_only_their_own(hall: Hall) -> None:
    hall.debriefed("ann-self")
    page = hall.page(hall.tom)
    assert "Begin asking" in page
    assert_secret(page)


def test_pages_take_few_statements(hall: Hall, django_assert_max_num_queries: object) -> None:
    hall.begin()
    hall.ask("ann-self", "list-faults")
    browser = hall.browser()
    browser.get(hall.url())
    with django_assert_max_num_queries(10) as counted:  # type: ignore[operator]
        assert browser.get(hall.url()).status_code == 200
    few = len(counted.captured_queries)
    hall.close()
    hall.finish()
    with django_assert_max_num_queries(few):  # type: ignore[operator]
        browser.get(hall.url())
