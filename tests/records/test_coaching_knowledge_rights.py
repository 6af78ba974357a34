"""Who edits, agrees to, signs and finds shared knowledge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.records.coaching_cases import NOW, Scene, expert, scene, told
from tests.records.knowledge_cases import publish
from tests.records.knowledge_stages import (
    TEXT,
    TODAY,
    agreed,
    asked,
    begun,
    published,
    signed,
    visible,
    written,
)
from xblocks.coaching import service
from xblocks.coaching.domain.knowledge import (
    Stage,
)
from xblocks.coaching.knowledge import consenting, publishing, searching
from xblocks.coaching.records import Entry, Request
from xblocks.core.errors import Masquerading, NotAllowed, NotFound
from xblocks.core.people import Role

pytestmark = pytest.mark.django_db(transaction=True)  # full text of MariaDB finds what is committed


@pytest.fixture
def here() -> Scene:
    return scene()


def test_who_asked_neither_edits_nor_signs_as_an_expert_of_the_topic(here: Scene) -> None:
    entry = published(here)
    both = replace(here.ada, roles=here.ada.roles | {Role.EXPERT}, topics=frozenset({"law"}))
    steps: list[Callable[[], Any]] = [
        lambda: publishing.editable(both, entry.pk, NOW),
        lambda: publishing.save(both, entry.pk, TEXT, entry.version, NOW),
        lambda: signed(here, entry, both),
        lambda: publishing.discard(both, entry.pk, entry.version, NOW),
    ]
    for _each in range(2):
        for step in steps:
            with pytest.raises(NotFound):
                step()
        assert entry not in publishing.entries(both)
        Entry.objects.update(request=None)  # as when the request is over for good
    assert entry in publishing.entries(replace(both, person_id=here.ola.person_id))


ROLES = {
    "begin": lambda here, who, entry: publishing.begin(who, entry.request_id, NOW),
    "edit": lambda here, who, entry: publishing.editable(who, entry.pk, NOW),
    "save": lambda here, who, entry: publishing.save(who, entry.pk, TEXT, entry.version, NOW),
    "ask": lambda here, who, entry: publishing.ask_consent(who, entry.pk, entry.version, NOW),
    "sign": lambda here, who, entry: signed(here, entry, who),
    "discard": lambda here, who, entry: publishing.discard(who, entry.pk, entry.version, NOW),
    "agree": lambda here, who, entry: consenting.agree(who, entry.pk, TEXT.fingerprint, NOW),
    "decline": lambda here, who, entry: consenting.decline(
        who, entry.pk, TEXT.fingerprint, "", NOW
    ),
    "withdraw": lambda here, who, entry: consenting.withdraw(who, entry.pk, NOW),
}

EXPERTS = {"begin", "edit", "save", "ask", "sign", "discard"}


@pytest.mark.parametrize("name", ROLES)
def test_nobody_reaches_what_is_not_theirs(here: Scene, name: str) -> None:
    entry = asked(here)
    stranger = expert(here.where, "Eve", ("law",))
    others = {
        here.ada: NotAllowed if name in EXPERTS else None,
        here.bea: NotAllowed if name in EXPERTS else NotFound,
        here.cem: NotAllowed if name in EXPERTS else NotFound,
        here.lena: None if name in EXPERTS else NotAllowed,
        stranger: NotFound if name in EXPERTS else NotAllowed,
        here.tom: NotFound if name in EXPERTS else NotAllowed,
        here.kim: NotAllowed,
        here.tina: NotAllowed,
        replace(here.lena, course_key="course-v1:x+y+z"): NotFound
        if name in EXPERTS
        else NotAllowed,
    }
    for who, refusal in others.items():
        if refusal is not None:
            with pytest.raises(refusal):
                ROLES[name](here, who, entry)
    hand = replace(here.lena if name in EXPERTS else here.ada, masquerading=True)
    if name != "edit":
        with pytest.raises(Masquerading):
            ROLES[name](here, hand, entry)
    assert Entry.objects.get(pk=entry.pk).version == entry.version


def test_a_colleague_of_the_topic_keeps_what_is_published_right(here: Scene) -> None:
    entry = published(here)
    other = replace(TEXT, answer="Kolbenfresser: gar nicht erst fahren.")
    with pytest.raises(NotFound):
        publishing.save(here.tom, entry.pk, other, entry.version, NOW)
    entry = publishing.save(here.ola, entry.pk, other, entry.version, NOW)
    entry = publishing.ask_consent(here.ola, entry.pk, entry.version, NOW)
    entry = consenting.agree(here.ada, entry.pk, other.fingerprint, NOW)
    assert "consent_given" in told(here.ola)
    assert signed(here, entry, here.ola).signed_name == "Ola"


def test_a_substitute_goes_on_with_it(here: Scene) -> None:
    entry = written(here)
    with pytest.raises(NotFound):
        publishing.editable(here.ola, entry.pk, NOW)
    service.be_away(here.lena, TODAY, TODAY, here.ola.person_id, NOW)
    assert publishing.ask_consent(here.ola, entry.pk, entry.version, NOW).state == Stage.ASKED


def test_everybody_in_the_course_may_search_and_nobody_else(here: Scene) -> None:
    publish(here.where.key, "law", "Kolbenfresser")
    for reader in (here.ada, here.lena, here.kim, here.tina):
        assert visible(here, reader)
    nobody = replace(here.cem, roles=frozenset())
    for look in (
        lambda: searching.search(nobody, "", "", 1, TODAY),
        lambda: searching.suggest(nobody, "kolbenfresser", "", TODAY),
        lambda: searching.counters(nobody),
        lambda: searching.read(nobody, 1),
        lambda: searching.read_brought(nobody, "x"),
    ):
        with pytest.raises(NotAllowed):
            look()
    assert visible(here, replace(here.cem, roles=frozenset({Role.AUTHOR})))


def test_until_the_signature_nobody_else_finds_or_reads_it(here: Scene) -> None:
    for make in (begun, written, asked, agreed):
        entry = make(here)
        for reader in (here.cem, here.bea, here.kim, here.tina, here.tom, here.lena):
            with pytest.raises(NotFound):
                searching.read(reader, entry.pk)
        assert not visible(here)
        assert Entry.objects.get(pk=entry.pk).terms == ""
        Request.objects.update(state="closed")
