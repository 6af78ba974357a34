"""From a team's matrix into its milestone: only what was looked at, only what the team ticks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.records import transfer_cases
from tests.records.needs_own_cases import NOW, Team, everybody_else, team
from tests.unit.milestone_samples import data
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.exercises.records import Exercise
from xblocks.exercises.team import tables_of
from xblocks.needs_analysis.domain.grid import Rating
from xblocks.needs_analysis.team import columns, people
from xblocks.transfer_project import handing_over, service
from xblocks.transfer_project.desk import shown
from xblocks.transfer_project.handing_over import OfferChanged
from xblocks.transfer_project.passing_on import passages
from xblocks.transfer_project.presenter import MilestonePresenter
from xblocks.transfer_project.refusals import FieldConflict, NoTeam, NotWritable
from xblocks.transfer_project.service import Seen

pytestmark = pytest.mark.django_db

FIELDS = [
    {"id": "aim", "kind": "text", "label": "Aim"},
    {"id": "own", "kind": "handover", "label": "Our matrix", "required": False},
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English whatever course was loaded before."""
    with translation.override("en"):
        yield


@pytest.fixture
def here() -> Team:
    """Five people, two competences, gaps of 2 and a surplus."""
    made = team()
    rows = made.add(count=5)
    for number, row in enumerate(rows):
        people.change_person(made.ada, made.own, row, "profile", "p1", "", NOW)
        made.set(row, "k1", "1m")
        made.set(row, "k2", "4" if number == 0 else "2")
    people.change_person(made.ada, made.own, rows[0], "activity", "Sets up presses", "", NOW)
    columns.weigh(made.ada, made.own, "k1", {"urgency": "3", "importance": "2"}, {}, NOW)
    return made


@pytest.fixture
def m3(here: Team) -> Exercise:
    definition = data(milestone="m3", fields=FIELDS, anchors=[])
    return transfer_cases.exercise(
        here.where, **{key: definition[key] for key in ("milestone", "fields", "anchors")}
    )


def hand_over(here: Team, m3: Exercise, *, rows: bool = False, version: int = 0) -> dict:
    offer = handing_over.offer(here.ada, m3, "own", rows=rows)
    kept = handing_over.hand_over(here.ada, m3, "own", offer.mark, Seen(version), NOW, rows=rows)
    return kept.value


def test_the_summary_tells_of_competences_and_of_no_person(here: Team, m3: Exercise) -> None:
    value = hand_over(here, m3)
    summary, targets = value["tables"]
    assert summary["rows"][0] == [
        "K1 Operate robots",
        "10",
        "5 of 5",
        "5",
        "0",
        "3 × 2 × 3 = 18",
        "high",
    ]
    assert summary["rows"][1] == ["K2 Check quality", "0", "0 of 5", "0", "2", "–", "not weighed"]
    assert "15 of 25 levels, 60.0 %" in summary["note"]
    assert targets["rows"] == [["P1 Line operator", "3", "2"]]
    text = json.dumps(value)
    assert "P01" not in text
    assert "Sets up presses" not in text


def test_people_go_along_under_their_codes_when_ticked(here: Team, m3: Exercise) -> None:
    value = hand_over(here, m3, rows=True)
    assert value["rows"] is True
    table = value["tables"][2]
    assert table["head"] == ["Code", "Activity today", "Profile", "K1", "K2", "Sum of gaps"]
    assert table["rows"][0] == ["P01", "Sets up presses", "P1", "1 / 3", "4 / 2", "2"]


def test_only_what_was_looked_at_is_handed_over(here: Team, m3: Exercise) -> None:
    offer = handing_over.offer(here.ada, m3, "own", rows=False)
    columns.rename_skill(here.bea, here.own, "k1", "Robots", "Operate robots", NOW)
    with pytest.raises(OfferChanged):
        handing_over.hand_over(here.ada, m3, "own", offer.mark, Seen(0), NOW, rows=False)
    summary = handing_over.offer(here.ada, m3, "own", rows=False)
    with pytest.raises(OfferChanged):
        handing_over.hand_over(here.ada, m3, "own", summary.mark, Seen(0), NOW, rows=True)
    assert transfer_cases.kept(here.ada, m3, "own").value is None


def test_what_was_handed_over_stays_as_it_was_until_it_is_renewed(here: Team, m3: Exercise) -> None:
    first = hand_over(here, m3)
    columns.rename_skill(here.ada, here.own, "k1", "Robots", "Operate robots", NOW)
    assert transfer_cases.kept(here.bea, m3, "own").value == first
    second = hand_over(here, m3, version=1)
    assert second["tables"][0]["rows"][0][0] == "K1 Robots"


def test_two_at_once_hear_of_one_another(here: Team, m3: Exercise) -> None:
    hand_over(here, m3)
    with pytest.raises(FieldConflict):
        handing_over.take_back(here.bea, m3, "own", Seen(0), NOW)
    handing_over.take_back(here.bea, m3, "own", Seen(1), NOW)
    assert transfer_cases.kept(here.ada, m3, "own").value is None


def test_it_goes_with_the_version_and_graders_read_it_there(here: Team, m3: Exercise) -> None:
    hand_over(here, m3)
    transfer_cases.write(here.ada, m3, "aim", "An advice hour in the early shift.")
    work = transfer_cases.hand_in(here.ada, m3)
    columns.rename_skill(here.ada, here.own, "k1", "Robots", "Operate robots", NOW)
    definition = json.loads(m3.definition)
    trainer = here.where.trainer("Tom")
    html = MilestonePresenter().html(work, definition, trainer)
    assert "K1 Operate robots" in html
    assert "P01" not in html
    lines = MilestonePresenter().text_lines(work, definition)
    assert any("Competence: K1 Operate robots; Sum of gaps: 10" in each for each in lines)
    with pytest.raises(NotWritable):
        handing_over.take_back(here.ada, m3, "own", Seen(1), NOW)


def test_a_comparison_tells_rows_that_changed(here: Team, m3: Exercise) -> None:
    before = {"own": hand_over(here, m3)}
    columns.weigh(here.ada, here.own, "k2", {"urgency": "1", "importance": "1"}, {}, NOW)
    after = {"own": hand_over(here, m3, version=1)}
    changes = service.changes(service.milestone_of(m3), before, after)
    rows = changes[1].comparison.rows
    assert [row.kind for row in rows] == ["same", "same", "changed", "same", "same"]
    assert "1 × 1 × 1 = 1" in shown.render("changes", shown.changes_context(changes))


def test_nothing_of_it_goes_on_to_the_coaching_desk(here: Team, m3: Exercise) -> None:
    hand_over(here, m3, rows=True)
    assert here.ada.company is not None
    found = passages(here.where.key, here.ada.company, "m3")
    assert found is None or "Our matrix" not in [each.label for each in found.passages]


def test_nobody_else_is_offered_anything(here: Team, m3: Exercise) -> None:
    for who in everybody_else(here).values():
        with pytest.raises((NotAllowed, NoTeam, Masquerading, NotFound)):
            handing_over.offer(who, m3, "own", rows=False)
    assert handing_over.offer(here.cem, m3, "own", rows=True).tables == ()
    with pytest.raises(NotFound):
        handing_over.offer(here.ada, m3, "aim", rows=False)
    with pytest.raises(Masquerading):
        handing_over.take_back(replace(here.ada, masquerading=True), m3, "own", Seen(0), NOW)


def test_another_milestone_and_an_empty_matrix_get_nothing(here: Team) -> None:
    assert here.ada.company is not None
    assert here.cem.company is not None
    assert tables_of(here.where.key, here.ada.company, "m4", rows=True) == ()
    assert tables_of(here.where.key, here.cem.company, "m3", rows=True) == ()


def test_the_page_shows_it_first_then_keeps_it(
    plain_desk: None, here: Team, m3: Exercise, client: Client
) -> None:
    client.force_login(here.user(here.ada))

    def url(name: str) -> str:
        return reverse(f"wbm:project_{name}", args=[here.where.key, m3.usage_key, "own"])

    headers = {"HX-Request": "true"}
    html = client.get(url("handover"), headers=headers).content.decode()
    assert "exactly this would go along" in html
    assert "P01" not in html
    html = client.get(url("handover"), {"rows": "1"}, headers=headers).content.decode()
    assert "P01" in html
    mark = html.partition('name="mark" value="')[2].partition('"')[0]
    here.set(here.add("X1")[0], "k1", "2")
    form = {"mark": mark, "rows": "1", "version": "0"}
    answer = client.post(url("hand_over"), form, headers=headers)
    assert answer.status_code == 409
    assert "changed the matrix meanwhile" in answer.content.decode()
    mark = answer.content.decode().partition('name="mark" value="')[2].partition('"')[0]
    answer = client.post(url("hand_over"), form | {"mark": mark}, headers=headers)
    assert "with each person under a code" in answer.content.decode()
    answer = client.post(url("take_back"), {"version": "1"}, headers=headers)
    assert "See what would go along" in answer.content.decode()
    assert here.worker("X1").levels == {"k1": Rating(2)}
    page = client.get(reverse("wbm:project_milestone", args=[here.where.key, m3.usage_key]))
    assert "Our matrix" in page.content.decode()
