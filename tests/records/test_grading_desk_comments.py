"""Comments worth using again: kept, offered, shared, removed."""

from __future__ import annotations

import pytest

from tests.records.desk_cases import Desk, text
from xblocks.grading import service
from xblocks.grading.records import LibraryComment

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("plain_desk"),
]


def test_a_comment_is_kept_offered_for_its_criterion_and_counted(desk: Desk):
    tom = desk.browser(desk.tom, htmx=True)
    sent = {"from": "comment-aim", "comment-aim": "Name a figure.", "criterion": "Aim"}
    assert "Kept for you." in text(tom.post(desk.url("grading_keep"), sent))
    kept = LibraryComment.objects.get()
    offered = tom.get(desk.url("grading_choose"), {"criterion": "Aim", "into": "comment-aim"})
    assert 'data-wbm-insert="comment-aim"' in text(offered)
    assert "Name a figure." in text(offered)
    other = tom.get(desk.url("grading_choose"), {"criterion": "Way"})
    assert "Name a figure." not in text(other)
    assert tom.post(desk.url("grading_use", kept.pk)).status_code == 204
    assert LibraryComment.objects.get().used == 1


def test_comments_are_found_by_their_words(desk: Desk):
    for words in ("Name a figure.", "Who takes part?"):
        service.keep_comment(desk.tom, words)
    tom = desk.browser(desk.tom)
    for name in ("grading_choose", "grading_comments"):
        found = text(tom.get(desk.url(name), {"q": "FIGURE"}))
        assert "Name a figure." in found
        assert "Who takes part?" not in found


def test_own_comments_are_shared_and_taken_back_and_removed(desk: Desk):
    tom, tina = desk.browser(desk.tom), desk.browser(desk.tina)
    kept = service.keep_comment(desk.tom, "Name a figure.")
    assert "Name a figure." not in text(tina.get(desk.url("grading_comments")))
    share = {"text": "Name a figure.", "criterion": "", "shared": "1"}
    assert "Saved." in text(tom.post(desk.url("grading_keep"), share, follow=True))
    page = text(tina.get(desk.url("grading_comments")))
    assert "Name a figure." in page
    assert "Remove" not in page
    assert tina.post(desk.url("grading_forget"), {"comment": kept.pk}).status_code == 404
    tom.post(desk.url("grading_keep"), {**share, "shared": "0"})
    assert not LibraryComment.objects.get().shared
    assert tom.post(desk.url("grading_forget"), {"comment": kept.pk}).status_code == 302
    assert not LibraryComment.objects.exists()


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("sent", "code"), [(" ", "text_missing"), ("x" * 5001, "text_too_long")])
def test_what_is_no_comment_is_not_kept(desk: Desk, sent: str, code: str, htmx: bool):
    answer = desk.browser(desk.tom, htmx=htmx).post(desk.url("grading_keep"), {"text": sent})
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, code)
    assert not LibraryComment.objects.exists()


@pytest.mark.parametrize("comment", ["", "x", "99999999"])
def test_comments_that_do_not_exist_cannot_be_removed(desk: Desk, comment: str):
    tom = desk.browser(desk.tom)
    assert tom.post(desk.url("grading_forget"), {"comment": comment}).status_code == 404
    assert tom.post(desk.url("grading_use", 99999999)).status_code == 404
