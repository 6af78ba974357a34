"""The milestones speak plainly, in German and English, and keep names out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.markdown import render
from tests.export.milestone_cases import FILES, MILESTONES, fields, file_of, milestone, pairs
from xblocks.transfer_project.fields import (
    ConfirmationField,
    FileField,
    ListField,
    TableField,
    TextField,
)

LONGEST_SENTENCE = 14
"""Words; in English, which writes apart what German writes as one word, four more."""

FORMAL = re.compile(r"(?<![.!?:(„-]) (?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b|\bSie (?:sind|\w+en)\b")
"""„Sie“ within a sentence, or followed by a verb in the plural."""

SINGULAR = re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?)\b")

PERSONAL = re.compile(
    r"\b(Name|Vorname|Nachname|Telefon|Handy|E-Mail|Adresse|Geburt\w*|Alter|Personalnummer"
    r"|Mitgliedschaft|Gesundheit|Krank\w*|Diagnose|Nationalität|Religion)\b"
)
NO_NAMES = {
    "de": re.compile(r"\b(ohne|keine?|nicht den) (Namen?|Personen)\b", re.I),
    "en": re.compile(r"\b(no|not|not a|not the|without) (names?|people)\b", re.I),
}
ABOUT_NOBODY = {
    "m1": {"name", "reason", "goal", "benefit", "limits"},
    "m2": {"council_goals", "roles", "cover"},
    "m3": {"question", "rule"},
    "m7": {"run"},
}
"""Where the question leads to things, aims or rules of one's own."""


def sentences(text: str) -> Iterator[str]:
    """Sentences of Markdown; an example in quotation marks is one of its own."""
    for paragraph in re.split(r"\n\s*\n|\n\s*- ", text):
        plain = re.sub(r"\s+", " ", paragraph.replace("**", ""))
        yield from re.split(r"(?<=[.!?:])[“”]? (?=[A-ZÄÖÜ0-9„“§])", plain)


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_it_in_words_of_their_own(name: str) -> None:
    same = [place for place, text in pairs(name) if text["de"] == text["en"]]
    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MILESTONES)
def test_every_field_has_a_hint_and_every_question_asks(name: str, language: Language) -> None:
    for field in milestone(name, language).fields:
        assert field.hint, field.id
        if isinstance(field, TextField | ListField | TableField):
            assert field.label.endswith("?"), field.id
        if isinstance(field, ConfirmationField):
            assert field.label.endswith("."), field.id


@pytest.mark.parametrize("name", MILESTONES)
def test_no_field_asks_for_personal_data(name: str) -> None:
    for field in fields(name).values():
        assert not PERSONAL.search(field.label), field.id
        for column in field.columns if isinstance(field, TableField) else []:
            assert not PERSONAL.search(column.label), column.id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MILESTONES)
def test_fields_that_lead_to_people_say_that_names_stay_out(name: str, language: Language) -> None:
    for field in milestone(name, language).fields:
        open_ended = isinstance(field, TextField | ListField | TableField | FileField)
        if open_ended and field.id not in ABOUT_NOBODY.get(name, set()):
            assert NO_NAMES[language].search(field.hint or ""), field.id
    assert re.search("Mitgliedschaft|membership", milestone(name, language).purpose)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MILESTONES)
def test_the_purpose_says_what_for_before_time_and_readers(name: str, language: Language) -> None:
    purpose = milestone(name, language).purpose
    points = {
        "de": ["**Wofür?**", "**Vorher:**", "**Zeit:**", "**Wer liest mit?**", "**Ohne Namen:**"],
        "en": [
            "**What for?**",
            "**Before you start:**",
            "**Time:**",
            "**Who reads this?**",
            "**No names:**",
        ],
    }[language]
    assert re.findall(r"^- (\*\*.+?\*\*)", purpose, re.M) == points
    body = render(purpose, file_of(name))
    assert body.defects == []
    assert body.html.count("<li>") == len(points)


@pytest.mark.parametrize("name", FILES)
def test_german_says_ihr_and_uses_its_own_quotation_marks(name: str) -> None:
    for place, text in pairs(name):
        german = re.sub(r"\s+", " ", text["de"].replace("**", ""))
        assert not FORMAL.search(german), place
        assert not SINGULAR.search(german), place
        assert german.count("„") == german.count("“"), place
        assert not set('"”') & set(german), place
        assert not set('"„') & set(text["en"]), place
        assert text["en"].count("“") == text["en"].count("”"), place


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_short(name: str) -> None:
    for place, text in pairs(name):
        if "/rubric/" in place:
            continue
        for language, most in (("de", LONGEST_SENTENCE), ("en", LONGEST_SENTENCE + 4)):
            for sentence in sentences(text[language]):
                words = re.findall(r"[\w§€’*/-]*\w[\w’*/.-]*", sentence)
                assert len(words) <= most, (place, sentence)
