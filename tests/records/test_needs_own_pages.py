"""The pages of a team's matrix: what they show, save, refuse; statements and bytes."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.records.needs_own_cases import NOW, Team, fill_up, team
from xblocks.core.people import Role
from xblocks.needs_analysis.domain.grid import Rating, Skill
from xblocks.needs_analysis.records import MatrixRow
from xblocks.needs_analysis.team import columns, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(plain_desk: None) -> Team:
    return team()


@pytest.fixture
def ada(here: Team) -> Client:
    client = Client()
    client.force_login(here.user(here.ada))
    return client


@pytest.fixture
def bea(here: Team) -> Client:
    client = Client()
    client.force_login(here.user(here.bea))
    return client


def test_an_empty_matrix_tells_how_to_begin(here: Team, ada: Client) -> None:
    html = here.get(ada, "matrix").content.decode()
    assert "Nobody is here yet" in html
    assert "Only your team reads this" in html


def test_people_are_added_and_told(here: Team, ada: Client) -> None:
    answer = here.post(ada, "add", count="2", codes="")
    assert "2 people are added." in answer.content.decode()
    answer = here.post(ada, "add", count="5", codes="mo-1; MO-2")
    assert [each.code for each in here.grid().people] == ["P01", "P02", "MO-1", "MO-2"]
    assert "Fewer than 5 people" in answer.content.decode()


def test_a_profile_can_be_given_to_all_who_have_none(here: Team, ada: Client) -> None:
    first, *_others = here.add(count=3)
    columns.add_target(here.ada, here.own, "Setter", NOW)
    people.change_person(here.ada, here.own, first, "profile", "p2", "", NOW)
    assert "2 people have no target profile yet" in here.get(ada, "matrix").content.decode()
    here.post(ada, "profile", profile="p1")
    assert [each.profile for each in here.grid().people] == ["p2", "p1", "p1"]
    assert here.post(ada, "profile", profile="p9").status_code == 409


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("Anna Müller", "full name"),
        ("a@example.org", "mail address"),
        ("4711", "personnel number"),
        ("Ada Adler", "full name"),
    ],
)
def test_names_are_refused_with_a_sentence(here: Team, ada: Client, codes: str, words: str) -> None:
    answer = here.post(ada, "add", codes=codes)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert here.grid().people == ()


def test_a_level_is_saved_and_the_row_comes_back(here: Team, ada: Client) -> None:
    (row,) = here.add(count=1)
    people.change_person(here.ada, here.own, row, "profile", "p1", "", NOW)
    answer = here.post(ada, "level", row=row, competence="k1", level="1", was="")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "wbm:levels"
    assert html.startswith("<tr ")
    assert "class=g2" in html
    assert here.worker("P01").levels == {"k1": Rating(1)}


def test_two_at_one_field_get_both_levels_and_decide(here: Team, ada: Client, bea: Client) -> None:
    (row,) = here.add(count=1)
    here.post(ada, "level", row=row, competence="k1", level="2", was="")
    answer = here.post(bea, "level", row=row, competence="k1", level="4", was="")
    html = answer.content.decode()
    assert (answer.status_code, answer["X-WBM-Refusal"]) == (409, "value_conflict")
    assert "Take yours: 4 · expert" in html
    assert "Keep the other one: 2 · with guidance" in html
    assert "Ada Adler" in html
    answer = here.post(bea, "level", row=row, competence="k1", level="4", was="2", decided="1")
    assert "hx-swap-oob" in answer.content.decode()
    assert here.worker("P01").levels == {"k1": Rating(4)}


def test_what_a_team_mate_does_arrives_and_nothing_else_is_sent(
    here: Team, ada: Client, bea: Client
) -> None:
    first, second = here.add(count=2)
    tag = here.get(ada, "state")["ETag"]
    url = here.url("state")
    assert ada.get(url, headers={"If-None-Match": tag}).status_code == 304
    here.post(bea, "level", row=second, competence="k1", level="4", was="")
    answer = ada.get(url, headers={"If-None-Match": tag})
    html = answer.content.decode()
    assert f"-heat-r{second}" in html
    assert f"-heat-r{first}" not in html
    assert "<tfoot" in html
    assert "HX-Retarget" not in answer
    assert ada.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    here.add(count=1)
    answer = ada.get(url, headers={"If-None-Match": answer["ETag"]})
    assert answer["HX-Retarget"].startswith("#wbm-")


def test_a_person_has_a_page_of_their_own(here: Team, ada: Client, bea: Client) -> None:
    first, second = here.add(count=2)
    html = here.get(ada, "person", row=first).content.decode()
    assert "Next person" in html
    assert "Previous person" not in html
    answer = here.post(ada, "detail", row=first, detail="activity", value="Packer Jürgen", was="")
    assert "“Jürgen” looks like a name" in answer.content.decode()
    answer = here.post(bea, "detail", row=first, detail="activity", value="Setter", was="")
    assert answer.status_code == 409
    assert "Packer Jürgen" in answer.content.decode()
    answer = here.post(bea, "detail", row=first, detail="activity", value="x", was="", theirs="1")
    assert 'value="Packer Jürgen"' in answer.content.decode()
    answer = here.post(
        ada, "person_level", row=first, competence="k1", value="3", source="m", was=""
    )
    assert answer.status_code == 200
    assert 'name="was" value="3"' in answer.content.decode()
    assert here.worker("P01").levels == {"k1": Rating(3, "m")}
    answer = here.post(ada, "detail", row=second, detail="code", value="Ada Adler", was="P02")
    assert answer.status_code == 422
    assert "full name" in answer.content.decode()


def test_a_removed_person_can_be_brought_back(here: Team, ada: Client) -> None:
    first, _second = here.add(count=2)
    html = here.post(ada, "person_remove", row=first).content.decode()
    assert [each.code for each in here.grid().people] == ["P02"]
    token = html.partition('name="undo" value="')[2].partition('"')[0]
    answer = here.post(ada, "undo", undo=token, tab="matrix")
    assert "It is back" in answer.content.decode()
    assert [each.code for each in here.grid().people] == ["P01", "P02"]


def test_competences_are_kept_on_their_page(here: Team, ada: Client) -> None:
    (row,) = here.add(count=1)
    here.set(row, "k1", "2")
    assert "goes along" in here.get(ada, "columns").content.decode()
    here.post(ada, "step", step="add_skill", label="Mend faults")
    here.post(ada, "step", step="up", name="k3")
    here.post(ada, "label", kind="skill", name="k3", value="Mend", was="Mend faults")
    answer = here.post(ada, "label", kind="skill", name="k3", value="", was="Mend")
    assert answer.status_code == 422
    html = here.post(ada, "step", step="remove_skill", name="k1").content.decode()
    assert [each.label for each in here.grid().skills] == ["Mend", "Check quality"]
    token = html.partition('name="undo" value="')[2].partition('"')[0]
    here.post(ada, "undo", undo=token, tab="columns")
    assert here.worker("P01").levels == {"k1": Rating(2)}
    assert here.post(ada, "step", step="nonsense").status_code == 400


def test_profiles_are_kept_on_theirs(here: Team, ada: Client) -> None:
    here.post(ada, "step", step="add_target", label="Setter")
    html = here.get(ada, "columns", target="p2").content.decode()
    assert "Setter: which levels" in html
    answer = here.post(ada, "target_level", target="p2", competence="k1", value="4", was="")
    assert answer.status_code == 200
    assert here.grid().targets[1].levels == {"k1": 4}
    assert here.get(ada, "columns", target="p9").status_code == 404


def test_priorities_follow_the_rule(here: Team, ada: Client) -> None:
    rows = here.add(count=5)
    for row in rows:
        people.change_person(here.ada, here.own, row, "profile", "p1", "", NOW)
        here.set(row, "k1", "0")
        here.set(row, "k2", "2")
    here.post(ada, "weigh", kind="urgency", name="k1", value="3", was="")
    answer = here.post(ada, "weigh", kind="importance", name="k1", value="3", was="")
    html = answer.content.decode()
    assert "3 × 3 × 3 = <b>27</b>" in html
    assert "5 of 5 (100 %), class 3" in html
    html = here.post(ada, "weigh", kind="safety", name="k2", value="1", was="").content.decode()
    assert html.count("wbm-badge--rank-danger") == 2, "occupational safety is always high"
    assert here.grid().skills[0] == Skill("k1", "Operate robots", 3, 3)
    assert here.post(ada, "weigh", kind="colour", name="k1", value="3").status_code == 400


def test_files_go_out(here: Team, ada: Client) -> None:
    (row,) = here.add(count=1)
    here.set(row, "k1", "3m")
    answer = here.get(ada, "file", "xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book["People"]["D2"].value == 3
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert here.get(ada, "file", "csv").content.startswith(b"\xef\xbb\xbf# People")
    template = load_workbook(io.BytesIO(here.get(ada, "file", "template").content))
    assert [row[0].value for row in template["People"].iter_rows(min_row=2)][-1] == "P20"
    assert here.get(ada, "file", "exe").status_code == 404
    assert "P01" in here.get(ada, "print").content.decode()


def sent(here: Team, client: Client, content: bytes, name: str = "m.xlsx") -> str:
    upload = SimpleUploadedFile(name, content)
    return here.post(client, "look", file=upload).content.decode()


def test_a_file_is_looked_at_before_anything_is_written(here: Team, ada: Client) -> None:
    rows = here.add(count=3)
    here.set(rows[0], "k1", "3m")
    content = here.get(ada, "file", "xlsx").content
    before = here.grid()
    here.set(rows[0], "k1", "1", "3m")
    people.remove_person(here.ada, here.own, rows[1], NOW)
    columns.add_skill(here.ada, here.own, "Newer", NOW)
    changed = here.grid()
    html = sent(here, ada, content)
    assert here.grid() == changed
    assert "1 added, 1 changed" in html
    assert "1 removed" in html
    token = html.partition('name="token" value="')[2].partition('"')[0]
    answer = here.post(ada, "take", token=token)
    assert "now as the file says" in answer.content.decode()
    assert here.grid() == before
    assert MatrixRow.objects.get(code="P01").pk == rows[0], "who stays keeps the row"
    again = here.post(ada, "take", token=token)
    assert again.status_code == 409


def test_a_file_is_taken_over_by_nobody_else_and_only_as_it_was_seen(
    here: Team, ada: Client
) -> None:
    here.add(count=1)
    content = here.get(ada, "file", "csv").content.replace(b"P01;;", b"P01;Setter;")
    html = sent(here, ada, content, "m.csv")
    token = html.partition('name="token" value="')[2].partition('"')[0]
    cem = Client()
    cem.force_login(here.user(here.cem))
    assert here.post(cem, "take", token=token).status_code == 409
    here.add(count=1)
    assert here.post(ada, "take", token=token).status_code == 409
    assert here.worker("P01").activity == ""
    assert here.post(ada, "take", token="x").status_code == 409


def test_a_faulty_file_changes_nothing_and_tells_every_place(here: Team, ada: Client) -> None:
    here.add(count=2)
    book = load_workbook(io.BytesIO(here.get(ada, "file", "xlsx").content))
    book["People"]["D2"], book["People"]["A3"] = 7, "Anna Müller"
    out = io.BytesIO()
    book.save(out)
    before = here.grid()
    html = sent(here, ada, out.getvalue())
    assert "2 places are not right" in html
    assert "D2" in html
    assert "A3" in html
    assert 'name="token"' not in html
    assert here.grid() == before


def test_a_file_of_10_mb_and_none_at_all_are_refused(here: Team, ada: Client) -> None:
    upload = SimpleUploadedFile("m.xlsx", b"x" * 10_000_000)
    assert here.post(ada, "look", file=upload).status_code == 413
    assert here.post(ada, "look").status_code == 422


def test_nobody_else_gets_at_any_page(here: Team, ada: Client) -> None:
    (row,) = here.add(count=1)
    where = here.where
    for role in (Role.TRAINER, Role.COORDINATOR, Role.EXPERT, Role.AUTHOR):
        who = where.person(role.value, [role], None, [where.north])
        client = Client()
        client.force_login(here.user(who))
        for name in ("matrix", "state", "columns", "priorities", "files", "print"):
            assert here.get(client, name).status_code == 403, (role, name)
        assert here.get(client, "person", row=row).status_code == 403
        assert here.get(client, "file", "xlsx").status_code == 403
        assert here.post(client, "level", row=row, competence="k1", level="3").status_code == 403
    cem = Client()
    cem.force_login(here.user(here.cem))
    assert here.get(cem, "person", row=row).status_code == 409
    assert "Nobody is here yet" in here.get(cem, "matrix").content.decode()


@pytest.mark.parametrize(("name", "most"), [("matrix", 9), ("state", 8)])
def test_pages_take_the_same_statements_however_large_the_matrix_is(
    here: Team, ada: Client, name: str, most: int
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert here.get(ada, name).status_code == 200
        return len(caught)

    here.add("X1")
    few = statements()
    fill_up(here, 199, 40)
    assert statements() == few <= most


def test_a_large_matrix_is_light_and_its_levels_are_saved_in_few_statements(
    here: Team, ada: Client
) -> None:
    here.add("X1")
    rows = fill_up(here, 199, 40)
    assert len(here.get(ada, "matrix").content) <= 300_000
    with CaptureQueriesContext(connection) as caught:
        here.post(ada, "level", row=rows[100], competence="k7", level="4", was="1")
    assert len(caught) <= 18, [each["sql"] for each in caught]
