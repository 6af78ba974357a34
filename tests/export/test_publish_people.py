"""Cohorts, enrolments and rights follow the list of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_export.publish.image import Image
from course_export.publish.people import District, places
from tests.export.studio_server.fixtures import stage
from tests.export.studio_server.platform import Cohort, Platform
from tests.export.studio_server.stage import ADDRESSES, LIVE, Stage
from xblocks.roster.domain import read_people

__all__ = ["stage"]

HEAD = "email;name;roles;company;district;districts;topics\n"


@pytest.fixture
def platform(stage: Stage) -> Platform:
    """A release that links cohorts with their groups."""
    stage.rig.platform.honours_groups = True
    return stage.rig.platform


def cohort(platform: Platform, name: str) -> Cohort:
    (found,) = [each for each in platform.cohorts[LIVE] if each.name == name]
    return found


def test_everybody_of_the_list_is_brought_to_their_place(stage: Stage, platform: Platform) -> None:
    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 0, outcome
    assert platform.cohorted == {LIVE}
    assert cohort(platform, "Mitte").members == {"ada@example.org", "ben@example.org"}
    assert cohort(platform, "Nord").members == {"cleo@example.org"}
    assert platform.enrolled[LIVE] == set(ADDRESSES)
    assert platform.staff[LIVE] == {"kim@example.org"}


def test_a_district_is_linked_with_the_group_of_its_name(stage: Stage, platform: Platform) -> None:
    stage.publish(roster=stage.people())

    assert (cohort(platform, "Mitte").partition, cohort(platform, "Mitte").group) == (100, 101)
    assert cohort(platform, "Nord").group is None  # the archive has no group for it


def test_an_ignored_group_is_noticed_and_said_with_what_to_do(stage: Stage) -> None:
    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 1
    assert "Cohort Mitte is not linked with its content group" in outcome.out
    assert "under Instructor, Cohorts" in outcome.out
    assert "something is left to do for the people" in outcome.err
    assert cohort(stage.rig.platform, "Mitte").members  # all the rest is done


def test_a_group_linked_by_hand_is_accepted_by_the_next_call(stage: Stage) -> None:
    stage.publish(roster=stage.people())
    cohort(stage.rig.platform, "Mitte").group = 101

    assert stage.publish(roster=stage.people()).status == 0


def test_a_cohort_made_before_is_linked_where_the_release_can_do_it(
    stage: Stage, platform: Platform
) -> None:
    platform.cohorts[LIVE] = [Cohort(77, "MITTE")]

    assert stage.publish(roster=stage.people()).status == 0
    assert cohort(platform, "MITTE").group == 101
    assert len(platform.cohorts[LIVE]) == 2  # capitals make no second cohort


def test_a_trainee_who_changes_the_district_changes_the_cohort(
    stage: Stage, platform: Platform
) -> None:
    stage.publish(roster=stage.people())
    text = stage.people().read_text("utf-8").replace("Werk;Nord", "Werk;Mitte")

    outcome = stage.publish(roster=stage.people(text))

    assert outcome.status == 0
    assert "cleo@example.org" in cohort(platform, "Mitte").members
    assert cohort(platform, "Nord").members == set()


def test_who_is_no_longer_on_the_list_keeps_their_place(stage: Stage, platform: Platform) -> None:
    stage.publish(roster=stage.people())
    lines = stage.people().read_text("utf-8").splitlines()

    stage.publish(roster=stage.people("\n".join([*lines[:2], *lines[3:]]).replace(";;Mitte", "")))

    assert "ben@example.org" in cohort(platform, "Mitte").members
    assert "ben@example.org" in platform.enrolled[LIVE]


def test_people_without_an_account_are_named_and_wait_in_their_cohort(
    stage: Stage, platform: Platform
) -> None:
    del platform.accounts["ben@example.org"], platform.accounts["kim@example.org"]

    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 1
    assert "No account yet: ben@example.org, kim@example.org." in outcome.out
    assert "No active account, so not yet staff: kim@example.org." in outcome.out
    assert cohort(platform, "Mitte").waiting == {"ben@example.org"}
    assert platform.enrolled[LIVE] == set(platform.accounts)


def test_when_they_have_registered_the_same_command_finishes(
    stage: Stage, platform: Platform
) -> None:
    del platform.accounts["ben@example.org"]
    stage.publish(roster=stage.people())
    platform.add_people("ben@example.org")

    assert stage.publish(roster=stage.people()).status == 0
    assert platform.enrolled[LIVE] == set(ADDRESSES)
    assert cohort(platform, "Mitte").members == {"ada@example.org", "ben@example.org"}


def test_an_inactive_account_cannot_be_staff_yet(stage: Stage, platform: Platform) -> None:
    platform.inactive.add("kim@example.org")

    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 1
    assert "so not yet staff: kim@example.org" in outcome.out


def test_a_client_without_that_right_leaves_staff_to_a_person(
    stage: Stage, platform: Platform
) -> None:
    platform.may_give_rights = False

    outcome = stage.publish(roster=stage.people())

    assert outcome.status == 1
    assert "under Instructor, Membership: kim@example.org." in outcome.out
    assert platform.enrolled[LIVE] == set(ADDRESSES)


def test_an_address_the_lms_refuses_is_named(stage: Stage, platform: Platform) -> None:
    text = stage.people().read_text("utf-8").replace("ada@example.org", "ada@refused.example")

    outcome = stage.publish(roster=stage.people(text))

    assert outcome.status == 1
    assert "Cohort Mitte: the LMS did not accept ada@refused.example." in outcome.out


def test_two_hundred_people_cost_one_request_each_once_and_few_afterwards(
    stage: Stage, platform: Platform
) -> None:
    emails = [f"p{number}@example.org" for number in range(230)]
    platform.add_people(*emails)
    lines = [f"{email};P {n};trainee;Werk {n % 20};D {n % 20}" for n, email in enumerate(emails)]
    people = stage.people("\n".join(["email;name;roles;company;district", *lines]))

    assert stage.publish(roster=people).status == 0
    assert platform.enrolled[LIVE] == set(emails)
    assert len(platform.cohorts[LIVE]) == 20
    assert stage.rig.count("POST", "/api/enrollment/v1/enrollment") == 230
    before = len(stage.rig.asked)
    assert stage.publish(roster=people).status == 0
    assert len(stage.rig.asked) - before < 50
    assert stage.rig.count("POST", "/api/enrollment/v1/enrollment") == 230


def test_more_than_a_page_of_members_and_cohorts_is_read_wholly(
    stage: Stage, platform: Platform
) -> None:
    emails = [f"p{number}@example.org" for number in range(205)]
    platform.add_people(*emails)
    platform.cohorts[LIVE] = [Cohort(1000 + n, f"Other {n}") for n in range(200)]
    lines = [f"{email};P;trainee;Werk;Ganz weit draußen" for email in emails]
    people = stage.people("\n".join(["email;name;roles;company;district", *lines]))
    stage.publish(roster=people)
    posts = stage.rig.count("POST", "/users/")

    assert stage.publish(roster=people).status == 0
    assert cohort(platform, "Ganz weit draußen").members == set(emails)
    assert stage.rig.count("POST", "/users/") == posts
    assert len(platform.cohorts[LIVE]) == 201


def test_a_list_with_a_faulty_line_stops_before_anything_is_asked(stage: Stage) -> None:
    outcome = stage.publish(roster=stage.people("email;name;roles\nada@example.org;Ada;trainee\n"))

    assert outcome.status == 2
    assert "people.csv, line 2: A trainee needs a company." in outcome.err
    assert "wbm roster check people.csv" in outcome.err
    assert stage.rig.asked == []


def test_a_spreadsheet_is_refused_in_a_sentence(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"PK\x03\x04")

    outcome = stage.publish(roster=path)

    assert outcome.status == 2
    assert "spreadsheet" in outcome.err


def test_only_trainees_are_in_cohorts_and_only_coordinators_and_authors_are_staff() -> None:
    text = HEAD + (
        "b@example.org;B;trainee;Werk;Nord;;\n"
        "a@example.org;A;trainee|author;Werk;;;\n"
        "c@example.org;C;trainer;;;Nord;\n"
        "d@example.org;D;expert;;;Nord;Recht/Tarif\n"
        "e@example.org;E;coordinator;;;;\n"
    )
    image = Image((), {}, {}, {"groups": [[100, 101, "nord"]]})

    found = places(read_people(text.encode()), image)

    assert found.districts == (District("Nord", ("a@example.org", "b@example.org"), (100, 101)),)
    assert found.everybody == tuple(f"{letter}@example.org" for letter in "abcde")
    assert found.staff == ("a@example.org", "e@example.org")


def test_a_list_without_trainees_touches_no_cohorts(stage: Stage) -> None:
    text = "email;name;roles\nkim@example.org;Kim;coordinator\n"

    assert stage.publish(roster=stage.people(text)).status == 0
    assert stage.rig.count("PUT", "/api/cohorts/") == 0


def test_trainers_come_into_the_cohort_that_reads_their_scripts() -> None:
    text = HEAD + (
        "a@example.org;A;trainee;Werk 1;Nord;;\n"
        "b@example.org;B;trainer;;;Nord;\n"
        "c@example.org;C;trainer;;;Nord;\n"
        "d@example.org;D;trainee|trainer;Werk 1;Nord;Nord;\n"
    )
    groups = [[100, 101, "Nord"], [100, 108, "Trainer*innen"]]
    found = places(read_people(text.encode()), Image((), {}, {}, {"groups": groups}))

    assert found.districts == (
        District("Nord", ("a@example.org", "d@example.org"), (100, 101)),
        District("Trainer*innen", ("b@example.org", "c@example.org"), (100, 108)),
    ), "everybody is in one cohort only"
