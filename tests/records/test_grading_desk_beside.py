"""Beside a review: internal notes, comments worth using again, files for the team, the jury."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.records.desk_cases import Desk, form
from tests.records.grading_cases import GOOD, Decision, course, decide, hand_in, rating
from xblocks.core.people import Role
from xblocks.grading import service
from xblocks.grading.records import FeedbackFile, LibraryComment, Review, ReviewNote, Seat, Work

MARK = "QZX-inside-QZX"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def plain_desk(settings, tmp_path) -> None:
    """Let the pages stand alone, in English, with a storage of their own."""
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk(course())


def text(response) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode()


def claimed(desk: Desk, **options) -> Work:
    work = desk.work(**options)
    service.claim(desk.tom, work.pk, timezone.now())
    return work


# Notes


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


# Comments worth using again


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


# Files for the team


def send(browser: Client, desk: Desk, work: Work, content: bytes = PDF, name: str = "notes.pdf"):
    """Send a file as the page's script does: begin, part for part, finish."""
    about = {"name": name, "size": len(content)}
    begun = browser.post(desk.url("grading_files", work.pk), about)
    if begun.status_code != 200:
        return begun
    state = begun.json()
    for number in state["missing"]:
        start = (number - 1) * state["part_size"]
        piece = content[start : start + state["part_size"]]
        kind = "application/octet-stream"
        answer = browser.post(f"{state['put']}{number}/", piece, content_type=kind)
        if answer.status_code != 200:
            return answer
    return browser.post(state["finish"])


def add_plainly(browser: Client, desk: Desk, work: Work, content: bytes, name: str):
    """Send a file in the form, as without scripts."""
    file = SimpleUploadedFile(name, content)
    return browser.post(desk.url("grading_files", work.pk), {"file": file})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [False, True])
def test_a_file_reaches_the_team_with_the_decision_and_not_before(desk: Desk, scripts: bool):
    work = claimed(desk)
    tom, ada = desk.browser(desk.tom, htmx=scripts), desk.browser(desk.ada)
    if scripts:
        assert "notes.pdf" in text(send(tom, desk, work))
    else:
        assert add_plainly(tom, desk, work, PDF, "notes.pdf").status_code == 302
    file = FeedbackFile.objects.get()
    assert "notes.pdf" in text(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)))
    address = desk.url("grading_file", work.pk, file.pk)
    assert desk.browser(desk.tina).get(address).status_code == 404
    assert ada.get(desk.url("results_file", file.pk)).status_code == 404
    decide(desk.tom, work, now=timezone.now())
    sent = ada.get(desk.url("results_file", file.pk))
    assert b"".join(sent.streaming_content) == PDF
    assert sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert desk.browser(desk.cem).get(desk.url("results_file", file.pk)).status_code == 404
    assert b"".join(desk.browser(desk.tina).get(address).streaming_content) == PDF
    (result,) = service.results_for_team(desk.ada)
    assert [each.file_id for each in result.feedback[0].files] == [file.pk]
    gone = tom.post(desk.url("grading_file_gone", work.pk, file.pk))
    assert gone.status_code == 404
    assert "notes.pdf" in text(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)))


@pytest.mark.django_db(transaction=True)
def test_a_large_file_comes_in_parts_and_is_taken_up_again(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom, htmx=True)
    content = b"Ein Satz mit Umbruch.\n" * 200_000
    about = {"name": "long.txt", "size": len(content)}
    state = tom.post(desk.url("grading_files", work.pk), about).json()
    assert state["missing"] == [1, 2, 3]
    first = content[: state["part_size"]]
    kind = "application/octet-stream"
    tom.post(f"{state['put']}1/", first, content_type=kind)
    foreign = desk.browser(desk.tina, htmx=True)
    assert foreign.post(f"{state['put']}2/", first, content_type=kind).status_code == 404
    assert foreign.post(state["finish"]).status_code in {404, 409}
    assert tom.post(state["finish"])["X-WBM-Refusal"] == "parts_missing"
    assert tom.post(desk.url("grading_files", work.pk), about).json()["missing"] == [2, 3]
    assert send(tom, desk, work, content, "long.txt").status_code == 200
    stored = FeedbackFile.objects.get().stored
    assert stored.size == len(content)
    assert tom.post(state["finish"]).status_code == 200
    assert FeedbackFile.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_is_taken_back_before_the_decision(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom, htmx=True)
    send(tom, desk, work)
    file = FeedbackFile.objects.get()
    foreign = desk.browser(desk.tina).post(desk.url("grading_file_gone", work.pk, file.pk))
    assert foreign.status_code == 404
    answer = tom.post(desk.url("grading_file_gone", work.pk, file.pk))
    assert "notes.pdf" not in text(answer)
    assert not FeedbackFile.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", [send, add_plainly])
@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "empty.pdf", 422, "empty_file"),
        (b"MZ\x90\x00" + b"\x00" * 500, "report.pdf", 422, "program_file"),
        (PDF, "report.exe", 422, "file_type_not_allowed"),
    ],
)
def test_files_that_are_not_wanted_are_refused(
    desk: Desk, content: bytes, name: str, status: int, code: str, way
):
    work = claimed(desk)
    answer = way(desk.browser(desk.tom, htmx=way is send), desk, work, content, name)
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (status, code)
    assert not FeedbackFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_too_much_too_many_and_no_file_are_refused(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom, htmx=True)
    files = desk.url("grading_files", work.pk)
    assert tom.post(files).status_code == 400
    large = tom.post(files, {"name": "a.pdf", "size": "25000001"})
    assert (large.status_code, large["X-WBM-Refusal"]) == (413, "file_too_large")
    plain = add_plainly(desk.browser(desk.tom), desk, work, b"x" * 2_000_001, "long.txt")
    assert (plain.status_code, plain["X-WBM-Refusal"]) == (413, "too_large")
    for number in range(5):
        assert send(tom, desk, work, name=f"{number}.pdf").status_code == 200
    assert send(tom, desk, work)["X-WBM-Refusal"] == "too_many_files"
    refused = send(desk.browser(desk.tina, htmx=True), desk, work)
    assert refused["X-WBM-Refusal"] == "claim_lost"
    assert FeedbackFile.objects.count() == 5


# The jury


@pytest.fixture
def talk(desk: Desk) -> Work:
    """A work for a jury of two in which Tom has the chair."""
    work = desk.work(jury=2)
    desk.browser(desk.tom).post(desk.url("grading_jury", work.pk, "sit"))
    return work


def submit(desk: Desk, who, work: Work, levels: dict[str, int], summary: str = ""):
    browser = desk.browser(who)
    page = browser.get(desk.url("grading_work", work.pk))
    changes = {f"level_{name}": level for name, level in levels.items()}
    sent = form(page, summary=summary, **changes)
    return browser.post(desk.url("grading_seat", work.pk, "submit"), sent, follow=True)


def test_a_jury_is_seated_with_a_guest_who_sees_this_work_alone(desk: Desk, talk: Work):
    eda = desk.course.person("Eda", [Role.EXPERT])
    assert desk.browser(eda).get(desk.url("grading_work", talk.pk)).status_code == 404
    page = desk.browser(desk.tom).get(desk.url("grading_work", talk.pk), {"guest": "1"})
    assert (eda.person_id, "Eda", "expert") in page.context["guests"]
    assert "Ada" not in str(page.context["guests"])
    done = desk.browser(desk.tom).post(
        desk.url("grading_jury", talk.pk, "guest"), {"who": eda.person_id}
    )
    assert done.status_code == 302
    seen = desk.browser(eda).get(desk.url("grading_work", talk.pk))
    assert "Submit my rating" in text(seen)
    assert 'id="notes"' not in text(seen)
    assert "Decide and open" not in text(seen)
    other = desk.work()
    assert desk.browser(eda).get(desk.url("grading_work", other.pk)).status_code == 404
    third = desk.browser(desk.tina).post(desk.url("grading_jury", talk.pk, "sit"))
    assert (third.status_code, third["X-WBM-Refusal"]) == (409, "jury_full")


def test_the_chair_is_offered_to_trainers_only(desk: Desk):
    talk, tom = desk.work(jury=3), desk.browser(desk.tom)
    eda = desk.course.person("Eda", [Role.EXPERT])
    tom.post(desk.url("grading_jury", talk.pk, "sit"))
    for guest in (eda, desk.tina):
        tom.post(desk.url("grading_jury", talk.pk, "guest"), {"who": guest.person_id})
    page = text(tom.get(desk.url("grading_work", talk.pk)))
    assert "Free the seat of Eda" in page
    assert "Give Eda the chair" not in page
    assert "Give Tina the chair" in page
    refused = tom.post(desk.url("grading_jury", talk.pk, "chair"), {"who": eda.user_id})
    assert (refused.status_code, refused["X-WBM-Refusal"]) == (422, "not_for_an_expert")
    assert "Only a trainer can have the chair" in text(refused)


def test_nobody_learns_a_level_before_all_have_rated(desk: Desk, talk: Work):
    desk.browser(desk.tina).post(desk.url("grading_jury", talk.pk, "sit"))
    done = submit(desk, desk.tom, talk, GOOD, f"{MARK} mine")
    assert "Your rating is with the jury." in text(done)
    seen = text(desk.browser(desk.tina).get(desk.url("grading_work", talk.pk)))
    assert "has rated" in seen
    assert MARK not in seen
    assert "<table" not in seen
    complete = text(submit(desk, desk.tina, talk, {"aim": 3, "way": 0}))
    assert "Now the chair decides." in complete
    assert f"{MARK} mine" in complete
    assert "50 % of the levels are the same" in complete
    assert "far apart" in complete


def test_the_chair_decides_with_the_middle_levels_if_wanted(desk: Desk, talk: Work):
    desk.browser(desk.tina).post(desk.url("grading_jury", talk.pk, "sit"))
    for who, levels in ((desk.tom, GOOD), (desk.tina, {"aim": 1, "way": 1})):
        submit(desk, who, talk, levels)
    refused = desk.browser(desk.tina).post(
        desk.url("grading_decide", talk.pk), {"version": "1", "level-aim": "1", "level-way": "1"}
    )
    assert refused.status_code in {403, 409}
    tom = desk.browser(desk.tom)
    page = tom.get(desk.url("grading_work", talk.pk), {"proposal": "1"})
    assert [each.chosen.number for each in page.context["criteria"]] == [1, 1]
    assert page.context["tally"].points == "33.33"
    sent = form(page)
    assert sent["decision"] == "returned"
    done = tom.post(desk.url("grading_decide", talk.pk), sent, follow=True)
    assert "The team reads this" in text(done)
    assert "Ratings of the jury" in text(done)
    assert Review.objects.get(kind="final").levels == {"aim": 1, "way": 1}


def test_an_incomplete_rating_is_not_submitted(desk: Desk, talk: Work):
    answer = submit(desk, desk.tom, talk, {"aim": 2})
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (422, "rating_incomplete")
    assert not Review.objects.exists()


def test_seats_are_left_freed_and_the_chair_is_passed_on(desk: Desk, talk: Work):
    tom, tina = desk.browser(desk.tom), desk.browser(desk.tina)
    tina.post(desk.url("grading_jury", talk.pk, "sit"))
    not_chair = tina.post(desk.url("grading_seat", talk.pk, "leave"), {"who": desk.tom.user_id})
    assert not_chair.status_code == 403
    tom.post(desk.url("grading_jury", talk.pk, "chair"), {"who": desk.tina.user_id})
    assert Seat.objects.get(is_chair=True).juror_id == desk.tina.user_id
    tina.post(desk.url("grading_seat", talk.pk, "leave"), {"who": desk.tom.user_id})
    assert Seat.objects.get().juror_id == desk.tina.user_id
    for name, step in (("grading_seat", "leave"), ("grading_jury", "chair")):
        assert tina.post(desk.url(name, talk.pk, step)).status_code == 400


def test_the_chair_goes_on_without_who_does_not_rate(desk: Desk):
    work = desk.work(jury=3)
    for who in (desk.tom, desk.tina):
        desk.browser(who).post(desk.url("grading_jury", work.pk, "sit"))
        submit(desk, who, work, GOOD)
    tom = desk.browser(desk.tom)
    without = tom.post(desk.url("grading_jury", work.pk, "close"), {"reason": " "})
    assert without["X-WBM-Refusal"] == "reason_missing"
    assert 'role="alert"' in text(without)
    done = tom.post(
        desk.url("grading_jury", work.pk, "close"), {"reason": "The guest is ill."}, follow=True
    )
    assert "You have the chair" in text(done)
    assert "The guest is ill." in text(done)


def test_own_work_is_refused_with_a_sentence(desk: Desk):
    both = desk.course.person("Bo", [Role.TRAINER, Role.TRAINEE], desk.adler, [desk.course.north])
    work = hand_in(both, desk.course.exercise())
    answer = desk.browser(both).get(desk.url("grading_work", work.pk))
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (403, "own_work")
