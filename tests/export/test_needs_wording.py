"""The needs analyses speak plainly, in German and English, and say the same numbers in both."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.export.milestone_cases import pairs
from tests.export.needs_cases import FILES
from tests.export.test_milestone_wording import LONGEST_SENTENCE, sentences

FORMAL = re.compile(r"(?<![.!?:(„*-]) (?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")
SINGULAR = re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?)\b")
SAME = {"Controlling"}
"""Words both languages have."""

WORD = re.compile(r"[\w§€’*/-]*\w[\w’*/.-]*")
DAY = re.compile(r"\b\d{2}\.\d{2}\.\d{4}\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b|\b[A-Z]\w+ (?=20\d\d)")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MALE_ONLY = re.compile(r"\b(?:Kollegen|Mitarbeiter|Trainer|Experten|Teilnehmer|Paten)\b(?!\*)")


def spoken(place: str) -> bool:
    """Whether these are sentences: no rows of tables, no levels of rubrics, no names of things."""
    return not any(part in place for part in ("/rubric/", "/rows/", "/head"))


def numbers(text: str, language: str) -> Counter[str]:
    """All numbers of a text in one notation; days are written in words in English."""
    found = NUMBER.findall(DAY.sub(" ", text))
    thousands = "." if language == "de" else ","
    return Counter(
        re.sub(rf"(?<=\d)\{thousands}(?=\d{{3}}\b)", "", each).replace(",", ".") for each in found
    )


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_it_in_words_of_their_own(name: str) -> None:
    for place, text in pairs(name):
        words = re.sub(r"[\W\d_]", "", text["de"])
        assert text["de"] != text["en"] or not words or text["de"] in SAME, place


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_the_same_numbers(name: str) -> None:
    for place, text in pairs(name):
        assert numbers(text["de"], "de") == numbers(text["en"], "en"), place


@pytest.mark.parametrize("name", FILES)
def test_german_says_du_or_ihr_and_uses_its_own_quotation_marks(name: str) -> None:
    for place, text in pairs(name):
        german = re.sub(r"\s+", " ", text["de"])
        assert not FORMAL.search(german), place
        assert not MALE_ONLY.search(german), place
        assert german.count("„") == german.count("“"), place
        assert not set('"”') & set(german), place
        assert not set('"„') & set(text["en"]), place
        assert text["en"].count("“") == text["en"].count("”"), place


def test_the_own_matrix_speaks_to_the_team() -> None:
    for place, text in pairs("own-company"):
        assert not SINGULAR.search(text["de"]), place


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_short(name: str) -> None:
    for place, text in pairs(name):
        if not spoken(place):
            continue
        for language, most in (("de", LONGEST_SENTENCE), ("en", LONGEST_SENTENCE + 4)):
            for sentence in sentences(text[language]):
                assert len(WORD.findall(sentence)) <= most, (place, sentence)


@pytest.mark.parametrize("name", FILES)
def test_questions_and_reasons_ask(name: str) -> None:
    asked = [
        (place, text)
        for place, text in pairs(name)
        if re.search(r"/questions/[^/]+/text$|/reasons/[^/]+/label$", place)
    ]
    for place, text in asked:
        assert text["de"].endswith("?"), place
        assert text["en"].endswith("?"), place
    assert bool(asked) == (name != "own-company")


@pytest.mark.parametrize("name", FILES)
def test_german_writes_percent_apart_and_english_does_not(name: str) -> None:
    for place, text in pairs(name):
        assert not re.search(r"\d%", text["de"]), place
        assert not re.search(r"\d\s%", text["en"]), place
        assert not re.search(r"€\s?\d", text["de"]), place
        assert not re.search(r"\d\s?€", text["en"]), place
