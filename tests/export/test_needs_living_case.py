"""The living case of the course: it can be won by asking well, it is fair, it speaks plainly."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from statistics import mean

import pytest

from course_export.curriculum.language import LANGUAGES, Language
from tests.export.milestone_cases import loaded, pairs
from tests.export.test_milestone_wording import LONGEST_SENTENCE, sentences
from xblocks.core.personal import Kind, traces
from xblocks.needs_analysis.definition import LivingCase, adapter
from xblocks.needs_analysis.domain.checking import Context, judge
from xblocks.needs_analysis.domain.debriefing import Debriefing, Found
from xblocks.needs_analysis.domain.defects import check
from xblocks.needs_analysis.domain.interviewing import Interview

NAME = "living-case"
FORMAL = re.compile(r"(?<![.!?:(„-]) (?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b")

SENSIBLE = (
    "lueders-documents",  # first the works council
    "faults-data",
    "records-securing",
    "vogt-key-user",
    "wendt-taught",
    "brose-erp",
    "brose-watch",
    "brose-ai",
    "brose-cover",
    "petersen-erp",
    "sen-work",
    "sen-before",
)
"""Somebody who asks several sources, for examples, and where the work is done."""

Pick = Callable[[Interview], str]


@cache
def case(language: Language = "de") -> LivingCase:
    found = adapter.validate_python(loaded(NAME, language)["definition"])
    assert isinstance(found, LivingCase)
    return found


def played(pick: Pick) -> Debriefing:
    """Ask until nothing can be asked any more."""
    at = Interview(case())
    while not at.exhausted:
        at = at.ask(pick(at))
    return Debriefing(at)


def askable(at: Interview) -> list[str]:
    return [name for name in at.inquiries if not at.obstacle(name)]


def share(told: Debriefing) -> float:
    return len(told.recognised) / len(told.critical)


def test_its_size_is_that_of_an_exercise() -> None:
    found = case()
    inquiries = [each for one in found.interviewees for each in one.inquiries]
    assert (len(found.people), len(found.competences)) == (7, 6)
    assert len(found.interviewees) == 8
    assert 28 <= len(inquiries) <= 32
    assert found.minutes == 90
    assert 200 <= sum(each.minutes for each in inquiries) <= 230


def test_asking_sensibly_finds_what_matters_in_time() -> None:
    at = Interview(case())
    for name in SENSIBLE:
        at = at.ask(name)
    told = Debriefing(at)
    assert at.spent <= 90
    assert share(told) >= 0.8
    assert told.count(Found.WRONG) == 0
    assert told.missed_keys == ()
    assert told.detours == ()


def test_asking_at_random_finds_clearly_less() -> None:
    chance = random.Random(2027)
    shares = [share(played(lambda at: chance.choice(askable(at)))) for _round in range(300)]
    assert 0.2 <= mean(shares) <= 0.5
    assert sum(each >= 0.8 for each in shares) <= 15, "luck helps in one of twenty rounds at most"


@pytest.mark.parametrize(
    "pick",
    [
        lambda at: askable(at)[0],
        lambda at: max(askable(at), key=lambda name: at.inquiries[name][1].minutes),
    ],
    ids=["one after the other", "the longest first"],
)
def test_asking_without_a_plan_is_not_enough(pick: Pick) -> None:
    assert share(played(pick)) <= 0.5


def test_not_everything_can_be_asked_and_not_everything_is_told() -> None:
    everything = Debriefing(Interview(case(), tuple(Interview(case()).inquiries)))
    assert everything.interview.spent > 2 * 90
    assert everything.count(Found.UNKNOWN) >= 5
    assert everything.contradictions


def test_every_critical_gap_can_be_learned_in_two_steps_at_most() -> None:
    told = Debriefing(Interview(case()))
    inquiries = told.interview.inquiries
    for held in told.critical:
        clues = [each for _one, each in told.clues(held)]
        assert clues, held.field.place
        for clue in clues:
            before = inquiries[clue.after][1] if clue.after else None
            assert before is None or before.after is None


def test_people_misjudge_themselves_and_others_and_documents_mislead() -> None:
    told = Debriefing(Interview(case(), tuple(Interview(case()).inquiries)))
    truth = {each.field.place: each.truth for each in told.held}
    wrong = {
        each.source
        for _one, inquiry in told.interview.inquiries.values()
        for each in inquiry.evidence
        if each.level != truth[each.person, each.competence]
    }
    assert {"self", "manager", "document", "colleague"} <= wrong
    assert "observation" not in wrong, "who looks at the work is not deceived"


def test_there_is_a_quiet_potential_that_only_a_talk_shows() -> None:
    told = Debriefing(Interview(case()))
    (packing,) = [each for each in told.held if each.field.place == ("c05", "k2")]
    assert packing.cell.surplus == 2
    asked = Interview(case())
    for name in ("sen-work", "sen-before"):
        asked = asked.ask(name)
    assert asked.fields["c05", "k2"].level == packing.truth


def test_documents_open_only_with_the_works_council() -> None:
    for one in case().interviewees:
        if one.id in {"records", "faults"}:
            assert {each.after for each in one.inquiries} == {"lueders-documents"}


def test_keys_and_detours_say_why() -> None:
    for one in case().interviewees:
        for each in one.inquiries:
            assert each.why, each.id


def test_the_questions_can_be_answered_with_what_is_true() -> None:
    context = Context(Debriefing(Interview(case())).truth())
    right = {"q1": ["k1", "k2", "k4"], "q2": ["c06"], "q3": ["c05"], "q4": "o2", "q5": "o3"}
    assert {each.id for each in case().questions} == set(right)
    for question in case().questions:
        assert judge(question, right[question.id], context).right, question.id
        assert not judge(question, None, context).right


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_no_defects(language: Language) -> None:
    assert check(case(language)) == []


def test_both_languages_say_it_in_plain_words_of_their_own() -> None:
    for place, text in pairs(NAME):
        german, english = text["de"], text["en"]
        assert german != english or place.endswith("/role"), place
        assert not FORMAL.search(re.sub(r"\s+", " ", german)), place
        assert german.count("„") == german.count("“"), place
        assert not set('"”') & set(german), place
        assert not set('"„') & set(english), place
        for words, most in ((german, LONGEST_SENTENCE), (english, LONGEST_SENTENCE + 4)):
            for sentence in sentences(words):
                count = len(re.findall(r"[\w§€’*/-]*\w[\w’*/.-]*", sentence))
                assert count <= most, (place, sentence)


def test_nobody_tells_of_health_or_membership() -> None:
    for place, text in pairs(NAME):
        found = {each.kind for language in LANGUAGES for each in traces(text[language])}
        assert not found & {Kind.HEALTH, Kind.MEMBERSHIP}, place
