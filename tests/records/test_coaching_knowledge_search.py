"""Searching finds the same in the same order on every database, and what was just written."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.records.coaching_cases import desk_exercise
from tests.records.grading_cases import Course, course
from tests.records.knowledge_cases import ENTRIES, FOUND, PARTLY, SIGNED, TODAY, fill, publish
from xblocks.coaching.domain.stemming import terms_text
from xblocks.coaching.knowledge import fulltext, searching
from xblocks.coaching.knowledge.fulltext import ENTRY, FullText, ReadThrough, full_text
from xblocks.coaching.knowledge.publishing import put_in_order
from xblocks.coaching.leaving import redact_texts
from xblocks.coaching.records import Entry
from xblocks.core.errors import NotFound
from xblocks.core.holdings import Subject
from xblocks.core.people import Actor, Role

# Full text of MariaDB finds what is committed.
pytestmark = pytest.mark.django_db(transaction=True)

migration = import_module("xblocks.migrations.0009_full_text")


@pytest.fixture
def where() -> Course:
    return course()


@pytest.fixture
def reader(where: Course) -> Actor:
    return where.person("Rea", [Role.TRAINEE])


@pytest.fixture
def keys(where: Course) -> dict[int, str]:
    return fill(where.key)


def found(reader: Actor, keys: dict[int, str], text: str, topic: str = "") -> list[str]:
    shown = searching.search(reader, text, topic, 1, TODAY)
    return [keys[hit.entry_id] for hit in shown.hits]


def test_the_database_uses_its_own_full_text() -> None:
    expected = {"sqlite": fulltext.SQLiteFullText, "mysql": fulltext.MySQLFullText}
    assert isinstance(full_text(), expected[connection.vendor])


def test_the_test_set_is_found_in_its_order(reader: Actor, keys: dict[int, str]) -> None:
    for text, topic, expected in FOUND:
        shown = searching.search(reader, text, topic, 1, TODAY)
        assert [keys[hit.entry_id] for hit in shown.hits] == expected, text
        assert not shown.partly


def test_when_nothing_has_all_words_the_best_that_have_some_are_shown_and_said_to_be_so(
    reader: Actor, keys: dict[int, str]
) -> None:
    for text, expected in PARTLY:
        shown = searching.search(reader, text, "", 1, TODAY)
        assert sorted(keys[hit.entry_id] for hit in shown.hits) == sorted(expected), text
        assert keys[shown.hits[0].entry_id] == expected[0]
        assert shown.partly


def test_reading_through_finds_the_same(
    reader: Actor, keys: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fulltext, "full_text", ReadThrough)
    for text, topic, expected in FOUND:
        assert found(reader, keys, text, topic) == expected, text


words = st.sampled_from(
    [
        *" ".join(" ".join(each[1:]) for each in ENTRIES.values()).split(),
        *("bildungszeit", "BR", "Qual", "xyzzy", "*", '"', "OR", "leave", "council"),
    ]
)


def test_whatever_is_looked_for_the_index_and_reading_through_agree(
    reader: Actor, keys: dict[int, str]
) -> None:
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.lists(words, min_size=1, max_size=4).map(" ".join))
    def agree(text: str) -> None:
        by_index: FullText = full_text()
        for group in searching.groups(text):
            choices = [[group.anywhere()], [group.in_title()]]
            assert _ids(by_index, choices) == _ids(ReadThrough(), choices)
        choices = [[group.anywhere() for group in searching.groups(text)]]
        if choices[0]:
            assert _ids(by_index, choices) == _ids(ReadThrough(), choices)

    agree()


def _ids(index: FullText, choices: fulltext.Choices) -> list[int]:
    sql, values = index.condition(choices)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {ENTRY} WHERE {sql} ORDER BY id", values)
        return [pk for (pk,) in cursor.fetchall()]


def test_without_words_everything_is_there_the_newest_first(
    reader: Actor, keys: dict[int, str]
) -> None:
    shown = searching.search(reader, "", "", 1, TODAY)
    assert [keys[hit.entry_id] for hit in shown.hits] == list(ENTRIES)[::-1][:10]
    assert (shown.total, shown.pages, shown.more) == (len(ENTRIES), 2, False)
    second = searching.search(reader, "", "", 2, TODAY)
    assert [keys[hit.entry_id] for hit in second.hits] == list(ENTRIES)[::-1][10:]
    assert found(reader, keys, "", "talk") == ["talk"]


def test_words_that_say_nothing_find_nothing(reader: Actor, keys: dict[int, str]) -> None:
    assert searching.search(reader, "und der?", "", 1, TODAY).total == 0


def test_a_hundred_can_be_turned_to_and_the_best_by_title_is_among_them(
    where: Course, reader: Actor
) -> None:
    old = publish(where.key, "law", "Ein Kolbenfresser")
    for nth in range(1, 112):
        at = SIGNED + timedelta(days=nth)
        publish(where.key, "law", f"Nr. {nth}", "Ein Kolbenfresser?", at=at)
    shown = searching.search(reader, "kolbenfresser ", "", 1, TODAY)
    assert shown.hits[0].entry_id == old.pk
    assert (shown.total, shown.pages, shown.more) == (100, 10, True)
    last = searching.search(reader, "kolbenfresser ", "", 99, TODAY)
    assert (last.page, len(last.hits)) == (10, 10)


def test_only_what_is_published_in_this_course_is_found(where: Course, reader: Actor) -> None:
    other = course()
    publish(other.key, "law", "Kolbenfresser woanders")
    publish(where.key, "law", "Kolbenfresser im Entwurf", state="draft")
    mine = publish(where.key, "law", "Kolbenfresser")
    shown = searching.search(reader, "kolbenfresser ", "", 1, TODAY)
    assert [hit.entry_id for hit in shown.hits] == [mine.pk]
    assert searching.counters(reader) == {"law": 1}
    for hidden in Entry.objects.exclude(pk=mine.pk):
        with pytest.raises(NotFound):
            searching.read(reader, hidden.pk)


def test_the_index_follows_the_entry_in_the_same_transaction(where: Course, reader: Actor) -> None:
    def ids(text: str) -> list[int]:
        return [hit.entry_id for hit in searching.search(reader, text, "", 1, TODAY).hits]

    entry = publish(where.key, "law", "Kolbenfresser")
    assert ids("kolbenfresser ") == [entry.pk]
    Entry.objects.filter(pk=entry.pk).update(title="Zahnrad", terms=terms_text("Zahnrad"))
    assert (ids("kolbenfresser "), ids("zahnrad ")) == ([], [entry.pk])
    with transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(terms="")
        transaction.set_rollback(True)
    assert ids("zahnrad ") == [entry.pk]
    Entry.objects.filter(pk=entry.pk).update(terms="")
    assert ids("zahnrad ") == []
    Entry.objects.filter(pk=entry.pk).update(terms=terms_text("Zahnrad"))
    entry.delete()
    assert ids("zahnrad ") == []


def test_the_migration_takes_in_what_is_there_and_can_be_taken_back(
    reader: Actor, keys: dict[int, str]
) -> None:
    with connection.schema_editor() as editor:
        migration.take_off(apps, editor)
    try:
        Entry.objects.filter(topic="talk").delete()
    finally:
        with connection.schema_editor() as editor:
            migration.lay(apps, editor)
    for text, topic, expected in FOUND:
        assert found(reader, keys, text, topic) == [key for key in expected if key != "talk"], text


def test_a_sqlite_without_fts5_finds_the_same(reader: Actor, keys: dict[int, str]) -> None:
    if connection.vendor != "sqlite":
        return  # MariaDB always has full text
    with connection.schema_editor() as editor:
        migration.take_off(apps, editor)
    try:
        assert isinstance(full_text(), ReadThrough)
        for text, topic, expected in FOUND:
            assert found(reader, keys, text, topic) == expected, text
        Entry.objects.filter(topic="law").update(terms="")
        assert found(reader, keys, "Betriebsrat") == ["matrix"]
    finally:
        with connection.schema_editor() as editor:
            migration.lay(apps, editor)


def test_after_other_rules_of_words_only_old_terms_are_reckoned_anew(
    where: Course, reader: Actor
) -> None:
    old = publish(where.key, "law", "Zahnrad", terms=" zvoldrules axrost ")
    draft = publish(where.key, "law", "Kolben", state="draft", terms="")
    publish(where.key, "law", "Welle")
    assert put_in_order() == 1
    assert put_in_order() == 0
    hits = searching.search(reader, "zahnrad ", "", 1, TODAY).hits
    assert [hit.entry_id for hit in hits] == [old.pk]
    draft.refresh_from_db()
    assert draft.terms == ""


def test_an_update_of_the_installation_puts_terms_in_order(where: Course, reader: Actor) -> None:
    old = publish(where.key, "law", "Zahnrad", terms=" zvoldrules axrost ")
    call_command("migrate", verbosity=0)
    hits = searching.search(reader, "zahnrad ", "", 1, TODAY).hits
    assert [hit.entry_id for hit in hits] == [old.pk]


def test_a_name_that_is_taken_out_of_an_entry_is_not_found_in_it_any_more(
    where: Course, reader: Actor
) -> None:
    person = where.person("Zerlina Kolbenfresser", [Role.EXPERT])
    publish(where.key, "law", "Was Zerlina Kolbenfresser sagt")
    assert searching.search(reader, "kolbenfresser ", "", 1, TODAY).total == 1
    assert person.person_id
    redact_texts(Subject(None, {person.person_id: where.key}, frozenset({person.name})))
    assert searching.search(reader, "kolbenfresser ", "", 1, TODAY).total == 0
    assert not Entry.objects.filter(terms__contains="kolben").exists()


BROUGHT = [
    {
        "id": "leave-bw",
        "topic": "law",
        "title": "Bildungszeit in Baden-Württemberg",
        "question": "Wie viele Tage?",
        "answer": "Fünf *Tage*.",
        "source": "BzG BW",
        "checked": "2027-01-15",
        "review": "2027-02-15",
    }
]


def test_what_the_course_brought_along_is_found_among_the_others(
    where: Course, reader: Actor, keys: dict[int, str]
) -> None:
    desk_exercise(where, knowledge=BROUGHT)
    hits = searching.search(reader, "bildungszeit ", "", 1, TODAY).hits
    assert [hit.name or keys[hit.entry_id] for hit in hits] == ["leave-bw", "leave", "saxony"]
    assert (hits[0].outdated, hits[1].outdated) == (True, False)
    assert [hit.name for hit in searching.search(reader, "", "", 1, TODAY).hits].count("leave-bw")
    assert searching.search(reader, "bildungszeit ", "talk", 1, TODAY).total == 0
    assert searching.counters(reader)["law"] == 5
    assert searching.read_brought(reader, "leave-bw").source == "BzG BW"
    with pytest.raises(NotFound):
        searching.read_brought(reader, "unknown")


def test_while_somebody_types_what_shares_enough_words_is_suggested(
    reader: Actor, keys: dict[int, str]
) -> None:
    def near(text: str, topic: str = "") -> list[str]:
        return [keys[hit.entry_id] for hit in searching.suggest(reader, text, topic, TODAY)]

    question = "Wie lange vorher muss ich den Antrag auf Bildungszeit stellen?"
    assert near(question) == ["leave"]
    assert near(question, "talk") == []
    assert near("Betriebsrat") == ["council", "matrix"]
    assert near("") == []
    assert near("Wir haben einen kaputten Kolben und viel Zeit, was tun?") == []
    assert len(near("Betriebsrat Bedarf Zeit Antrag Bildungsurlaub Schicht")) <= 3


@pytest.mark.parametrize(
    "text",
    ['"', "*", "a* OR b*", "(((", "+x -y ~z", "NEAR(a b)", "\0", "%", "_", "terms:", "ß" * 999],
)
def test_nothing_somebody_types_is_an_error(reader: Actor, keys: dict[int, str], text: str) -> None:
    searching.search(reader, text, "", 1, TODAY)
    searching.search(reader, text + " Betriebsrat", "law", 1, date.max)
    searching.suggest(reader, text, "", TODAY)
