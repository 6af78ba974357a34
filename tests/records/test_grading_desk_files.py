"""Files for the team: sent in parts or plainly, taken back, refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.records.desk_cases import PDF, Desk, claimed, form, text
from tests.records.grading_cases import decide
from xblocks.grading import service
from xblocks.grading.records import FeedbackFile, Work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_desk")]


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
def test_who_reviews_again_sees_the_teams_files_and_takes_one_away(desk: Desk):
    work, tom = claimed(desk), desk.browser(desk.tom)
    for name in ("wrong.pdf", "right.pdf"):
        add_plainly(tom, desk, work, PDF, name)
    wrong, right = FeedbackFile.objects.order_by("pk")
    assert "Take wrong.pdf away" not in text(tom.get(desk.url("grading_work", work.pk)))
    decide(desk.tom, work, now=timezone.now())
    address = desk.url("grading_work", work.pk)
    assert "Take wrong.pdf away" not in text(tom.get(address))
    again = tom.get(address, {"again": "1"})
    assert f'name="without" value="{wrong.pk}">' in text(again)
    assert f'name="without" value="{right.pk}">' in text(again)
    deciding = desk.url("grading_decide", work.pk) + "?again=1"
    refused = tom.post(deciding, form(again, without=[wrong.pk], summary="Anew."))
    assert refused["X-WBM-Refusal"] == "reason_missing"
    assert f'value="{wrong.pk}" checked>' in text(refused), "what was ticked stays ticked"
    assert f'value="{right.pk}">' in text(refused)
    sent = form(refused, without=[wrong.pk, "nonsense"], summary="Anew.", reason="Wrong file.")
    assert tom.post(deciding, sent).status_code == 302
    (result,) = service.results_for_team(desk.ada)
    assert [each.name for each in result.feedback[0].files] == ["right.pdf"]
    assert [each.name for each in result.feedback[1].files] == ["wrong.pdf"]


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
