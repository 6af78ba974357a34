"""What a text is found by: stems, compounds, what means the same, beginnings – and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xblocks.coaching.domain.asked import MOST_GROUPS, QUERY_LENGTH, groups, most_telling, rank
from xblocks.coaching.domain.glossary import NOISE, SAME
from xblocks.coaching.domain.stemming import meaningful, parts, terms_text


def finds(query: str, text: str) -> bool:
    """Whether an entry with this title is found by all words of a query."""
    wanted = groups(query)
    return bool(wanted) and rank(wanted, terms_text(text))[0] == len(wanted)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("bildungszeit", "Wie beantrage ich Bildungsurlaub?"),
        ("Bildungsurlaub", "Das Qualifizierungszeitgesetz in Sachsen"),
        ("bildungsfreistellung", "AWbG: fünf Tage im Jahr"),
        ("paid educational leave", "Anspruch auf Bildungszeit"),
        ("works council", "Was darf der Betriebsrat?"),
        ("Betriebsrat", "The works council may ask for it"),
        ("BR", "Betriebsratssitzung vorbereiten"),
        ("KI", "Künstliche Intelligenz im Büro"),
        ("82a", "Qualifizierungsgeld beantragen"),
        ("Meister-BAföG", "Aufstiegs-BAföG: was gibt es?"),
        ("arbeitsagentur", "Agentur für Arbeit fragen"),
    ],
)
def test_what_means_the_same_finds_it(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("pruefung", "Prüfungen bestehen"),
        ("PRÜFUNGEN", "die Pruefung"),
        ("strasse", "Straße"),
        ("Maßnahmen", "MASSNAHME"),
        ("Anträge", "der Antrag"),
        ("neue", "neuer Auftrag"),
        ("Café", "cafe"),
        ("Kolleg*innen", "Kolleginnen und Kollegen"),
        ("Betriebsrät*in", "Betriebsrat"),
        ("trainings", "the training"),
        ("applies", "to apply"),
        ("issues", "an issue"),
    ],
)
def test_umlauts_endings_and_case_do_not_matter(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("förderung", "Weiterbildungsförderung im Betrieb"),
        ("Urlaub", "Bildungsurlaub"),
        ("Bildungsurlaubsantrag", "Antrag auf Bildungszeit"),
        ("Schichtplan", "Plan für die Schicht"),
        ("Kosten", "Fortbildungskosten"),
        ("Antragsfrist", "Welche Frist hat der Antrag?"),
    ],
)
def test_compounds_and_their_parts_find_one_another(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    "typed", ["Weiterbildungs", "weiterb", "Förderu", "foerderu", "Weiterbild"]
)
def test_a_word_that_is_being_typed_finds_what_begins_so(typed: str) -> None:
    assert finds(typed, "Weiterbildungsförderung und Förderung")


def test_a_word_that_is_over_is_no_beginning() -> None:
    assert finds("zyl", "Zylinder")
    assert not finds("zyl ", "Zylinder")
    assert not finds("zy", "Zylinder")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Bildungszeit", "Arbeitszeit und Bildung"),
        ("Betriebsrat", "Der Rat der Stadt"),
        ("works council", "The council meets, it works"),
        ("Umschulung", "Schulung"),
    ],
)
def test_what_only_looks_alike_does_not_find_it(query: str, text: str) -> None:
    assert not finds(query, text)


@pytest.mark.parametrize(
    ("word", "made_of"),
    [
        ("weiterbildungsförderung", ("weiterbildungs", "förderung")),
        ("kündigungsschutzklage", ("kündigungs", "schutz", "klage")),
        ("verwaltung", ()),
        ("heirat", ()),
        ("zylinder", ()),
    ],
)
def test_compounds_are_taken_apart_by_known_parts(word: str, made_of: tuple[str, ...]) -> None:
    assert parts(word) == made_of


def test_words_that_say_nothing_find_nothing() -> None:
    assert groups("und die der the of a") == []
    assert groups("?! §  -- *") == []
    assert not NOISE & {word for each in SAME for word in each}


def test_title_and_the_very_word_count_more() -> None:
    wanted = groups("bildungszeit ")
    in_title = rank(wanted, terms_text("Bildungszeit", "Frage"))
    by_synonym = rank(wanted, terms_text("Bildungsurlaub", "Frage"))
    in_text = rank(wanted, terms_text("Frage", "Bildungszeit"))
    assert in_title > by_synonym > in_text > rank(wanted, terms_text("Frage"))


def test_of_many_words_the_telling_ones_are_kept_in_their_order() -> None:
    many = groups(" ".join(f"wort{letter}x" for letter in "abcdefghijk") + " betriebsrat ")
    assert len(many) == MOST_GROUPS
    assert many[-1].others == ("kbetriebsrat",)
    assert most_telling(many, 2)[-1] == many[-1]


@given(st.text(max_size=80), st.text(max_size=80))
@example('"a* OR (b) NEAR/2 +c -d ~e <f >g @3"', "x")
@example("terms:x AND NOT (y)", "ﬁ ǅ İ ß ﷺ")
def test_nothing_but_small_letters_and_digits_reaches_an_index_or_a_query(
    query: str, text: str
) -> None:
    assert re.fullmatch(r"( [a-z0-9]{3,50})+ ", terms_text(text, query))
    for group in groups(query):
        for term in (*group.anywhere(), *group.in_title(), *group.as_typed()):
            assert re.fullmatch(r"[at][xk][a-z0-9]{1,50}\*?", term)


words = st.lists(
    st.sampled_from(sorted({word for each in SAME for word in each}))
    | st.text(alphabet="abdeghiklmnorstuäöüß", min_size=2, max_size=18),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(words)
@example("OE und KI")
@example("An- und Ungelernte")
def test_everything_is_found_by_its_own_words(text: str) -> None:
    if meaningful(text):
        assert finds(text, text)
        assert finds(text + " ", text.upper().replace("SS", "ß"))


@given(st.text(min_size=QUERY_LENGTH, max_size=QUERY_LENGTH * 3))
def test_over_long_queries_are_cut(query: str) -> None:
    assert groups(query, typing=False) == groups(query[:QUERY_LENGTH], typing=False)
