"""Nothing is published without three hands: the expert's edit, the asker's yes, a signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.records.coaching_cases import NOW, Scene, fresh, scene, told
from tests.records.knowledge_cases import publish
from tests.records.knowledge_stages import (
    REVIEW,
    TEXT,
    TODAY,
    agreed,
    begun,
    published,
    signed,
    visible,
    written,
)
from xblocks.coaching.domain.knowledge import (
    ANSWER_LENGTH,
    TITLE_LENGTH,
    Stage,
    Text,
    fits_review,
    next_review,
    outdated,
)
from xblocks.coaching.knowledge import consenting, publishing, searching
from xblocks.coaching.knowledge.refusals import (
    EntryChanged,
    EntryIncomplete,
    NobodyToAsk,
    NotAnsweredYet,
    NotAtThisStage,
    NotChecked,
    ReviewDayUnfit,
)
from xblocks.coaching.knowledge.shelf import Shelf
from xblocks.coaching.records import Entry, Request
from xblocks.coaching.refusals import TextTooLong
from xblocks.core.errors import NotFound, Refusal

pytestmark = pytest.mark.django_db(transaction=True)  # full text of MariaDB finds what is committed


@pytest.fixture
def here() -> Scene:
    return scene()


def test_the_whole_way(here: Scene) -> None:
    entry = begun(here)
    assert (entry.state, entry.topic) == (Stage.DRAFT, "law")
    assert "What may the works council ask for?" in entry.question
    assert entry.answer == "You may."
    entry = publishing.save(here.lena, entry.pk, TEXT, entry.version, NOW)
    publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)
    assert "consent_asked" in told(here.ada)
    assert [each.pk for each in consenting.asked(here.ada)] == [entry.pk]
    entry = consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)
    assert "consent_given" in told(here.lena)
    entry = signed(here, entry)
    assert (entry.state, entry.signed_name, entry.review_on) == (Stage.PUBLISHED, "Lena", REVIEW)
    assert entry.signed_to == entry.agreed_to == TEXT.fingerprint
    read = searching.read(here.cem, entry.pk)
    assert (read.title, read.answer) == (TEXT.title, TEXT.answer)


@pytest.mark.parametrize("change", ["title", "question", "answer"])
def test_who_changes_a_word_begins_anew(here: Scene, change: str) -> None:
    entry = published(here)
    text = replace(TEXT, **{change: "Kolbenfresser, anders"})
    entry = publishing.save(here.lena, entry.pk, text, entry.version, NOW)
    assert (entry.state, entry.agreed_to, entry.signed_to) == (Stage.DRAFT, "", "")
    assert (entry.agreed_by, entry.signed_by, entry.signed_at) == (None, None, None)
    assert not visible(here)
    with pytest.raises(NotAtThisStage):
        signed(here, entry)
    with pytest.raises(NotFound):
        consenting.asked_entry(here.ada, entry.pk)


def test_what_is_taken_off_while_somebody_searches_is_left_out(here: Scene) -> None:
    kept, gone = published(here), publish(here.where.key, "law", "Kolbenfresser!")
    shelf = Shelf(here.where.key, "")
    places = shelf.latest()
    Entry.objects.filter(pk=gone.pk).update(state=Stage.WITHDRAWN, title="")
    assert {place.entry_id for place in places} == {kept.pk, gone.pk}
    assert [hit.entry_id for hit in searching._hits(shelf, places, TODAY)] == [kept.pk]


def test_the_same_words_again_change_nothing(here: Scene) -> None:
    entry = published(here)
    again = publishing.save(here.lena, entry.pk, TEXT, entry.version, NOW)
    assert (again.state, again.version) == (Stage.PUBLISHED, entry.version)
    assert visible(here)


def test_a_signature_is_to_the_text_that_was_agreed_to(here: Scene) -> None:
    entry = agreed(here)
    Entry.objects.filter(pk=entry.pk).update(answer="Something else.")
    with pytest.raises(NotAtThisStage):
        signed(here, entry)
    assert not visible(here)


def test_of_one_answer_comes_one_entry(here: Scene) -> None:
    request = here.answered()
    first = publishing.begin(here.lena, request.pk, NOW)
    assert publishing.begin(here.lena, request.pk, NOW).pk == first.pk


def test_only_of_an_answer_and_only_while_the_asker_can_be_asked(here: Scene) -> None:
    taken = here.taken()
    with pytest.raises(NotAnsweredYet):
        publishing.begin(here.lena, taken.pk, NOW)
    here.reply(taken, here.lena)
    Request.objects.filter(pk=taken.pk).update(asker=None)
    with pytest.raises(NobodyToAsk):
        publishing.begin(here.lena, taken.pk, NOW)
    Request.objects.filter(pk=taken.pk).update(asker=here.ada.person_id)
    entry = publishing.begin(here.lena, taken.pk, NOW)
    Request.objects.filter(pk=taken.pk).update(asker=None)
    with pytest.raises(NobodyToAsk):
        publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)


@pytest.mark.parametrize("missing", ["title", "question", "answer"])
def test_an_entry_with_a_gap_is_kept_but_not_shown_to_the_asker(here: Scene, missing: str) -> None:
    entry = written(here, replace(TEXT, **{missing: "  "}))
    with pytest.raises(EntryIncomplete):
        publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)


@pytest.mark.parametrize(
    "text",
    [
        replace(TEXT, title="x" * (TITLE_LENGTH + 1)),
        replace(TEXT, answer="x" * (ANSWER_LENGTH + 1)),
    ],
)
def test_texts_over_the_limit_are_refused(here: Scene, text: Text) -> None:
    entry = begun(here)
    with pytest.raises(TextTooLong):
        publishing.save(here.lena, entry.pk, text, entry.version, NOW)
    assert Entry.objects.get(pk=entry.pk).version == entry.version


def test_of_two_who_change_it_the_second_is_told(here: Scene) -> None:
    entry = begun(here)
    publishing.save(here.lena, entry.pk, TEXT, entry.version, NOW)
    steps: list[Callable[[], Any]] = [
        lambda: publishing.save(here.lena, entry.pk, replace(TEXT, title="B"), entry.version, NOW),
        lambda: publishing.ask_consent(here.lena, entry.pk, entry.version, NOW),
        lambda: publishing.discard(here.lena, entry.pk, entry.version, NOW),
        lambda: signed(here, entry),
    ]
    for step in steps:
        with pytest.raises(EntryChanged):
            step()


def test_signing_needs_the_word_and_a_day(here: Scene) -> None:
    entry = agreed(here)
    with pytest.raises(NotChecked):
        publishing.sign(here.lena, entry.pk, REVIEW, checked=False, version=entry.version, now=NOW)
    for day in (None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=367)):
        with pytest.raises(ReviewDayUnfit):
            signed(here, entry, day=day)
    assert signed(here, entry, day=TODAY + timedelta(days=1)).state == Stage.PUBLISHED


def test_an_outdated_entry_is_marked_and_comes_back_until_somebody_signs_it_again(
    here: Scene,
) -> None:
    entry = published(here)
    late = replace(here.ola, topics=frozenset({"law"}))
    assert (
        not searching.search(here.cem, "kolbenfresser", "", 1, REVIEW - timedelta(days=1))
        .hits[0]
        .outdated
    )
    assert searching.search(here.cem, "kolbenfresser", "", 1, REVIEW).hits[0].outdated
    assert entry.pk in {each.pk for each in publishing.entries(late)}
    again = publishing.sign(
        late,
        entry.pk,
        REVIEW + timedelta(days=180),
        checked=True,
        version=entry.version,
        now=NOW + timedelta(days=140),
    )
    assert (again.signed_name, again.agreed_to) == ("Ola", TEXT.fingerprint)
    assert not searching.search(here.cem, "kolbenfresser", "", 1, REVIEW).hits[0].outdated


def test_deleted_it_is_gone_and_the_request_stays(here: Scene) -> None:
    entry = published(here)
    publishing.discard(here.lena, entry.pk, entry.version, NOW)
    assert not visible(here)
    assert fresh(Request.objects.get()).state == "answered"


def test_reviews_are_twice_a_year_and_never_too_soon() -> None:
    assert next_review(date(2027, 1, 1)) == date(2027, 7, 15)
    assert next_review(date(2026, 12, 16)) == date(2027, 1, 15)
    assert next_review(date(2026, 12, 17)) == date(2027, 7, 15)
    assert next_review(date(2027, 7, 15)) == date(2028, 1, 15)
    for day in range(400):
        today = date(2027, 1, 1) + timedelta(days=day)
        assert fits_review(next_review(today), today)
    assert outdated(TODAY, TODAY)
    assert not outdated(TODAY + timedelta(days=1), TODAY)
    assert not outdated(None, TODAY)


def test_refusals_tell_themselves() -> None:
    assert issubclass(EntryChanged, Refusal)
    assert EntryChanged(TEXT).mine is TEXT
