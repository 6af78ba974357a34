"""What a notice can say: titles, moments and numbers, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from xblocks.host.course import spoken
from xblocks.host.dates import long_date
from xblocks.host.links import absolute, is_local
from xblocks.notices import kinds
from xblocks.notices.kinds import DEADLINE_SOON, WORK_DECIDED, Kind, Tone
from xblocks.notices.reminders import stage
from xblocks.notices.wording import packed, worded

DUE = datetime(2027, 2, 8, 17, 0, tzinfo=UTC)


def test_a_notice_has_no_place_for_what_people_wrote() -> None:
    with pytest.raises(ValueError, match="comment"):
        Kind("bad", "Hello", "They say: %(comment)s")


def test_two_kinds_cannot_share_an_ident() -> None:
    kinds.register(DEADLINE_SOON)
    with pytest.raises(ValueError, match="deadline_soon"):
        kinds.register(Kind("deadline_soon", "Other", "Other"))
    assert kinds.find("deadline_soon") is DEADLINE_SOON


@pytest.mark.parametrize(
    "params",
    [
        {"title": "M1"},
        {"title": "M1", "due": DUE, "comment": "secret"},
        {"title": "M1", "due": "tomorrow"},
        {"title": 1, "due": DUE},
        {"title": "M1", "due": DUE, "count": True},
        {"title": "M1", "due": datetime(2027, 2, 8)},  # noqa: DTZ001 - this is what is refused
    ],
)
def test_what_does_not_fit_is_refused(params: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"place|fills|time zone"):
        packed(DEADLINE_SOON, params)


@given(st.text())
def test_a_title_stays_one_line_and_what_it_is(title: str) -> None:
    with translation.override("en"):
        shown = worded("work_decided", packed(WORK_DECIDED, {"title": title})).title
    assert len(shown.splitlines()) == 1
    line = " ".join(title.split())
    assert shown == f"Reviewed: {line}" if len(line) <= 200 else shown.endswith("…")


def test_every_kind_is_worded_with_its_places() -> None:
    filled = {"title": "M1 100 %", "due": DUE, "count": 3}
    for kind in kinds._kinds.values():
        wording = worded(kind.ident, packed(kind, filled))
        assert "%(" not in wording.title + wording.sentence
        assert wording.tone is kind.tone


def test_a_kind_that_is_no_longer_installed_still_has_words() -> None:
    assert worded("gone", '{"title": "x"}').tone is Tone.INFO
    assert worded("gone", '{"title": "x"}').title


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Mo, 8. Februar 2027, 18:00 Uhr"),
        ("de-at", "Mo, 8. Februar 2027, 18:00 Uhr"),
        ("en", "Mon, 8 February 2027, 18:00"),
        ("fr", "lun, 8 février 2027, 18:00"),
    ],
)
def test_moments_are_told_in_the_time_of_the_course(
    settings: Any, language: str, words: str
) -> None:
    settings.TIME_ZONE = "UTC"
    with translation.override(language):
        assert long_date(DUE) == words


@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("de-at", "de"), ("DE_de", "de"), ("en-gb", "en"), ("fr", ""), ("", "")],
)
def test_languages_are_known_by_their_first_letters(code: str, language: str) -> None:
    assert spoken(code) == language


@pytest.mark.parametrize(
    "link", ["//evil.example", "https://evil.example/", "javascript:x", "/\\evil.example", "x", ""]
)
def test_links_to_elsewhere_are_known(link: str) -> None:
    assert not is_local(link)


def test_links_for_mails_begin_with_the_root_the_operator_names(settings: Any) -> None:
    assert is_local("/wbm/x/?page=2")
    settings.WBM_ROOT_URL, settings.LMS_ROOT_URL = "", "https://lms.example.org/"
    assert absolute("/wbm/x/") == "https://lms.example.org/wbm/x/"
    settings.WBM_ROOT_URL = "https://course.example.org"
    assert absolute("/wbm/x/") == "https://course.example.org/wbm/x/"


MOMENTS = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_a_deadline_comes_near_once_and_then_nearer(due: datetime, before: timedelta) -> None:
    now, later = due - before, due - before + timedelta(hours=1)
    if before <= timedelta(0) or before >= timedelta(days=8):
        assert stage(due, now) is None
    elif before <= timedelta(days=2):
        assert stage(due, now) == 2
    elif timedelta(days=3) <= before <= timedelta(days=7):
        assert stage(due, now) == 7
    if stage(due, now) and later < due:
        assert (stage(due, later) or 99) <= (stage(due, now) or 0)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2027, 2, 7, 22, 59, tzinfo=UTC), 2),
        (datetime(2027, 2, 5, 23, 1, tzinfo=UTC), 2),
        (datetime(2027, 2, 5, 22, 59, tzinfo=UTC), 7),
        (datetime(2027, 1, 31, 23, 1, tzinfo=UTC), 7),
        (datetime(2027, 1, 31, 22, 59, tzinfo=UTC), None),
        (DUE, None),
    ],
)
def test_days_are_those_of_the_calendar(now: datetime, days: int | None) -> None:
    assert stage(DUE, now) == days
