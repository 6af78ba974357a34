"""Writing together: nobody overwrites anybody unseen, nothing is lost, nobody else gets in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.records.transfer_cases import (
    NOW,
    Course,
    course,
    exercise,
    fill,
    hand_in,
    kept,
    write,
)
from xblocks.core.errors import BadRequest, Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role
from xblocks.exercises.records import Exercise
from xblocks.transfer_project import service
from xblocks.transfer_project.domain import EntryTooLong
from xblocks.transfer_project.records import Activity, Draft, Folder
from xblocks.transfer_project.refusals import FieldConflict, NoTeam, NotWritable
from xblocks.transfer_project.service import Seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Course:
    return course()


@pytest.fixture
def m1(here: Course) -> Exercise:
    return exercise(here)


@pytest.fixture
def ada(here: Course) -> Actor:
    return here.trainee("Ada", here.company("Works"))


@pytest.fixture
def bea(here: Course, ada: Actor) -> Actor:
    from xblocks.roster.records import Company

    return here.trainee("Bea", Company.objects.get(pk=ada.company))


def test_a_team_sees_one_draft(m1: Exercise, ada: Actor, bea: Actor) -> None:
    write(ada, m1, text="We want an advice hour.")
    seen = kept(bea, m1)
    assert (seen.value, seen.version, seen.name) == ("We want an advice hour.", 1, "Ada")


def test_the_second_who_writes_the_same_field_gets_both_texts(
    m1: Exercise, ada: Actor, bea: Actor
) -> None:
    write(ada, m1, text="Adas aim")
    with pytest.raises(FieldConflict) as raised:
        write(bea, m1, text="Beas aim")
    conflict = raised.value
    assert (conflict.mine, conflict.theirs, conflict.version) == ("Beas aim", "Adas aim", 1)
    assert "Ada" in str(conflict.message)
    assert kept(ada, m1).value == "Adas aim"


def test_different_fields_never_get_in_each_others_way(
    m1: Exercise, ada: Actor, bea: Actor
) -> None:
    write(ada, m1, "aim", "Adas aim")
    write(bea, m1, "page", "https://example.org")
    assert kept(bea, m1, "aim").value == "Adas aim"


@pytest.mark.parametrize("version", [0, 1, 7])
def test_the_same_text_again_changes_nothing(m1: Exercise, ada: Actor, version: int) -> None:
    write(ada, m1, text="the same")
    again = write(ada, m1, text="the same", version=version)
    assert again.version == 1
    assert Folder.objects.get().revision == 1
    assert Activity.objects.count() == 1


def test_the_same_page_goes_on_without_having_heard_our_answer(m1: Exercise, ada: Actor) -> None:
    write(ada, m1, text="a", client="page", stamp=1)
    write(ada, m1, text="ab", client="page", stamp=2)
    assert kept(ada, m1).value == "ab"


def test_a_message_that_was_overtaken_changes_nothing(m1: Exercise, ada: Actor) -> None:
    write(ada, m1, text="abc", client="page", stamp=3)
    late = write(ada, m1, text="a", client="page", stamp=1)
    assert late.value == "abc"
    assert kept(ada, m1).value == "abc"


def test_the_same_page_does_not_go_on_over_somebody_else(
    m1: Exercise, ada: Actor, bea: Actor
) -> None:
    write(ada, m1, text="a", client="page", stamp=1)
    write(bea, m1, text="b", version=1)
    with pytest.raises(FieldConflict):
        write(ada, m1, text="ab", version=0, client="page", stamp=2)
    write(ada, m1, text="ab", version=2, client="page", stamp=3)
    with pytest.raises(FieldConflict):  # her run began after Beas text: an older page is no part
        write(ada, m1, text="abc", version=1, client="page", stamp=4)


def test_another_tab_of_the_same_person_is_somebody_else(m1: Exercise, ada: Actor) -> None:
    write(ada, m1, text="a", client="one", stamp=5)
    with pytest.raises(FieldConflict):
        write(ada, m1, text="b", client="two", stamp=1)


def test_mine_theirs_or_both_after_a_conflict(m1: Exercise, ada: Actor, bea: Actor) -> None:
    write(ada, m1, text="theirs")
    both = service.keep_both(bea, m1, "aim", '"mine"', Seen(1), NOW)
    assert both.value == "theirs\n\nmine"
    mine = service.keep_mine(bea, m1, "aim", '"only mine"', Seen(2), NOW)
    assert mine.value == "only mine"
    with pytest.raises(FieldConflict):
        service.keep_mine(bea, m1, "aim", '"too late"', Seen(2), NOW)


@pytest.mark.parametrize("mine", ["{", "[1]", '{"a": 1}', "3", '["a", 3]', '[{"who": 5}]'])
def test_a_forged_answer_to_a_conflict_is_refused(m1: Exercise, ada: Actor, mine: str) -> None:
    for name in ("aim", "proofs", "people"):
        with pytest.raises(BadRequest):
            service.keep_mine(ada, m1, name, mine, Seen(0), NOW)


def test_both_rows_of_a_table_can_be_kept(m1: Exercise, ada: Actor, bea: Actor) -> None:
    write(ada, m1, "people")
    mine = '[{"who": "the night shift", "power": "low", "hours": "", "day": ""}]'
    both = service.keep_both(bea, m1, "people", mine, Seen(1), NOW)
    assert [row["who"] for row in both.value] == [
        "works council",
        "plant management",
        "the night shift",
    ]
    with pytest.raises(BadRequest):
        service.keep_both(bea, m1, "type", '"survey"', Seen(0), NOW)


def test_the_first_confirmation_counts(m1: Exercise, ada: Actor, bea: Actor) -> None:
    write(ada, m1, "council")
    again = write(bea, m1, "council", version=0, now=NOW + timedelta(days=1))
    assert again.value == {"by": ada.person_id, "name": "Ada", "at": NOW.isoformat()}
    verbs = list(Activity.objects.values_list("verb", "name"))
    assert verbs == [("confirmed", "Ada")]


def test_writing_on_is_one_entry_of_the_log_for_an_hour(
    m1: Exercise, ada: Actor, bea: Actor
) -> None:
    for minute in range(0, 50, 10):
        write(
            ada,
            m1,
            text=f"text {minute}",
            version=minute // 10,
            now=NOW + timedelta(minutes=minute),
        )
    write(bea, m1, text="mine", version=5, now=NOW + timedelta(minutes=50))
    write(ada, m1, text="late", version=6, now=NOW + timedelta(hours=3))
    entries = list(Activity.objects.order_by("at").values_list("name", "at"))
    assert [name for name, _at in entries] == ["Ada", "Bea", "Ada"]
    assert entries[0][1] == NOW + timedelta(minutes=40)


def test_the_log_holds_no_text(m1: Exercise, ada: Actor) -> None:
    fill(ada, m1)
    hand_in(ada, m1)
    told = str(list(Activity.objects.values()))
    assert "advice hour" not in told
    assert "works council" not in told


def test_foreign_teams_leavers_strangers_and_other_roles_get_nowhere(
    here: Course, m1: Exercise, ada: Actor
) -> None:
    write(ada, m1, text="ours")
    other = here.trainee("Cem", here.company("Other"))
    assert kept(other, m1).value == ""
    write(other, m1, text="theirs")
    assert kept(ada, m1).value == "ours"
    alone = here.person("Dora", [Role.TRAINEE])
    with pytest.raises(NoTeam):
        write(alone, m1, text="x")
    assert issubclass(NoTeam, NotFound)
    for role in set(Role) - {Role.TRAINEE}:
        with pytest.raises(NotAllowed):
            write(replace(ada, roles=frozenset({role})), m1, text="x")
    with pytest.raises(Masquerading):
        write(replace(ada, masquerading=True), m1, text="x")


def test_forged_fields_and_milestones_are_not_found(m1: Exercise, ada: Actor) -> None:
    with pytest.raises(NotFound):
        service.save_field(ada, m1, "nothing", {"value": ["x"]}, Seen(0), NOW)
    with pytest.raises(NotFound):
        service.save_field(ada, m1, "map", {"value": ["x"]}, Seen(0), NOW)
    elsewhere = exercise(course())
    for usage_key in (elsewhere.usage_key, "block-v1:no+such+thing"):
        with pytest.raises(NotFound):
            service.find_milestone(ada, usage_key)
    Exercise.objects.filter(pk=m1.pk).update(block_type="wbm_role_play")
    with pytest.raises(NotFound):
        service.find_milestone(ada, m1.usage_key)


def test_too_much_text_is_refused_and_leaves_what_was_there(m1: Exercise, ada: Actor) -> None:
    write(ada, m1, text="short")
    with pytest.raises(EntryTooLong):
        write(ada, m1, text="x" * 10_000_000, version=1)
    assert kept(ada, m1).value == "short"


def test_nothing_is_written_once_it_is_handed_in(m1: Exercise, ada: Actor, bea: Actor) -> None:
    fill(ada, m1)
    hand_in(ada, m1)
    with pytest.raises(NotWritable):
        write(bea, m1, text="after that", version=1)
    same = write(bea, m1, version=0)  # a late repetition of what is there is no harm
    assert same.version == 1


def test_a_value_of_an_older_definition_counts_as_none(m1: Exercise, ada: Actor) -> None:
    write(ada, m1, text="text")
    Draft.objects.update(value='["a list"]')
    assert kept(ada, m1).value == ""
    assert kept(ada, m1).version == 1


def test_saving_costs_few_statements(m1: Exercise, ada: Actor) -> None:
    write(ada, m1, text="first")
    with CaptureQueriesContext(connection) as seen:
        write(ada, m1, text="second", version=1, client="c", stamp=1)
    assert len(seen) <= 9, [query["sql"][:90] for query in seen]
