"""Files a trainer gives with a review: linked on the team's page, handed out to the team alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.file_samples import pdf
from tests.records.transfer_cases import Team, fill, hand_in, review, team, url
from tests.unit.milestone_samples import GOOD, WEAK
from xblocks.core.errors import NotFound
from xblocks.grading import feedback as feedback_files
from xblocks.grading import service as grading
from xblocks.grading.records import FeedbackFile, Work
from xblocks.roster.records import Company, Person
from xblocks.transfer_project import service

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(settings: Any, tmp_path: Path) -> Team:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    return team()


def handed_in(here: Team) -> Work:
    fill(here.ada, here.m1, timezone.now())
    return hand_in(here.ada, here.m1, timezone.now())


def give(here: Team, work: Work, name: str = "remarks.pdf") -> int:
    """Let the trainer add a file to a review not decided yet."""
    grading.claim(here.tom, work.pk, timezone.now())
    feedback_files.add_small_file(here.tom, work.pk, name, pdf(), timezone.now())
    return FeedbackFile.objects.latest("pk").pk


def address(here: Team, file: int) -> str:
    return reverse("wbm:results_file", args=[here.where.key, file])


def answer(client: Client, here: Team, who: str, file: int) -> int:
    client.force_login(here.user(getattr(here, who)))
    sent = client.get(address(here, file))
    if sent.streaming:
        assert b"".join(sent.streaming_content).startswith(b"%PDF")
        sent.close()
    return sent.status_code


def page(client: Client, here: Team, who: str = "bea") -> str:
    client.force_login(here.user(getattr(here, who)))
    return client.get(url(here, "project_milestone")).content.decode()


def test_every_member_finds_the_file_with_name_and_size(here: Team, client: Client) -> None:
    work = handed_in(here)
    file = give(here, work, "remarks & more.pdf")
    assert "remarks" not in page(client, here)
    review(here.tom, work, timezone.now(), levels=WEAK)
    shown = page(client, here)
    assert f'href="{address(here, file)}" download>remarks &amp; more.pdf</a>' in shown
    assert feedback_files.given_files([work.pk])[0].size in shown
    sent = client.get(address(here, file))
    assert b"".join(sent.streaming_content) == pdf()
    assert sent["Content-Disposition"].startswith("attachment")
    sent.close()
    assert answer(client, here, "ada", file) == 200


def test_a_foreign_team_finds_no_file(here: Team, client: Client) -> None:
    work = handed_in(here)
    file = give(here, work)
    review(here.tom, work, timezone.now(), levels=WEAK)
    assert answer(client, here, "cem", file) == 404


def test_somebody_who_changed_teams_keeps_what_they_were_graded_with(
    here: Team, client: Client
) -> None:
    work = handed_in(here)
    file = give(here, work)
    review(here.tom, work, timezone.now(), levels=WEAK)
    other = Company.objects.get(pk=here.cem.company)
    Person.objects.filter(pk=here.bea.person_id).update(company=other)
    assert answer(client, here, "bea", file) == 200
    newcomer = here.where.trainee("New", Company.objects.get(pk=here.ada.company))
    assert feedback_files.team_file(newcomer, file)[1] == "remarks.pdf"


def test_a_file_of_a_review_that_was_never_decided_stays_the_trainers(
    here: Team, client: Client
) -> None:
    work = handed_in(here)
    file = give(here, work)
    assert answer(client, here, "ada", file) == 404
    grading.release(here.tom, work.pk)
    service.withdraw(here.ada, here.m1, timezone.now())
    assert answer(client, here, "ada", file) == 404


def test_a_file_that_was_taken_back_before_the_decision_is_gone(here: Team, client: Client) -> None:
    work = handed_in(here)
    file = give(here, work)
    feedback_files.remove_file(here.tom, work.pk, file)
    review(here.tom, work, timezone.now(), levels=WEAK)
    assert answer(client, here, "ada", file) == 404
    assert "remarks" not in page(client, here)


def decide_again(here: Team, work: Work, **more: Any) -> None:
    """Let the trainer decide once more, otherwise than before."""
    seen = grading.draft(here.tom, work.pk)
    levels = WEAK if seen.rating.levels == GOOD else GOOD
    rating = grading.Rating(levels=levels, reason="Looked again.")
    saved = grading.save_draft(here.tom, work.pk, seen.version, rating, timezone.now())
    grading.regrade(here.tom, work.pk, saved.version, seen.based_on, timezone.now(), **more)


def test_deciding_again_leaves_the_team_its_files_and_adds_the_new_ones(
    here: Team, client: Client
) -> None:
    work = handed_in(here)
    first = give(here, work, "first.pdf")
    review(here.tom, work, timezone.now(), levels=WEAK)
    decide_again(here, work)
    feedback_files.add_small_file(here.tom, work.pk, "second.pdf", pdf(b"2"), timezone.now())
    second = FeedbackFile.objects.latest("pk").pk
    decide_again(here, work)
    shown = page(client, here)
    for file in (first, second):
        assert address(here, file) in shown
        assert answer(client, here, "bea", file) == 200


def test_deciding_again_takes_away_the_files_the_trainer_names_and_no_others(
    here: Team, client: Client
) -> None:
    work = handed_in(here)
    wrong, kept = give(here, work, "wrong.pdf"), give(here, work, "kept.pdf")
    review(here.tom, work, timezone.now(), levels=WEAK)
    feedback_files.add_small_file(here.tom, work.pk, "right.pdf", pdf(b"2"), timezone.now())
    decide_again(here, work, without=[wrong])
    shown = page(client, here)
    assert "right.pdf" in shown
    assert "wrong.pdf" not in shown
    assert answer(client, here, "ada", kept) == 200
    with pytest.raises(NotFound):
        feedback_files.team_file(here.ada, wrong)
    given = feedback_files.files_for_graders(here.tom, [work])
    assert [(each.name, each.counts) for each in given] == [
        ("wrong.pdf", False),
        ("kept.pdf", True),
        ("right.pdf", True),
    ], "graders still see what was given"


def test_a_file_that_was_taken_away_stays_away(here: Team) -> None:
    work = handed_in(here)
    wrong = give(here, work, "wrong.pdf")
    review(here.tom, work, timezone.now(), levels=WEAK)
    decide_again(here, work, without=[wrong, 10**15])
    decide_again(here, work)
    assert not any(each.counts for each in feedback_files.files_for_graders(here.tom, [work]))


def test_what_was_said_stays_while_the_next_version_waits_and_when_it_is_taken_back(
    here: Team, client: Client
) -> None:
    work = handed_in(here)
    file = give(here, work)
    review(here.tom, work, timezone.now(), levels=WEAK, comments={"aim": "Say until when."})
    hand_in(here.ada, here.m1, timezone.now())
    shown = page(client, here)
    assert "What your trainer said about version 1" in shown
    assert "Say until when." in shown
    assert address(here, file) in shown
    service.withdraw(here.bea, here.m1, timezone.now())
    shown = page(client, here)
    assert "What your trainer says about version 1" in shown
    assert shown.count("Say until when.") == 1
