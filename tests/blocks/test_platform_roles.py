"""Every block, view and handler in LMS and Studio, for everybody who can come by."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from opaque_keys.edx.keys import UsageKey

from tests import sample_course
from tests.blocks.platform_cases import (
    ANY_LEARNER,
    BLOCKS,
    DESK,
    EVERYBODY,
    IN_LMS,
    IN_STUDIO,
    LEARNERS,
    LMS_STAFF,
    MILESTONE,
    OVERVIEW,
    SCRIPT_READERS,
    STUDIO_AUTHORS,
    TALK,
    Enter,
)
from tests.blocks.platform_runtime import PlatformRuntime
from tests.blocks.platform_store import Platform
from xblocks.core.errors import NotAllowed, NotOnRoster, NotSignedIn
from xblocks.exercises.records import Exercise

pytestmark = pytest.mark.django_db


SIGNS = {
    "not signed in": NotSignedIn.sentence,
    "not on roster": NotOnRoster.sentence,
    "not allowed": NotAllowed.sentence,
    "editor": "data-ed-do",
    "script": "Trainees never see it",
    "talk": "«briefing»",
    "team page": "0 of 400 characters",
    "what is asked": "What the teams are asked for",
    "own project": "Your next step",
    "what there is": "Only trainees write here",
    "own requests": "Your requests",
    "the desk": "Only trainees ask here",
}
"""What a page is known by; the first that is found counts."""

Table = dict[tuple[str, str, str], dict[str, frozenset[str]]]


def _views(place: str, takes_part: frozenset[str], readers: frozenset[str]) -> Table:
    others = takes_part - LEARNERS
    return {
        (place, "student_view", TALK): {"talk": takes_part},
        (place, "student_view", OVERVIEW): {"own project": LEARNERS, "what there is": others},
        **{(place, "author_view", each): {"script": readers} for each in BLOCKS},
    }


VIEWS: Table = {
    **_views("LMS", IN_LMS | {ANY_LEARNER}, SCRIPT_READERS | LMS_STAFF),
    **_views("Studio preview", IN_STUDIO, SCRIPT_READERS | STUDIO_AUTHORS),
    ("LMS", "student_view", MILESTONE): {
        "team page": LEARNERS,
        "what is asked": IN_LMS - LEARNERS | {ANY_LEARNER},
    },
    ("Studio preview", "student_view", MILESTONE): {"what is asked": IN_STUDIO},
    ("LMS", "student_view", DESK): {
        "own requests": LEARNERS - {"masquerading"},  # staff never read what is asked
        "the desk": IN_LMS - LEARNERS | {ANY_LEARNER, "masquerading"},
    },
    ("Studio preview", "student_view", DESK): {"the desk": IN_STUDIO},
    **{("LMS", "studio_view", each): {} for each in BLOCKS},
    **{("Studio editor", "studio_view", each): {"editor": STUDIO_AUTHORS} for each in BLOCKS},
}
"""Who sees what where. Everybody else is refused and sees nothing of the exercise."""

HANDLERS = {
    TALK: ("begin", "say", "take_back", "studio_edit"),
    MILESTONE: ("studio_edit",),
    OVERVIEW: ("studio_edit",),
    DESK: ("studio_edit",),
}
"""All there are, in an order in which each does or refuses something of its own."""

STRANGE = {"not_signed_in", "not_on_roster", "not_allowed"}
"""Refusals of those who see nothing of an exercise."""

FORMS = {
    "begin": {"attempt": "0"},
    "say": {"attempt": "1", "turn": "0", "statement": "x"},
    "take_back": {"attempt": "1", "turn": "0"},
    "studio_edit": {},
}


def shown(runtime: PlatformRuntime, usage_key: str, view: str) -> str:
    """Render a view and say what it is."""
    html = unescape(runtime.at(usage_key).render(view).content)
    return next((sign for sign, words in SIGNS.items() if words in html), html)


def refusal(place: str, view: str, who: str) -> str:
    """Return how somebody is refused who is in no row of the table."""
    if who == "nobody":
        return "not signed in"
    listed = IN_LMS if place == "LMS" else IN_STUDIO
    return "not allowed" if who in listed or view.startswith("studio_") else "not on roster"


@pytest.mark.parametrize(
    ("place", "view", "usage_key"), VIEWS, ids=lambda each: each.rpartition("@")[2]
)
def test_views_show_everybody_what_the_table_says(
    enter: Enter, place: str, view: str, usage_key: str
) -> None:
    table = VIEWS[place, view, usage_key]
    expected = {who: sign for sign, people in table.items() for who in people}
    seen = {who: shown(enter(place, who), usage_key, view) for who in EVERYBODY}
    assert seen == {who: expected.get(who, refusal(place, view, who)) for who in EVERYBODY}


@pytest.mark.parametrize("usage_key", BLOCKS)
def test_no_handler_is_missing_in_the_table(enter: Enter, usage_key: str) -> None:
    found = type(enter("LMS", "nobody").at(usage_key))
    names = {name for name in dir(found) if hasattr(getattr(found, name), "_is_xblock_handler")}
    assert names == set(HANDLERS[usage_key])


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("place", ["LMS", "Studio preview", "Studio editor"])
def test_handlers_answer_everybody_who_comes_by(
    enter: Enter, platform: Platform, place: str, method: str
) -> None:
    written = dict(platform.authored)
    for usage_key, names in HANDLERS.items():
        for handler in names:
            for who in sorted(EVERYBODY):
                runtime = enter(place, who)
                response = runtime.post(usage_key, handler, FORMS[handler], method=method)
                told = response.headers.get("X-WBM-Refusal", "")
                case = f"{who} {method} {handler} {place}: {response.status}"
                assert told == answer(place, handler, who, method), case
                assert (response.status_int == 200) == (told == ""), case
                assert told not in STRANGE or "«" not in response.text, case
    assert platform.authored == written
    if place != "LMS" or method == "GET":
        assert platform.states == {}
        assert platform.grades == platform.ticks == {}
        assert platform.events == []


LMS_ANSWERS = {"begin": "", "say": "unknown_statement", "take_back": "nothing_to_take_back"}
"""What those who take part get for `FORMS`; empty: it was done."""


def answer(place: str, handler: str, who: str, method: str) -> str:
    """Return the refusal that is right; an empty one stands for something done."""
    if handler == "studio_edit":
        if place == "LMS" or who not in STUDIO_AUTHORS:
            return refusal(place, "studio_view", who).replace(" ", "_")
        return "bad_request" if method == "GET" else "not_found"
    return learners_answer(place, handler, who, method)


def learners_answer(place: str, handler: str, who: str, method: str) -> str:
    """Return the right refusal of what learners do."""
    if place == "LMS" and who == ANY_LEARNER:
        return "masquerading"
    if who not in (IN_LMS if place == "LMS" else IN_STUDIO):
        return refusal(place, "student_view", who).replace(" ", "_")
    if place != "LMS":
        return "only_in_course"
    if method == "GET":
        return "bad_request"
    return "masquerading" if who == "masquerading" else LMS_ANSWERS[handler]


def test_a_block_that_is_looked_at_in_the_lms_registers_its_exercise(enter: Enter) -> None:
    Exercise.objects.all().delete()
    enter("LMS", "trainee").at(MILESTONE).render("student_view")
    assert Exercise.objects.get(usage_key=MILESTONE).weight == 100.0


def test_a_date_of_one_learner_alone_stays_out_of_the_register(
    enter: Enter, platform: Platform
) -> None:
    section = UsageKey.from_string(sample_course.usage("sequential", "first"))
    platform.write(str(section), due=datetime(2027, 3, 1, tzinfo=UTC))
    platform.parents[MILESTONE] = section
    runtime = enter("LMS", "trainee")
    platform.own_dates[runtime.visitor.user.pk, MILESTONE] = datetime(2027, 4, 1, tzinfo=UTC)
    runtime.at(MILESTONE).render("student_view")
    assert Exercise.objects.get(usage_key=MILESTONE).due == datetime(2027, 3, 1, tzinfo=UTC)


def test_drafts_in_the_preview_of_the_lms_stay_out_of_the_register(
    enter: Enter, platform: Platform
) -> None:
    Exercise.objects.all().delete()
    platform.unpublished.add(MILESTONE)
    enter("LMS", "global staff").at(MILESTONE).render("student_view")
    assert not Exercise.objects.exists()


@pytest.mark.parametrize("place", ["Studio preview", "Studio editor"])
def test_drafts_of_studio_stay_out_of_the_register(enter: Enter, place: str) -> None:
    Exercise.objects.all().delete()
    for view in ("student_view", "author_view"):
        enter(place, "studio author").at(MILESTONE).render(view)
    assert not Exercise.objects.exists()
