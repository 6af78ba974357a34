"""The coaching desk of the course says what `curriculum-facts 1.11, 7.3, 7.4` say, plainly."""

from __future__ import annotations

import re

import pytest

from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.markdown import render
from tests.export.milestone_cases import file_of, loaded, pairs
from tests.export.test_milestone_wording import LONGEST_SENTENCE, sentences
from xblocks.coaching.definition import Desk, adapter
from xblocks.core.personal import Kind, traces
from xblocks.core.topics import Topic

NAME = "coaching-desk"
FORMAL = re.compile(r"(?<![.!?:(„-]) (?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")


def desk(language: Language) -> Desk:
    return adapter.validate_python(loaded(NAME, language)["definition"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_takes_every_topic_with_an_example_and_keeps_the_promised_days(
    language: Language,
) -> None:
    found = desk(language)
    assert [offer.topic for offer in found.topics] == list(Topic)
    example = {"de": "Beispiel: ", "en": "Example: "}[language]
    for offer in found.topics:
        assert offer.hint, offer.topic
        assert example in offer.hint
        assert offer.hint.endswith("?")
    assert (found.first_reply, found.urgent, found.soon) == (5, 3, 10)
    for days in (found.first_reply, found.urgent):
        assert str(days) in found.intro
    assert render(found.intro, file_of(NAME)).defects == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_stop_signals_and_places_are_there(language: Language) -> None:
    found = desk(language)
    assert len(found.stop_signals) == 8
    told = " ".join(f"{each.concern} {each.place} {each.note}" for each in found.referrals)
    assert len(found.referrals) >= 15
    for place in ("112", "0800 1110111", "0800 1110222", "DGB", "§ 13 AGG", "§ 29 SGB III", "MBE"):
        assert place in told, place
    assert found.referrals[0].place.endswith("112"), "who is in danger reads no long list"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_would_be_warned_about(language: Language) -> None:
    found = desk(language)
    for offer in found.topics:
        assert traces(offer.hint or "") == ()
    assert not {trace.kind for trace in traces(found.intro)} & {Kind.NAME, Kind.PHONE, Kind.MAIL}


def test_both_languages_say_it_in_plain_words_of_their_own() -> None:
    for place, text in pairs(NAME):
        german, english = text["de"], text["en"]
        assert german != english or place.endswith("/source"), place
        assert not FORMAL.search(re.sub(r"\s+", " ", german)), place
        assert german.count("„") == german.count("“"), place
        assert not set('"”') & set(german), place
        assert not set('"„') & set(english), place
        if "/knowledge/" in place:
            continue  # it names paragraphs, which makes sentences longer
        for words, most in ((german, LONGEST_SENTENCE), (english, LONGEST_SENTENCE + 4)):
            for sentence in sentences(words):
                count = len(re.findall(r"[\w§€’*/-]*\w[\w’*/.-]*", sentence))
                assert count <= most, (place, sentence)
