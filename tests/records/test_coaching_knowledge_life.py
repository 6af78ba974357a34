"""Nothing is published without three hands: the expert's edit, the asker's yes, a signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.records.coaching_cases import NOW, Scene, expert, fresh, scene, told
from tests.records.knowledge_cases import publish
from xblocks.coaching import service
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
    ConsentTakenBack,
    EntryChanged,
    EntryIncomplete,
    NobodyToAsk,
    NotAnsweredYet,
    NotAtThisStage,
    NotChecked,
    ReviewDayUnfit,
    SameTextAgain,
)
from xblocks.coaching.knowledge.shelf import Shelf
from xblocks.coaching.records import Entry, Request
from xblocks.coaching.refusals import TextTooLong
from xblocks.core.errors import Masquerading, NotAllowed, NotFound, Refusal
from xblocks.core.people import Actor, Role

pytestmark = pytest.mark.django_db(transaction=True)  # full text of MariaDB finds what is committed

TODAY = NOW.date()
REVIEW = date(2027, 7, 15)
TEXT = Text("Kolbenfresser vermeiden", "Was tun?", "Ölen.")


@pytest.fixture
def here() -> Scene:
    return scene()


def begun(here: Scene, **changes: str) -> Entry:
    return publishing.begin(here.lena, here.answered(**changes).pk, NOW)


def written(here: Scene, text: Text = TEXT) -> Entry:
    entry = begun(here)
    return publishing.save(here.lena, entry.pk, text, entry.version, NOW)


def asked(here: Scene) -> Entry:
    entry = written(here)
    return publishing.ask_consent(here.lena, entry.pk, entry.version, NOW)


def agreed(here: Scene) -> Entry:
    entry = asked(here)
    return consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)


def published(here: Scene) -> Entry:
    return signed(here, agreed(here))


def signed(here: Scene, entry: Entry, by: Actor | None = None, day: date | None = REVIEW) -> Entry:
    return publishing.sign(
        by or here.lena, entry.pk, day, checked=True, version=entry.version, now=NOW
    )


def visible(here: Scene, reader: Actor | None = None) -> bool:
    shown = searching.search(reader or here.cem, "kolbenfresser", "", 1, TODAY).hits
    return bool(shown)


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


def test_until_the_signature_nobody_else_finds_or_reads_it(here: Scene) -> None:
    for make in (begun, written, asked, agreed):
        entry = make(here)
        for reader in (here.cem, here.bea, here.kim, here.tina, here.tom, here.lena):
            with pytest.raises(NotFound):
                searching.read(reader, entry.pk)
        assert not visible(here)
        assert Entry.objects.get(pk=entry.pk).terms == ""
        Request.objects.update(state="closed")


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


def test_consent_is_to_the_text_that_was_shown(here: Scene) -> None:
    entry = asked(here)
    with pytest.raises(EntryChanged):
        consenting.agree(here.ada, entry.pk, "anything", NOW)
    Entry.objects.filter(pk=entry.pk).update(answer="Something else.")
    with pytest.raises(EntryChanged):
        consenting.agree(here.ada, entry.pk, TEXT.fingerprint, NOW)
    assert Entry.objects.get(pk=entry.pk).agreed_by is None


def test_a_signature_is_to_the_text_that_was_agreed_to(here: Scene) -> None:
    entry = agreed(here)
    Entry.objects.filter(pk=entry.pk).update(answer="Something else.")
    with pytest.raises(NotAtThisStage):
        signed(here, entry)
    assert not visible(here)


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


def test_deleted_it_is_gone_and_the_request_stays(here: Scene) -> None:
    entry = published(here)
    publishing.discard(here.lena, entry.pk, entry.version, NOW)
    assert not visible(here)
    assert fresh(Request.objects.get()).state == "answered"


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
