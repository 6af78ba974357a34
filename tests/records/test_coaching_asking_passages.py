"""What a team's milestone lends to a request: what its own page shows, without names and files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.records.transfer_cases import Team, fill, hand_in, team, write
from xblocks.core.people import Actor
from xblocks.exercises import team as sources
from xblocks.exercises.team import Passages, add_passages, passages_of
from xblocks.transfer_project.passing_on import passages

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def here() -> Team:
    return team()


def lent(here: Team, actor: Actor, phase: str = "m1") -> Passages | None:
    assert actor.company is not None
    return passages(here.where.key, actor.company, phase)


def test_a_team_that_has_written_nothing_lends_nothing(here: Team) -> None:
    found = lent(here, here.ada)
    assert found is None or found.passages == ()
    assert lent(here, here.ada, "m8") is None


def test_the_draft_is_lent_as_it_stands_without_confirmations_and_files(here: Team) -> None:
    fill(here.ada, here.m1)
    found = lent(here, here.bea)
    assert found is not None
    assert (found.title, found.draft) == ("M1 · Outline", True)
    labels = [each.label for each in found.passages]
    assert labels[:3] == ["Aim", "Proofs", "People"]
    assert "The council has agreed." not in labels
    assert "Map" not in labels
    told = " ".join(each.text for each in found.passages)
    assert here.ada.name not in told
    assert all(each.text.strip() for each in found.passages)


def test_after_handing_in_the_version_is_lent_and_no_other_team_sees_it(here: Team) -> None:
    fill(here.ada, here.m1)
    hand_in(here.ada, here.m1)
    found = lent(here, here.ada)
    assert found is not None
    assert not found.draft
    other = lent(here, here.cem)
    assert other is None or other.passages == ()


def test_the_first_source_that_has_something_answers(
    here: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_passages", [])
    write(here.ada, here.m1)
    assert here.ada.company is not None
    args: Any = (here.where.key, here.ada.company, "m1")
    assert passages_of(*args) is None
    for source in (lambda *_all: None, passages, passages):
        add_passages(source)
    found = passages_of(*args)
    assert found is not None
    assert [each.label for each in found.passages] == ["Aim"]
