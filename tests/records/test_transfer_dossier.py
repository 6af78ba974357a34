"""The dossier is what it was: compared with a kept page.

After a wanted change: ``WBM_REGENERATE_GOLDEN=1 pytest tests/records/test_transfer_dossier.py``,
then read what changed.
"""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.records.transfer_cases import NOW, exercise, fill, hand_in, review, team, write
from tests.unit.milestone_samples import WEAK
from xblocks.grading import service as grading
from xblocks.grading.presenters import presenter_of
from xblocks.transfer_project.reach import BLOCK_TYPE

GOLDEN = Path(__file__).parent / "golden" / "dossier.html"

pytestmark = pytest.mark.django_db


def body(page: str) -> str:
    """The page without what differs from run to run."""
    found = re.search(r"<article.*</article>", page, re.DOTALL)
    assert found
    text = re.sub(r"As of [^.]+\.", "As of TODAY.", found[0])
    return re.sub(r"\n\s*\n+", "\n", text) + "\n"


def test_the_dossier_shows_the_latest_version_of_every_milestone(
    client: Client, settings: Any
) -> None:
    settings.WBM_DESK_BASE_TEMPLATE = "wbm/desk/base.html"
    settings.LANGUAGES = [("en", "English")]
    settings.LANGUAGE_CODE = "en"
    here = team()
    exercise(here.where, milestone="m2", title="M2 · Agreement")
    fill(here.ada, here.m1, NOW)
    first = hand_in(here.ada, here.m1, NOW)
    comments = {"aim": "Words of the trainer"}
    review(here.tom, first, NOW, levels=WEAK, comments=comments, note="INTERNAL")
    later = NOW + timedelta(days=1)
    write(here.bea, here.m1, text="An <i>advice</i> hour in two shifts.", version=1, now=later)
    second = hand_in(here.bea, here.m1, later)
    grading.claim(here.tom, second.pk, later)
    grading.add_note(here.tom, second.pk, "INTERNAL", later)
    write(here.ada, exercise(here.where, milestone="m3", title="M3"), text="A DRAFT", now=later)
    client.force_login(here.user(here.ada))
    address = reverse("wbm:project_dossier", args=[here.where.key, here.ada.company])
    page = client.get(address).content.decode()
    assert "INTERNAL" not in page
    assert "DRAFT" not in page
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        GOLDEN.write_text(body(page), encoding="utf-8")
    assert body(page) == GOLDEN.read_text(encoding="utf-8")


def test_graders_and_exports_get_the_same_content() -> None:
    here = team()
    fill(here.ada, here.m1, NOW)
    review(here.tom, hand_in(here.ada, here.m1, NOW), NOW, levels=WEAK)
    write(here.ada, here.m1, text="An advice hour in two shifts.", version=1)
    work = hand_in(here.ada, here.m1, NOW)
    presenter = presenter_of(BLOCK_TYPE)
    definition = grading.open_work(here.tom, work.pk, NOW).definition
    shown = presenter.html(work, definition, here.tom)
    assert "An advice hour in two shifts." in shown
    assert "<del>" in shown
    told = "\n".join(presenter.text_lines(work, definition))
    assert "An advice hour in two shifts." in told
    assert "Who: works council; Power: high; Hours: 2; Day: 2027-03-01" in told
    assert presenter.revisions(definition) == (1, 14)
    assert presenter.jury(definition) == 0
