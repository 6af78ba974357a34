"""The moderation exercises speak plainly, in German and English, and say the same numbers."""

from __future__ import annotations

import re

import pytest

from course_export.build import CONTENT
from course_export.curriculum.language import LANGUAGES, Language
from tests.export.milestone_cases import pairs
from tests.export.moderation_content_cases import FILES
from tests.export.test_milestone_wording import LONGEST_SENTENCE, sentences
from tests.export.test_needs_wording import FORMAL, MALE_ONLY, WORD, numbers, spoken
from xblocks.core.personal import Kind, traces

LESSONS = ("cycle", "methods", "visual", "interventions")


@pytest.mark.parametrize("name", FILES)
def test_both_languages_say_it_in_words_of_their_own(name: str) -> None:
    for place, text in pairs(name):
        assert text["de"] != text["en"], place


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


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_short(name: str) -> None:
    for place, text in pairs(name):
        if not spoken(place):
            continue
        for language, most in (("de", LONGEST_SENTENCE), ("en", LONGEST_SENTENCE + 4)):
            for sentence in sentences(text[language]):
                assert len(WORD.findall(sentence)) <= most, (place, sentence)


@pytest.mark.parametrize("name", FILES)
def test_german_writes_percent_apart_and_english_does_not(name: str) -> None:
    for place, text in pairs(name):
        assert not re.search(r"\d%", text["de"]), place
        assert not re.search(r"\d\s%", text["en"]), place


@pytest.mark.parametrize("name", FILES)
def test_nobody_tells_of_health_or_membership(name: str) -> None:
    for place, text in pairs(name):
        found = {each.kind for language in LANGUAGES for each in traces(text[language])}
        assert not found & {Kind.HEALTH, Kind.MEMBERSHIP}, place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LESSONS)
def test_lessons_use_the_quotation_marks_of_their_language(name: str, language: Language) -> None:
    text = (CONTENT / f"pages/lessons/{name}.{language}.md").read_text("utf-8")
    opening, closing, wrong = ("„", "“", '"”') if language == "de" else ("“", "”", '"„')
    assert text.count(opening) == text.count(closing)
    assert not set(wrong) & set(text)


@pytest.mark.parametrize("name", LESSONS)
def test_lessons_say_the_same_numbers_in_both_languages(name: str) -> None:
    german, english = (
        (CONTENT / f"pages/lessons/{name}.{language}.md").read_text("utf-8")
        for language in LANGUAGES
    )
    assert numbers(german, "de") == numbers(english, "en")
