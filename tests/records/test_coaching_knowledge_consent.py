"""Consent to shared knowledge: to the text that was shown, taken back at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.records.coaching_cases import NOW, Scene, scene, told
from tests.records.knowledge_stages import (
    TEXT,
    agreed,
    asked,
    published,
    visible,
)
from xblocks.coaching.domain.knowledge import (
    Stage,
)
from xblocks.coaching.knowledge import consenting, publishing, searching
from xblocks.coaching.knowledge.refusals import (
    ConsentTakenBack,
    EntryChanged,
    NotAtThisStage,
    SameTextAgain,
)
from xblocks.coaching.records import Entry
from xblocks.core.errors import NotFound

pytestmark = pytest.mark.django_db(transaction=True)  # full text of MariaDB finds what is committed


@pytest.fixture
def here() -> Scene:
    return scene()


def test_consent_is_to_the_text_that_was_shown(here: Scene) -> None:
    entry = asked(here)
    with pytest.raises(EntryChanged):
        consenting.agree(here.ada, entry.pk, "anything", NOW)
    Entry.objects.filter(pk=entry.pk).update(answer="Something else.")
    with pytest.raises(EntryChanged):
        consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)
    assert Entry.objects.get(pk=entry.pk).agreed_by is None


def test_taken_back_it_is_gone_at_once_with_its_words(here: Scene) -> None:
    entry = published(here)
    assert visible(here)
    consenting.withdraw(here.ada, entry.pk, NOW)
    assert not visible(here)
    gone = Entry.objects.get(pk=entry.pk)
    assert (gone.title, gone.question, gone.answer, gone.terms, gone.wish) == ("",) * 5
    assert (gone.agreed_by, gone.signed_by, gone.signed_name) == (None, None, "")
    assert "consent_withdrawn" in told(here.lena)
    consenting.withdraw(here.ada, entry.pk, NOW)
    for again in (
        lambda: publishing.begin(here.lena, entry.request_id, NOW),
        lambda: publishing.save(here.lena, entry.pk, TEXT, gone.version, NOW),
    ):
        with pytest.raises(ConsentTakenBack):
            again()
    with pytest.raises(NotFound):
        searching.read(here.lena, entry.pk)
    with pytest.raises(NotFound):
        consenting.asked_entry(here.ada, entry.pk)


@pytest.mark.parametrize("make", [asked, agreed, published])
def test_the_consent_can_be_taken_back_at_every_stage(
    here: Scene, make: Callable[[Scene], Entry]
) -> None:
    entry = make(here)
    consenting.withdraw(here.ada, entry.pk, NOW)
    assert Entry.objects.get(pk=entry.pk).state == Stage.WITHDRAWN


def test_it_can_be_taken_back_when_the_request_itself_is_long_cleared(here: Scene) -> None:
    entry = published(here)
    Entry.objects.filter(pk=entry.pk).update(request=None)
    consenting.withdraw(here.ada, entry.pk, NOW)
    assert not visible(here)


def test_who_says_no_can_say_why_and_is_asked_again_about_another_text_only(here: Scene) -> None:
    entry = asked(here)
    entry = consenting.decline(here.ada, entry.pk, TEXT.fingerprint, " Too plain. ", NOW)
    assert (entry.state, entry.wish) == (Stage.DECLINED, "Too plain.")
    assert "consent_declined" in told(here.lena)
    with pytest.raises(SameTextAgain):
        publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)
    with pytest.raises(NotAtThisStage):
        consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)
    other = replace(TEXT, answer="Schmieren.")
    entry = publishing.save(here.lena, entry.pk, other, entry.version, NOW)
    assert entry.state == Stage.DECLINED
    entry = publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)
    assert (entry.state, entry.wish) == (Stage.ASKED, "")
    back = publishing.save(here.lena, entry.pk, TEXT, entry.version, NOW)
    assert back.state == Stage.DRAFT


def test_asking_or_agreeing_twice_is_once(here: Scene) -> None:
    entry = asked(here)
    assert publishing.ask_consent(here.lena, entry.pk, entry.version, NOW).version == entry.version
    first = consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)
    assert consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW).version == first.version
