"""Internal notes: beside the review, on no page of anybody else."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.records.desk_cases import MARK, Desk, claimed, text
from tests.records.grading_cases import GOOD, Decision, decide, rating
from xblocks.core.people import Role
from xblocks.grading import service
from xblocks.grading.records import ReviewNote, Work

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


@pytest.mark.parametrize("htmx", [False, True])
def test_a_note_stands_in_a_box_of_its_own(desk: Desk, htmx: bool):
    work, tom = desk.work(), desk.browser(desk.tom, htmx=htmx)
    answer = tom.post(desk.url("grading_note", work.pk), {"text": "Copied?\r\nAsk."}, follow=True)
    assert "Copied?" in text(answer)
    assert "internal" in text(answer)
    assert ReviewNote.objects.get().text == "Copied?\nAsk."
    page = text(desk.browser(desk.tina).get(desk.url("grading_work", work.pk)))
    assert "Copied?" in page.split('class="wbm-note ')[1]


@pytest.mark.parametrize("sent", ["", "  ", "x" * 5001])
def test_a_note_that_cannot_be_kept_stays_in_its_field(desk: Desk, sent: str):
    work = desk.work()
    answer = desk.browser(desk.tom, htmx=True).post(
        desk.url("grading_note", work.pk), {"text": sent}
    )
    assert answer.status_code == 422
    assert answer["X-WBM-Refusal"] in {"text_missing", "text_too_long"}
    assert sent in text(answer)
    assert not ReviewNote.objects.exists()


def every_address(desk: Desk, works: list[Work], file_id: int) -> list[str]:
    """Return all addresses of the desk, and those where a team reads its results."""
    plain = [
        "grading",
        "grading_next",
        "grading_mine",
        "grading_comments",
        "grading_choose",
        "grading_downloads",
        "grading_works",
        "grading_grades",
        "grading_keep",
    ]
    found = [desk.url(name) for name in plain]
    found.append(desk.url("results_file", file_id))
    for work in works:
        found += [
            desk.url(name, work.pk)
            for name in (
                "grading_work",
                "grading_draft",
                "grading_decide",
                "grading_note",
                "grading_files",
                "grading_history",
            )
        ]
        found += [
            desk.url("grading_hold", work.pk, "claim"),
            desk.url("grading_seat", work.pk, "submit"),
            desk.url("grading_jury", work.pk, "sit"),
            desk.url("grading_file", work.pk, file_id),
        ]
    return found


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("who", ["ada", "cem", "expert", "author"])
def test_what_graders_say_among_themselves_is_on_no_page_of_anybody_else(
    desk: Desk, who: str, htmx: bool
):
    work = claimed(desk)
    service.add_note(desk.tom, work.pk, f"{MARK} note", timezone.now())
    service.keep_comment(desk.tom, f"{MARK} comment", shared=True)
    given = rating(GOOD, decision=Decision.FAILED, reason=f"{MARK} why", note=f"{MARK} too")
    decide(desk.tom, work, given, now=timezone.now())
    other = claimed(desk)
    saved = rating(GOOD, summary=f"{MARK} draft")
    service.save_draft(desk.tom, other.pk, 0, saved, timezone.now())
    jury = desk.work(jury=2)
    service.take_seat(desk.tom, jury.pk, timezone.now())
    service.save_draft(desk.tom, jury.pk, 0, saved, timezone.now())
    actor = (
        desk.course.person("Eda", [Role(who)])
        if who in {"expert", "author"}
        else getattr(desk, who)
    )
    browser = desk.browser(actor, htmx=htmx)
    for address in every_address(desk, [work, other, jury], 1):
        for method in ("get", "post"):
            data = {"text": "x", "version": "1", "exercise": work.usage_key}
            answer = getattr(browser, method)(address, data)
            assert MARK not in text(answer), address
            assert "We begin small." not in text(answer), address
    seen = text(desk.browser(desk.tina).get(desk.url("grading_work", work.pk)))
    assert f"{MARK} note" in seen
    assert f"{MARK} why" in seen
