"""Text blocks: kept for oneself, within limits, never somebody else's."""

from __future__ import annotations

import pytest

from tests.records.grading_cases import Course
from xblocks.coaching.domain.values import MESSAGE_LENGTH
from xblocks.coaching.records import TextBlock
from xblocks.coaching.refusals import TextMissing
from xblocks.coaching.textblocks import (
    MOST_TEXTS,
    TITLE_LENGTH,
    TooManyTexts,
    keep_text,
    own_text,
    remove_text,
    texts,
    use_text,
)
from xblocks.core.errors import Invalid, Masquerading, NotAllowed, NotFound
from xblocks.core.people import Actor, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def helene(made: Course) -> Actor:
    return made.person("Helene", [Role.EXPERT])


@pytest.fixture
def ibrahim(made: Course) -> Actor:
    return made.person("Ibrahim", [Role.EXPERT])


def test_the_most_used_text_comes_first(helene: Actor) -> None:
    first = keep_text(helene, "A", "one")
    second = keep_text(helene, "B", "two")
    use_text(helene, second.pk)
    assert [each.pk for each in texts(helene)] == [second.pk, first.pk]
    assert own_text(helene, second.pk).used == 1


def test_the_same_twice_is_one(helene: Actor) -> None:
    assert keep_text(helene, " A  b ", "one\r\ntwo ").pk == keep_text(helene, "A b", "one\ntwo").pk
    assert TextBlock.objects.count() == 1


def test_a_text_changes_without_losing_its_count(helene: Actor) -> None:
    kept = keep_text(helene, "A", "one")
    use_text(helene, kept.pk)
    keep_text(helene, "B", "two", kept.pk)
    (found,) = texts(helene)
    assert (found.title, found.text, found.used) == ("B", "two", 1)


def test_nobody_reaches_the_texts_of_others(helene: Actor, ibrahim: Actor) -> None:
    kept = keep_text(helene, "A", "one")
    assert texts(ibrahim) == []
    for step in (
        lambda: own_text(ibrahim, kept.pk),
        lambda: keep_text(ibrahim, "B", "two", kept.pk),
        lambda: remove_text(ibrahim, kept.pk),
        lambda: use_text(ibrahim, kept.pk),
        lambda: remove_text(ibrahim, 10**12),
    ):
        with pytest.raises(NotFound):
            step()
    assert own_text(helene, kept.pk).text == "one"
    remove_text(helene, kept.pk)
    assert texts(helene) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "one"),
        ("A", "  \n"),
        ("A" * (TITLE_LENGTH + 1), "one"),
        ("A", "x" * (MESSAGE_LENGTH + 1)),
        ("A", "\ud800"),
    ],
)
def test_what_is_no_text_is_refused(helene: Actor, title: str, text: str) -> None:
    with pytest.raises(Invalid):
        keep_text(helene, title, text)
    assert texts(helene) == []


def test_texts_as_long_as_they_may_be_are_kept(helene: Actor) -> None:
    kept = keep_text(helene, "ä" * TITLE_LENGTH, "😀" * MESSAGE_LENGTH)
    assert len(own_text(helene, kept.pk).text) == MESSAGE_LENGTH


def test_there_is_an_end_to_texts(helene: Actor) -> None:
    TextBlock.objects.bulk_create(
        TextBlock(owner_id=helene.person_id, title=f"{number}", text="x")
        for number in range(MOST_TEXTS)
    )
    with pytest.raises(TooManyTexts):
        keep_text(helene, "one more", "x")
    assert keep_text(helene, "7", "x").title == "7"


def test_texts_are_for_experts_with_their_own_hand(made: Course, helene: Actor) -> None:
    trainer = made.person("Tom", [Role.TRAINER])
    with pytest.raises(NotAllowed):
        texts(trainer)
    with pytest.raises(NotAllowed):
        keep_text(trainer, "A", "one")
    masked = Actor(**{**vars(helene), "masquerading": True})
    for step in (lambda: keep_text(masked, "A", "b"), lambda: remove_text(masked, 1)):
        with pytest.raises(Masquerading):
            step()
    with pytest.raises(TextMissing):
        keep_text(helene, " ", " ")
