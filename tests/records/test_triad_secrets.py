"""What nobody else may read: everything that reading returns is gone through, for everybody.

Three play with every set of phones. Wherever they stand, what the colleague hides is on the
colleague's phone or on the observer's that stands in, never on the adviser's; what others think
of the adviser they read when all is said.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests.records.triad_hall import (
    AIM,
    HIDDEN,
    PLAYING,
    TASK,
    WATCH,
    Hall,
    note,
    strings,
)
from xblocks.core.people import Actor
from xblocks.role_play.records import TalkPath, TriadGroup, TriadRound
from xblocks.role_play.triad import feedback, opening, reading, releasing, running
from xblocks.role_play.triad.rules import AFTER_TALK, STAGES, STEPS, Part, Stage, Step
from xblocks.role_play.triad.running import Press

PHONES = list(product([True, False], repeat=3))


@pytest.fixture
def hall(db: None) -> Hall:
    return Hall()


def read(hall: Hall, actor: Actor, group: TriadGroup) -> str:
    """Everything somebody of the triad gets to read, in one text."""
    here = hall.access(actor, group)
    found: list[Any] = [
        read_(here)
        for read_ in (
            reading.cards_of,
            reading.aims_of,
            reading.sheets_of,
            reading.notes_of,
            reading.heard_by_adviser,
            reading.aim_of,
        )
    ]
    for row in TriadRound.objects.filter(triad=group):
        found.append(reading.result_of(releasing.round_reached(actor, row.pk)))
    return "\n".join(strings(found))


def phones(hall: Hall, group: TriadGroup, present: tuple[bool, ...]) -> None:
    """Say who has a phone."""
    for who, has in zip((hall.ada, hall.ben, hall.cem), present, strict=True):
        opening.set_phone(hall.ada, group.pk, who.person_id, hall.now, has=has)


@pytest.mark.parametrize("present", PHONES)
def test_what_the_colleague_hides_never_reaches_the_adviser(
    hall: Hall, present: tuple[bool, ...]
) -> None:
    group = hall.begun()
    phones(hall, group, present)
    _ada, ben, cem = present
    server = {(True, True): hall.ben, (True, False): hall.ben, (False, True): hall.cem}
    for step in STEPS:
        hall.to(step, group)
        for who in (hall.ada, hall.ben, hall.cem):
            text = read(hall, who, group)
            talking = step in {Step.PREPARE, Step.TALK}
            shown = talking and who is server.get((ben, cem))
            for secret in (HIDDEN, PLAYING, "Qopening", "Qwhen"):
                assert (secret in text) == shown, (step, who.name, secret)
            assert (AIM in text) == (step in AFTER_TALK)


def test_each_reads_their_own_card(hall: Hall) -> None:
    group = hall.begun()
    for who, own in ((hall.ada, TASK), (hall.ben, PLAYING), (hall.cem, WATCH)):
        text = read(hall, who, group)
        assert own in text
        assert not any(each in text for each in {TASK, PLAYING, WATCH} - {own})


def test_in_every_round_the_card_goes_with_the_part(hall: Hall) -> None:
    group = hall.begun()
    while group.step:
        colleague = hall.access(hall.ada, group).cast[Part.COLLEAGUE]
        talking = group.step in {Step.PREPARE, Step.TALK}
        for who in (hall.ada, hall.ben, hall.cem):
            shown = HIDDEN in read(hall, who, group)
            assert shown == (talking and who.person_id == colleague)
        hall.press(Press.NEXT, group)


def test_what_others_think_the_adviser_reads_when_all_is_said(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.keep(hall.cem, group, note("Wnote"))
    hall.rate(hall.cem, group, Part.OBSERVER, b4=4)
    hall.to(Step.FEEDBACK, group)
    hall.rate(hall.ben, group, Part.COLLEAGUE, b4=3)
    row = hall.round(group)
    heard = {Stage.EXPERIENCE: (hall.ben, "Wexperience"), Stage.SELF: (hall.ada, "")}
    heard |= {Stage.STRENGTH: (hall.cem, "Wstrength"), Stage.WISH: (hall.cem, "Wwish")}
    said: list[str] = []
    for stage in STAGES[:-1]:
        text = read(hall, hall.ada, group)
        result = reading.result_of(releasing.round_reached(hall.ada, row.pk))
        assert set(result.raters) <= {"self"}
        assert (result.notes, result.words) == ((), ())
        assert "Wnote" not in text
        assert {each for each in ("Wexperience", "Wstrength", "Wwish") if each in text} == set(said)
        for who in (hall.ben, hall.cem):
            assert "Wintention" not in read(hall, who, group)
        who, words = heard[stage]
        hall.say(who, group, stage, words or "-")
        said += [words] if words else []
    result = reading.result_of(releasing.round_reached(hall.ada, row.pk))
    assert {"colleague", "observer"} <= set(result.raters)
    assert "Wnote" in read(hall, hall.ada, group)


def test_while_they_play_each_reads_their_own_sheet_alone(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.keep(hall.cem, group, note("Wnote"))
    hall.to(Step.FEEDBACK, group)
    hall.all_said(group)
    ben, cem = read(hall, hall.ben, group), read(hall, hall.cem, group)
    assert "Wexperience" in ben
    assert not any(each in ben for each in ("Wstrength", "Wwish", "Wnote"))
    assert "Wstrength" in cem
    assert "Wexperience" not in cem


def test_after_the_end_nothing_is_left_to_others(hall: Hall) -> None:
    group, row = hall.ended()
    hall.to(Step.INTENTION, group)
    for who in (hall.ben, hall.cem):
        text = read(hall, who, group)
        assert not any(each in text for each in ("Wexp", "Wstr", "Wwish", "Wnote", "Wint"))
    releasing.release(hall.ada, row.pk, hall.now, to_triad=True)
    assert all(each in read(hall, hall.ben, group) for each in ("Wexp", "Wstr", "Wwish", "Wnote"))
    releasing.release(hall.ada, row.pk, hall.now, to_triad=False)
    assert "W" not in read(hall, hall.ben, group)


def test_what_the_adviser_watches_stays_theirs_when_the_round_is_over(hall: Hall) -> None:
    group = hall.begun()
    running.pay_attention(hall.ada, group.pk, 1, "Wattention", ["b7"], hall.now)
    hall.to(Step.INTENTION, group)
    row = hall.round(group)
    assert reading.result_of(releasing.round_reached(hall.cem, row.pk)).focus == ("b7",)
    hall.press(Press.NEXT, group)
    assert reading.result_of(releasing.round_reached(hall.cem, row.pk)).focus == ()
    assert reading.result_of(releasing.round_reached(hall.ada, row.pk)).focus == ("b7",)
    for who in (hall.ben, hall.cem):
        assert "Wattention" not in read(hall, who, group)


def test_profile_and_earlier_intention_stay_on_the_advisers_own_phone(hall: Hall) -> None:
    old = hall.begun(hall.ada, hall.ben)
    feedback.intend(hall.ada, old.pk, 1, "Wearlier", hall.now)
    hall.press(Press.END, old)
    hall.wait(hours=1)
    group = hall.begun()
    running.pay_attention(hall.ada, group.pk, 1, "Wattention", ["b7"], hall.now)
    assert "Wearlier" in read(hall, hall.ada, group)
    assert not any("Wattention" in read(hall, who, group) for who in (hall.ben, hall.cem))
    phones(hall, group, (False, True, True))
    assert reading.aims_of(hall.access(hall.ada, group)) == reading.Aims()
    text = read(hall, hall.cem, group)
    assert "Wattention" in text
    assert "Wearlier" not in text


def test_weak_points_of_dialogues_are_proposed_to_the_adviser_alone(hall: Hall) -> None:
    group = hall.begun()
    key = hall.exercise.usage_key.replace("triad", "talk")
    hall.exercise.pk, hall.exercise.usage_key = None, key
    hall.exercise.kind, hall.exercise.title = "dialogue", "Wdialogue"
    hall.exercise.save()
    TalkPath.objects.create(
        course_key=hall.where.key,
        usage_key=key,
        person_id=hall.ada.person_id,
        attempt=1,
        turns="[]",
        profile='{"b1": [2, 0.0], "b4": [2, 2.0], "b7": [1, 0.0], "b9": [1, 0.0]}',
        ending="e",
        tone="mixed",
        score=1,
        finished_at=hall.now,
    )
    aims = reading.aims_of(hall.access(hall.ada, group))
    assert {each.criterion for each in aims.proposals} == {"b1", "b7"}
    for has in (True, False):
        phones(hall, group, (has, True, True))
        assert "Wdialogue" not in read(hall, hall.cem, group)
        assert "Wdialogue" not in read(hall, hall.ben, group)


def test_to_say_that_others_have_no_phone_opens_no_sheet(hall: Hall) -> None:
    group = hall.played(Step.TALK)
    hall.keep(hall.cem, group, note("Wnote"))
    hall.rate(hall.cem, group, Part.OBSERVER, b4=4)
    hall.to(Step.FEEDBACK, group)
    hall.rate(hall.ben, group, Part.COLLEAGUE, b1=3)
    phones(hall, group, (True, False, False))
    here = hall.access(hall.ada, group)
    assert here.serves == set(Part)
    assert [each.levels for each in reading.sheets_of(here)] == [{}, {}, {}]
    assert "Wnote" not in read(hall, hall.ada, group)


def test_one_phone_for_all_three_reads_what_was_written_on_it(hall: Hall) -> None:
    group = hall.begun()
    phones(hall, group, (True, False, False))
    hall.to(Step.TALK, group)
    hall.wait(minutes=1)
    hall.rate(hall.ada, group, Part.OBSERVER, b4=4)
    hall.keep(hall.ada, group, note("Wnote"))
    here = hall.access(hall.ada, group)
    assert [each.levels for each in reading.sheets_of(here)] == [{}, {}, {"b4": 4}]
    assert "Wnote" in read(hall, hall.ada, group)


def test_a_case_its_author_took_out_has_no_card(hall: Hall) -> None:
    group = hall.begun()
    TriadRound.objects.filter(triad=group).update(case="gone", begun_at=hall.now - timedelta(1))
    for who in (hall.ada, hall.ben, hall.cem):
        assert reading.cards_of(hall.access(who, group)) == []
