"""Every page and every handler, asked by every role, by a stranger and by nobody.

The platform protects neither, so each must refuse by itself. `PAGES` says which action of the
permission table a page stands for; a page that is missing here fails the test.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from xblock.core import XBlock

from course_export.preview import start
from course_export.preview.course import Course
from tests import sample_course
from tests.contracts import moderation_pages, triad_pages
from tests.personas import be
from tests.unit import dialogue_cases, milestone_samples, needs_definitions, rating_samples
from xblocks.core.definitions import BLOCK_TYPES, canonical, fingerprint
from xblocks.core.people import Role
from xblocks.core.permissions import PERMISSIONS, Action
from xblocks.exercises.service import Snapshot, record
from xblocks.role_play import definition as role_play
from xblocks.roster.records import Company, District, Person
from xblocks.transfer_project.definition import Milestone
from xblocks.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]  # walks, see tests/conftest.py

PAGES = {
    "privacy": Action.SEE_PRIVACY,
    "privacy_download": Action.SEE_PRIVACY,
    "dossier": Action.SEE_DOSSIER,
    "dossier_print": Action.SEE_DOSSIER,
    "dossier_badge": Action.SEE_DOSSIER,
    "dossier_share": Action.SEE_DOSSIER,
    "dossier_end": Action.SEE_DOSSIER,
    "attendance": Action.NOTE_ATTENDANCE,
    "attendance_table": Action.NOTE_ATTENDANCE,
    "inbox": Action.SEE_INBOX,
    "inbox_bell": Action.SEE_INBOX,
    "inbox_mails": Action.SEE_INBOX,
    "inbox_read_all": Action.SEE_INBOX,
    "inbox_open": Action.SEE_INBOX,
    "inbox_read": Action.SEE_INBOX,
    "coaching_ask": Action.ASK,
    "coaching_draft": Action.ASK,
    "coaching_hints": Action.ASK,
    "coaching_own": Action.ASK,
    "coaching_own_step": Action.ASK,
    "coaching_save": Action.ASK,
    "coaching_send": Action.ASK,
    "coaching_discard": Action.ASK,
    "coaching_context": Action.ASK,
    "coaching_context_gone": Action.ASK,
    "coaching_upload": Action.ASK,
    "coaching_upload_finish": Action.ASK,
    "coaching_upload_part": Action.ASK,
    "coaching_file": Action.READ_REQUESTS,
    "coaching_file_gone": Action.ASK,
    "coaching_told": Action.SEE_INBOX,
    "coaching_slots": Action.OFFER_TIMES,
    "coaching_slot": Action.OFFER_TIMES,
    "coaching_slot_move": Action.OFFER_TIMES,
    "coaching_slot_cancel": Action.OFFER_TIMES,
    "coaching_slot_file": Action.OFFER_TIMES,
    "coaching_slots_calendar": Action.OFFER_TIMES,
    "coaching_times": Action.BOOK,
    "coaching_times_calendar": Action.BOOK,
    "coaching_book": Action.BOOK,
    "coaching_appointment": Action.BOOK,
    "coaching_appointment_move": Action.BOOK,
    "coaching_appointment_cancel": Action.BOOK,
    "coaching_appointment_file": Action.BOOK,
    "coaching_requests": Action.ANSWER,
    "coaching_request": Action.ANSWER,
    "coaching_step": Action.ANSWER,
    "coaching_workload": Action.ANSWER,
    "coaching_away": Action.ANSWER,
    "coaching_back": Action.ANSWER,
    "coaching_texts": Action.ANSWER,
    "coaching_text": Action.ANSWER,
    "coaching_text_gone": Action.ANSWER,
    "coaching_text_use": Action.ANSWER,
    "coaching_oversight": Action.OVERSEE,
    "coaching_reassign": Action.OVERSEE,
    "coaching_figures": Action.OVERSEE,
    "coaching_figures_table": Action.OVERSEE,
    "coaching_knowledge": Action.SEARCH_KNOWLEDGE,
    "coaching_suggest": Action.SEARCH_KNOWLEDGE,
    "coaching_entry": Action.SEARCH_KNOWLEDGE,
    "coaching_entry_brought": Action.SEARCH_KNOWLEDGE,
    "coaching_entries": Action.EDIT_KNOWLEDGE,
    "coaching_entry_new": Action.EDIT_KNOWLEDGE,
    "coaching_entry_edit": Action.EDIT_KNOWLEDGE,
    "coaching_entry_check": Action.EDIT_KNOWLEDGE,
    "coaching_entry_ask": Action.EDIT_KNOWLEDGE,
    "coaching_entry_sign": Action.EDIT_KNOWLEDGE,
    "coaching_entry_gone": Action.EDIT_KNOWLEDGE,
    "coaching_consent": Action.ASK,
    "grading": Action.SEE_GRADES,
    "grading_next": Action.GRADE,
    "grading_mine": Action.SIT_IN_JURY,
    "grading_short": Action.GRADE,
    "grading_short_work": Action.GRADE,
    "grading_comments": Action.GRADE,
    "grading_choose": Action.GRADE,
    "grading_keep": Action.GRADE,
    "grading_forget": Action.GRADE,
    "grading_use": Action.GRADE,
    "grading_downloads": Action.SEE_GRADES,
    "grading_works": Action.GRADE,
    "grading_grades": Action.SEE_GRADES,
    "grading_work": Action.SIT_IN_JURY,
    "grading_draft": Action.SIT_IN_JURY,
    "grading_decide": Action.GRADE,
    "grading_hold": Action.GRADE,
    "grading_seat": Action.SIT_IN_JURY,
    "grading_jury": Action.GRADE,
    "grading_note": Action.GRADE,
    "grading_files": Action.GRADE,
    "grading_file": Action.SIT_IN_JURY,
    "grading_file_gone": Action.GRADE,
    "grading_file_finish": Action.GRADE,
    "grading_file_part": Action.GRADE,
    "grading_history": Action.SEE_GRADES,
    "results_file": Action.SEE_RESULTS,
    "roster": Action.SEE_ROSTER,
    "roster_export": Action.SEE_ROSTER,
    "roster_template": Action.SEE_ROSTER,
    "roster_import": Action.EDIT_ROSTER,
    "roster_check": Action.EDIT_ROSTER,
    "roster_confirm": Action.EDIT_ROSTER,
    "roster_add": Action.EDIT_ROSTER,
    "roster_person": Action.SEE_ROSTER,
    "roster_step": Action.EDIT_ROSTER,
    "roster_places": Action.SEE_ROSTER,
    "roster_company": Action.EDIT_ROSTER,
    "roster_district": Action.EDIT_ROSTER,
    "project": Action.WRITE_PROJECT,
    "project_dossier": Action.READ_PROJECT,
    "project_milestone": Action.WRITE_PROJECT,
    "project_state": Action.WRITE_PROJECT,
    "project_summary": Action.WRITE_PROJECT,
    "project_hand_in": Action.HAND_IN,
    "project_withdraw": Action.HAND_IN,
    "project_version": Action.WRITE_PROJECT,
    "project_compare": Action.WRITE_PROJECT,
    "project_teams": Action.EXTEND,
    "project_file": Action.READ_PROJECT,
    "project_remove": Action.WRITE_PROJECT,
    "project_save": Action.WRITE_PROJECT,
    "project_resolve": Action.WRITE_PROJECT,
    "project_upload": Action.WRITE_PROJECT,
    "project_finish": Action.WRITE_PROJECT,
    "project_part": Action.WRITE_PROJECT,
    "project_handover": Action.WRITE_PROJECT,
    "project_hand_over": Action.WRITE_PROJECT,
    "project_take_back": Action.WRITE_PROJECT,
    "needs_case": Action.ANALYSE,
    "needs_case_step": Action.ANALYSE,
    "needs_case_part": Action.ANALYSE,
    "needs_case_beside": Action.ANALYSE,
    "needs_case_save": Action.ANALYSE,
    "needs_case_gap": Action.ANALYSE,
    "needs_case_take_over": Action.ANALYSE,
    "needs_case_hand_in": Action.ANALYSE,
    "needs_case_anew": Action.ANALYSE,
    "needs_case_print": Action.ANALYSE,
    "needs_case_funding": Action.ANALYSE,
    "needs_living": Action.ANALYSE,
    "needs_living_begin": Action.ANALYSE,
    "needs_living_ask": Action.ANALYSE,
    "needs_living_believe": Action.ANALYSE,
    "needs_living_closing": Action.ANALYSE,
    "needs_living_close": Action.ANALYSE,
    "needs_living_answer": Action.ANALYSE,
    "needs_living_finish": Action.ANALYSE,
    "needs_law": Action.ANALYSE,
    "own_matrix": Action.KEEP_MATRIX,
    "own_state": Action.KEEP_MATRIX,
    "own_level": Action.KEEP_MATRIX,
    "own_row": Action.KEEP_MATRIX,
    "own_add": Action.KEEP_MATRIX,
    "own_undo": Action.KEEP_MATRIX,
    "own_profile": Action.KEEP_MATRIX,
    "own_person": Action.KEEP_MATRIX,
    "own_detail": Action.KEEP_MATRIX,
    "own_person_level": Action.KEEP_MATRIX,
    "own_person_remove": Action.KEEP_MATRIX,
    "own_columns": Action.KEEP_MATRIX,
    "own_step": Action.KEEP_MATRIX,
    "own_label": Action.KEEP_MATRIX,
    "own_target_level": Action.KEEP_MATRIX,
    "own_priorities": Action.KEEP_MATRIX,
    "own_weigh": Action.KEEP_MATRIX,
    "own_files": Action.KEEP_MATRIX,
    "own_look": Action.KEEP_MATRIX,
    "own_take": Action.KEEP_MATRIX,
    "own_file": Action.KEEP_MATRIX,
    "own_print": Action.KEEP_MATRIX,
    **moderation_pages.PAGES,
    "practice": Action.SEE_PRACTICE,
    "practice_paths": Action.SEE_PRACTICE,
    "rating": Action.PRACTISE,
    "rating_save": Action.PRACTISE,
    "rating_finish": Action.PRACTISE,
    "rating_anew": Action.PRACTISE,
    **triad_pages.PAGES,
}
PUBLIC = {"shared", "coaching_feed"}
"""Pages for whoever has the link: they ask nobody who they are, and name no course."""
PEOPLE = [*(role.value for role in Role), "stranger", "nobody"]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The small course, loaded, with the demo people."""
    return start.open_course(sample_course.write(tmp_path))


def test_every_page_stands_in_the_table() -> None:
    names = [pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert len(names) == len(urlpatterns)
    assert sorted(names) == sorted([*PAGES, *PUBLIC])


@pytest.mark.parametrize("who", PEOPLE)
def test_a_public_page_is_the_same_for_everybody_and_shows_nothing_without_its_link(
    course: Course, client: Client, who: str
) -> None:
    be(client, course, who)
    for name in PUBLIC:
        response = client.get(address(course, name))
        assert response.status_code == 404
        assert client.post(address(course, name)).status_code == 405
        assert str(course.key) not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", PEOPLE)
def test_pages_open_for_those_the_table_names_and_nobody_else(
    course: Course, client: Client, who: str, method: str
) -> None:
    be(client, course, who)
    client.raise_request_exception = True
    for name, action in PAGES.items():
        response = getattr(client, method)(address(course, name))
        told = f"{who} {method} {name}: {response.status_code}"
        if who in PERMISSIONS[action]:
            assert response.status_code != 403, told
        elif response.status_code != 405:  # a page that is only read, or only sent to
            assert response.status_code == 403, told
            assert response.headers["X-WBM-Refusal"] == {
                "stranger": "not_on_roster",
                "nobody": "not_signed_in",
            }.get(who, "not_allowed"), told


def address(course: Course, name: str) -> str:
    """The page's address about something that exists."""
    pattern = next(each for each in urlpatterns if each.name == name)
    known = {
        "course_key": str(course.key),
        "person_id": Person.objects.earliest("pk").pk,
        "name": "left",
        "step": "claim",
        "deed": "write",
        "work_id": 1,
        "part_number": 1,
        "file_id": 1,
        "comment_id": 1,
        "notice_id": 1,
        "link_id": 1,
        "slot_id": 1,
        "booking_id": 1,
        "text_id": 1,
        "absence_id": 1,
        "entry_id": 1,
        "token": "none",
        "usage_key": an_exercise(course, name) or a_milestone(course),
        "measure": "m1",
        "question": "q1",
        "kind": "csv",
        "company": Company.objects.earliest("pk").pk,
        "number": 1,
        "plan": 1,
        "run": 1,
        "board_id": 1,
        "triad_id": 1,
        "round_id": 1,
        "scene": "talk",
        "field": "map" if name in {"project_upload", "project_finish", "project_part"} else "aim",
        "upload_id": "none",
        "request_id": 1,
        "place_id": (District if name == "roster_district" else Company).objects.earliest("pk").pk,
    }
    wanted = pattern.pattern.converters
    return reverse(f"wbm:{name}", kwargs={each: known[each] for each in wanted})


def a_milestone(course: Course) -> str:
    """The usage key of a milestone, put into the register when it is not there."""
    made = Milestone.model_validate(milestone_samples.data())
    return registered(course, made, "wbm_transfer_project", "m1")


def an_exercise(course: Course, page: str) -> str:
    """The usage key of the exercise a page is about, put into the register; else nothing."""
    if page.startswith("moderation_"):
        meeting = moderation_pages.exercise_of(page)
        return registered(course, meeting, "wbm_moderation", meeting.kind)
    if page.startswith("rating"):
        sample = rating_samples.sample()
        return registered(course, sample, "wbm_role_play", sample.kind)
    if page.startswith("triad"):
        return registered(course, triad_pages.exercise(), "wbm_role_play", "triad")
    if page == "practice_paths":
        talk = role_play.adapter.validate_python(dialogue_cases.good())
        return registered(course, talk, "wbm_role_play", "dialogue")
    kinds = {
        "needs_case": needs_definitions.case,
        "needs_living": needs_definitions.living,
        "own_": needs_definitions.own,
    }
    made = next((make() for start_of, make in kinds.items() if page.startswith(start_of)), None)
    return registered(course, made, "wbm_needs_analysis", made.kind) if made else ""


def registered(course: Course, made: Any, block_type: str, name: str) -> str:
    """Put an exercise into the register and return its usage key."""
    key = sample_course.usage(block_type, name)
    record(
        Snapshot(
            course_key=str(course.key),
            usage_key=key,
            block_type=block_type,
            kind=made.kind,
            title=made.title,
            definition=canonical(made),
            definition_hash=fingerprint(made),
        )
    )
    return key


def block_classes() -> dict[str, type[XBlock]]:
    """Our blocks, as the platform finds them."""
    found = entry_points(group="xblock.v1")
    return {point.name: point.load() for point in found if point.name in BLOCK_TYPES}


EDITOR = "studio_edit"
"""The handler of the editor: for those alone whom Studio lets write, see below."""


def handlers() -> list[tuple[str, str]]:
    """Block type and handler of all our handlers but the editor's."""
    return [
        (block_type, name)
        for block_type, block_class in block_classes().items()
        for name in dir(block_class)
        if getattr(getattr(block_class, name), "_is_xblock_handler", False) and name != EDITOR
    ]


def test_there_are_handlers_to_walk() -> None:
    assert ("wbm_role_play", "say") in handlers()


@pytest.mark.parametrize(("block_type", "handler"), handlers())
@pytest.mark.parametrize("who", PEOPLE)
def test_handlers_answer_those_the_table_names_and_nobody_else(
    course: Course, client: Client, who: str, block_type: str, handler: str
) -> None:
    be(client, course, who)
    usage = next(key for key in course.entries if f"type@{block_type}+" in key)
    action = block_classes()[block_type].ACTION  # type: ignore[attr-defined]
    response = client.post(f"/xblock/{usage}/handler/{handler}", {"attempt": "0"})
    if who in PERMISSIONS[action]:
        assert response.status_code != 403
    else:
        assert response.status_code == 403
        assert "«" not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", [*PEOPLE, "staff"])
def test_an_lms_lets_nobody_edit(course: Course, client: Client, who: str, method: str) -> None:
    be(client, course, who)
    usage = sample_course.usage("wbm_role_play", "talk")
    for action in ("", "/show/form", "/save/form", "/write/yaml"):
        address = f"/xblock/{usage}/handler/{EDITOR}{action}"
        response = getattr(client, method)(address)
        assert response.status_code == 403
        assert "«" not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", [*PEOPLE, "staff"])
def test_studio_lets_authors_edit_and_nobody_else(
    course: Course, client: Client, who: str, method: str
) -> None:
    be(client, course, who)
    usage = sample_course.usage("wbm_role_play", "talk")
    for action in ("", "/show/form", "/save/form", "/write/yaml"):
        response = getattr(client, method)(f"/edit/{usage}/handler/{EDITOR}{action}")
        assert (response.status_code != 403) is (who == Role.AUTHOR), action
        assert "«" not in response.content.decode()
    assert (client.get(f"/edit/{usage}/").status_code == 200) is (who == Role.AUTHOR)
