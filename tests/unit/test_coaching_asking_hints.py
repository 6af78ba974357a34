"""Quality hints: five points, warnings that find persons and leave ordinary words alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xblocks.coaching.domain.hints import (
    FEEDBACK_BELOW,
    Asked,
    Criterion,
    has_tried,
    quality,
    questions,
)
from xblocks.core.personal import Kind, traces

GOOD = Asked(
    situation="In der Nachtschicht an Linie 3 kommt seit Mai niemand in die Sprechstunde. Die "
    "Schichtleitung gibt dafür keine Zeit frei.",
    question="Wie gewinne ich die Schichtleitung für eine feste halbe Stunde?",
    tried="Ich habe zweimal mit der Schichtleitung gesprochen und einen Aushang gemacht.",
    outcome="decision",
)
ENGLISH = Asked(
    situation="Since May nobody from the night shift on line 3 has come to our advice hour. The "
    "shift leader says there is no time.",
    question="How do I win the shift leader over?",
    tried="I talked to the shift leader twice and put up a notice.",
    outcome="clarity",
)

PERSONAL = [
    ("Jürgen will keinen Kurs mehr machen.", Kind.NAME),
    ("Mit Ayşe habe ich gesprochen.", Kind.NAME),
    ("Frau Yıldırım lehnt das ab.", Kind.NAME),
    ("Unser Chef, Herr Dr. Obermüller, lehnt ab.", Kind.NAME),
    ("Das sagt auch T. Brandner aus der Montage.", Kind.NAME),
    ("Eine Kollegin namens Karim fragt oft.", Kind.NAME),
    ("Mr. Halloran refuses.", Kind.NAME),
    ("My colleague is called Shabnam.", Kind.NAME),
    ("Er ist seit Wochen krankgeschrieben.", Kind.HEALTH),
    ("Sie hat Burn-out.", Kind.HEALTH),
    ("Wegen ihrer Schwerbehinderung kann sie nicht.", Kind.HEALTH),
    ("He has been on sick leave since March.", Kind.HEALTH),
    ("She is pregnant.", Kind.HEALTH),
    ("Er ist kein Gewerkschaftsmitglied.", Kind.MEMBERSHIP),
    ("Drei sind nicht organisiert.", Kind.MEMBERSHIP),
    ("Sie ist Mitglied der IG Metall.", Kind.MEMBERSHIP),
    ("Er ist aus der Gewerkschaft ausgetreten.", Kind.MEMBERSHIP),
    ("She is not in the union.", Kind.MEMBERSHIP),
    ("Meine Nummer ist 0171 2345678.", Kind.PHONE),
    ("Ruf an: +49 (0)711 123456-0", Kind.PHONE),
    ("Durchwahl 2314", Kind.PHONE),
    ("Schreib an werk3@example.org.", Kind.MAIL),
    ("Schreib an werk3 (at) example.org.", Kind.MAIL),
]
ORDINARY = [
    "Die Kolleg*innen der Frühschicht fragen nach Bildungszeit.",
    "Ich suche eine Methode. Wer sucht, der findet.",
    "Das Mitglied des Betriebsrats hat zugesagt.",
    "Die Betriebsratsmitglieder und die Vertrauensleute sind informiert.",
    "Frau Vorsitzende und Herr Abteilungsleiter sind Funktionen.",
    "Am 01.02.2027 um 8:00 Uhr, spätestens 2027-03-31.",
    "Nach § 82 Abs. 1 S. 2 SGB III gibt es bis zu 100.000 € bei 1.500 Beschäftigten.",
    "Das regelt z. B. Absatz 2, d. h. Nummer 3.",
    "Im Juli Ferien, im August Schulung.",
    "Die Telefonseelsorge hat 0800 1110111.",
    "Wir sind gut organisiert: Der Tarifvertrag gilt bis 2027.",
    "Der Gesundheitsschutz gehört zum Ausschuss.",
    "I’ll ask the shift leader. Can Works Councils decide this? Will Germany follow?",
    "The mark is 3 of 5, in May we start.",
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_what_tells_about_a_person_is_found(text: str, kind: Kind) -> None:
    assert kind in {trace.kind for trace in traces(text)}


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert traces(text) == ()


def test_names_of_the_team_are_found_even_when_no_list_knows_them() -> None:
    text = "Mit Xhevahires Plan sind alle zufrieden, auch Przybylski."
    assert traces(text) == ()
    found = traces(text, ["Xhevahire Hoxha", "Lech Przybylski"])
    assert [trace.excerpt for trace in found] == ["Xhevahires", "Przybylski"]


@given(st.text(max_size=400), st.lists(st.text(max_size=20), max_size=3))
def test_every_trace_stands_where_it_says_and_none_lies_over_another(
    text: str, known: list[str]
) -> None:
    end = 0
    for trace in traces(text, known):
        assert text[trace.start :].startswith(trace.excerpt)
        assert trace.start >= end
        end = trace.start + len(trace.excerpt)


@given(st.sampled_from(["situation", "question", "tried", "urgency_reason"]))
def test_a_mail_address_anywhere_is_warned_about_and_costs_a_point(field: str) -> None:
    text = getattr(GOOD, field) + " Antwort an linie3@example.org"
    found = quality(replace(GOOD, **{field: text}))
    assert found.met == frozenset(Criterion) - {Criterion.NO_PERSON}
    (hint,) = found.told
    assert (hint.field, hint.warns) == (field, True)
    assert "linie3@example.org" in str(hint.message)


@pytest.mark.parametrize("asked", [GOOD, ENGLISH])
def test_a_good_request_has_five_points_and_no_hint(asked: Asked) -> None:
    found = quality(asked)
    assert (found.points, found.hints) == (5, ())


def test_an_empty_form_has_no_points() -> None:
    assert quality(Asked()).points == 0


@given(
    st.builds(
        Asked,
        situation=st.sampled_from(["", "Wir haben ein Problem.", GOOD.situation]),
        question=st.sampled_from(["", "Hilfe", "Wie? Was?", GOOD.question]),
        tried=st.sampled_from(["", "Noch nichts.", GOOD.tried]),
        outcome=st.sampled_from(["", "else", "clarity"]),
    )
)
def test_advice_is_given_below_four_points_and_each_missing_point_has_its_word(
    asked: Asked,
) -> None:
    found = quality(asked)
    advice = [hint for hint in found.told if not hint.warns]
    if found.points >= FEEDBACK_BELOW:
        assert advice == []
    else:
        missing = set(Criterion) - found.met - {Criterion.NO_PERSON}
        assert {hint.criterion for hint in advice} == missing


@given(st.builds(Asked, *[st.text()] * 5))
def test_whatever_is_typed_gives_an_answer(asked: Asked) -> None:
    assert 0 <= quality(asked).points <= len(Criterion)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Hilfe bei der Moderation", 0),
        ("Wie fange ich an", 1),
        ("Darf ich das?!", 1),
        ("Wie und wann lade ich ein?", 1),
        ("Was antworte ich auf „Was bringt mir das?“?", 1),
        ("Was sage ich, wenn jemand fragt, wann es losgeht und wer zahlt?", 1),
        ("Wie lade ich ein und wer zahlt den Kurs?", 2),
        ("Wie lade ich ein? Wer zahlt?", 2),
        ("How do I invite people and who pays?", 2),
        ("What do I answer?", 1),
    ],
)
def test_questions_are_counted_as_people_mean_them(text: str, count: int) -> None:
    assert questions(text) == count


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("", False),
        ("nichts", False),
        ("Bisher leider noch gar nichts.", False),
        ("Not yet, sorry about that.", False),
        ("-", False),
        ("Nichts hat geholfen: Aushang, Gespräch mit der Leitung, Brief an alle.", True),
        ("Ich habe § 96 gelesen und gefragt.", True),
    ],
)
def test_nothing_yet_is_no_attempt(text: str, tried: bool) -> None:
    assert has_tried(text) is tried
