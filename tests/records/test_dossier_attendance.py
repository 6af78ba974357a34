"""Who was there: noted once for all, corrected with who and when, read by those it is for."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.records import grading_cases
from tests.records.desk_cases import Desk
from tests.records.dossier_cases import note
from tests.records.grading_cases import NOW
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.dossier import service
from xblocks.dossier.attendance import Row, Sheet
from xblocks.dossier.records import AttendanceNote
from xblocks.dossier.refusals import NotOnSheet, SheetChanged
from xblocks.roster.records import Person

pytestmark = pytest.mark.django_db


def sheet(desk: Desk, actor: Actor | None = None, day: int = 1) -> Sheet:
    actor = actor or desk.tom
    return service.sheet(actor, service.districts(actor)[0], day)


def save(
    desk: Desk, *there: Actor, day: int = 1, actor: Actor | None = None, **rest: object
) -> int:
    """Save the sheet as it stands now, ticked for some."""
    actor = actor or desk.tom
    found = sheet(desk, actor, day)
    seen = rest.pop("seen", {row.person_id: len(row.notes) for row in found.rows})
    ids = {each.person_id for each in there}
    return service.save(actor, found.district, day, ids, seen, rest.pop("now", NOW))  # type: ignore[arg-type]


def state(found: Sheet) -> dict[str, bool | None]:
    return {row.name: row.there for row in found.rows}


def row(found: Sheet, name: str) -> Row:
    return next(each for each in found.rows if each.name == name)


def test_a_sheet_shows_the_trainees_of_the_district_and_what_is_noted(desk: Desk) -> None:
    assert state(sheet(desk)) == {"Ada": None, "Ben": None, "Cem": None}
    assert save(desk, desk.ada, desk.cem) == 3
    assert state(sheet(desk)) == {"Ada": True, "Ben": False, "Cem": True}
    assert [(each.there, each.noted) for each in sheet(desk).counts] == [(2, 3), *[(0, 0)] * 8]


def test_a_correction_keeps_who_noted_what_and_when(desk: Desk) -> None:
    save(desk, desk.ada, desk.ben, desk.cem)
    later = NOW + timedelta(days=2)
    assert save(desk, desk.ada, desk.cem, actor=desk.tina, now=later) == 1
    notes = row(sheet(desk), "Ben").notes
    assert [(each.there, each.by, each.at) for each in notes] == [
        (False, "Tina", later),
        (True, "Tom", NOW),
    ]


def test_saving_again_writes_nothing(desk: Desk) -> None:
    save(desk, desk.ada)
    assert save(desk, desk.ada) == 0
    assert AttendanceNote.objects.count() == 3


def test_nobody_overwrites_unseen_what_somebody_else_noted(desk: Desk) -> None:
    seen = {each.person_id: 0 for each in sheet(desk).rows}
    save(desk, desk.ada, actor=desk.tina)
    with pytest.raises(SheetChanged):
        save(desk, desk.ben, seen=seen)
    assert state(sheet(desk)) == {"Ada": True, "Ben": False, "Cem": False}


def test_of_two_at_the_same_moment_the_database_lets_one_through(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xblocks.dossier import attendance

    seen = {each.person_id: 0 for each in sheet(desk).rows}
    save(desk, desk.ada, actor=desk.tina)
    # What the slower one read before the faster one wrote.
    monkeypatch.setattr(attendance, "_notes", lambda _people: {})
    with pytest.raises(SheetChanged):
        save(desk, desk.ben, seen=seen)
    monkeypatch.undo()
    assert AttendanceNote.objects.count() == 3


def test_whoever_came_to_the_district_meanwhile_is_not_noted_as_missing(desk: Desk) -> None:
    seen = {each.person_id: 0 for each in sheet(desk).rows}
    desk.course.trainee("Eva", desk.birke)
    save(desk, desk.ada, seen=seen)
    assert state(sheet(desk))["Eva"] is None


def test_other_districts_are_out_of_reach(desk: Desk) -> None:
    assert [each.name for each in service.districts(desk.tom)] == ["North"]
    assert [each.name for each in service.districts(desk.sven)] == ["South"]
    with pytest.raises(NotFound):
        save(desk, seen={desk.dora.person_id: 0})
    with pytest.raises(NotFound):
        save(desk, day=10)
    assert not AttendanceNote.objects.exists()


def test_coordinators_note_every_district(desk: Desk) -> None:
    kim = desk.course.person("Kim", [Role.COORDINATOR])
    assert [each.name for each in service.districts(kim)] == ["North", "South"]
    assert save(desk, desk.ada, actor=kim) == 3


def test_trainees_note_nothing_not_even_trainers_their_own_day(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        service.districts(desk.ada)
    both = desk.course.person("Ina", [Role.TRAINEE, Role.TRAINER], desk.adler, [desk.course.north])
    assert "Ina" not in state(sheet(desk, both))
    assert "Ina" in state(sheet(desk))
    with pytest.raises(NotFound):
        save(desk, actor=both, seen={both.person_id: 0})


def test_staff_looking_as_somebody_else_writes_nothing(desk: Desk) -> None:
    from dataclasses import replace

    with pytest.raises(Masquerading):
        save(desk, actor=replace(desk.tom, masquerading=True))


def test_a_pasted_list_ticks_names_and_addresses(desk: Desk) -> None:
    ben = Person.objects.get(pk=desk.ben.person_id)
    north = service.districts(desk.tom)[0]
    text = f'  ADA  \n\n"{ben.email.upper()}";was there\n'
    assert service.found_in(desk.tom, north, text) == {desk.ada.person_id, desk.ben.person_id}


def test_a_line_that_is_nobodys_or_several_peoples_is_named(desk: Desk) -> None:
    desk.course.trainee("Ada", desk.birke)
    north = service.districts(desk.tom)[0]
    with pytest.raises(NotOnSheet, match="Not on this sheet: Ada, Dora, Zoe"):
        service.found_in(desk.tom, north, "Ada\nBen\nDora\nZoe")


def page(desk: Desk, actor: Actor, **query: object) -> HttpResponse:
    return desk.browser(actor).get(desk.url("attendance"), query)


def form(desk: Desk, day: int = 1, **rest: object) -> dict[str, object]:
    found = sheet(desk, day=day)
    seen = {f"seen-{each.person_id}": len(each.notes) for each in found.rows}
    return {"district": found.district.pk, "day": day, **seen, **rest}


def test_the_page_opens_the_first_day_that_is_not_noted(desk: Desk) -> None:
    assert page(desk, desk.tom).context["sheet"].day == 1
    save(desk, desk.ada)
    assert page(desk, desk.tom).context["sheet"].day == 2
    assert page(desk, desk.tom, day=1).context["sheet"].day == 1


def test_one_press_notes_everybody(desk: Desk) -> None:
    browser = desk.browser(desk.tom)
    answer = browser.post(desk.url("attendance"), form(desk, day=3, everybody="1"), follow=True)
    assert "Day 3 is saved." in answer.content.decode()
    assert set(state(sheet(desk, day=3)).values()) == {True}


def test_a_faulty_list_keeps_what_was_typed_and_saves_nothing(desk: Desk) -> None:
    answer = desk.browser(desk.tom).post(
        desk.url("attendance"), form(desk, there=[desk.ada.person_id], pasted="Ben\nNobody")
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Not on this sheet: Nobody." in text
    assert "Ben\nNobody</textarea>" in text
    assert [ticked for _row, ticked in answer.context["rows"]] == [True, False, False]
    assert not AttendanceNote.objects.exists()


def test_a_page_that_is_outdated_comes_back_with_the_present_state(desk: Desk) -> None:
    outdated = form(desk, there=[desk.ben.person_id])
    save(desk, desk.ada, actor=desk.tina)
    answer = desk.browser(desk.tom).post(desk.url("attendance"), outdated)
    assert answer.status_code == 409
    assert [ticked for _row, ticked in answer.context["rows"]] == [True, False, False]


@pytest.mark.parametrize(
    "wrong",
    [{"district": "0"}, {"district": "x"}, {"day": "0"}, {"day": "10"}, {"seen-999999": "0"}],
)
def test_what_cannot_be_is_not_found(desk: Desk, wrong: dict[str, object]) -> None:
    answer = desk.browser(desk.tom).post(desk.url("attendance"), {**form(desk), **wrong})
    assert answer.status_code == 404
    assert not AttendanceNote.objects.exists()


def test_a_trainer_without_district_is_told_whom_to_ask(desk: Desk) -> None:
    lost = desk.course.person("Lot", [Role.TRAINER])
    assert "No district belongs to you yet." in page(desk, lost).content.decode()


def test_the_table_holds_all_days_and_runs_no_formula(desk: Desk) -> None:
    Person.objects.filter(pk=desk.cem.person_id).update(name="=1+1")
    note(desk.ada.person_id, [1, 2])
    note(desk.ada.person_id, [2], there=False)
    answer = desk.browser(desk.tom).get(desk.url("attendance_table"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Name", "Company", "Day 1", "Day 2"]
    assert rows[1] == ["Ada", "Adler", "there", "not there", *[""] * 7]
    assert "'=1+1" in {each[0] for each in rows}
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_page_costs_the_same_for_two_and_for_forty(desk: Desk) -> None:
    def statements() -> int:
        browser = desk.browser(desk.tom)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(desk.url("attendance"), {"day": 1}).status_code == 200
        return len(captured)

    save(desk, desk.ada)
    few = statements()
    for number in range(40):
        desk.course.trainee(f"P{number}", desk.adler)
    save(desk, desk.ada)
    assert statements() == few
    assert few <= 9


def test_a_course_does_not_see_another(desk: Desk) -> None:
    other = Desk(grading_cases.course())
    assert sheet(other).rows
    with pytest.raises(NotFound):
        save(desk, seen={other.ada.person_id: 0})
