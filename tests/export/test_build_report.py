"""A build tells how pages read, where links lead and when a date meets a public holiday."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export import readability
from course_export.build import CONTENT, build
from course_export.curriculum import weeks
from course_export.curriculum.defects import UnusableContent
from course_export.curriculum.loader import load_course
from course_export.report import noted, told
from tests.export.content import MINIATURE
from xblocks.core.holidays import is_holiday_somewhere

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "words", "sentences", "long_words"),
    [
        ("Du fragst. Ich höre zu.", 5, 2, 0),
        ("Weiterbildung braucht Zeit!", 3, 1, 2),
        ("Alle Kolleg*innen lernen.", 3, 1, 0),
        ("Nach § 96 Abs. 1 BetrVG wird beraten.", 4, 1, 1),
        ("„Kommst du mit?“ Ja.", 4, 2, 0),
        ("ohne Punkt", 2, 1, 0),
        ("", 0, 0, 0),
    ],
)
def test_words_sentences_and_long_words_are_counted(
    text: str, words: int, sentences: int, long_words: int
) -> None:
    found = readability.of_text(text)
    assert (found.words, found.sentences, found.long_words) == (words, sentences, long_words)


def test_lix_is_the_length_of_sentences_plus_the_share_of_long_words() -> None:
    assert readability.Readability(100, 10, 30).lix == 40
    assert readability.Readability(0, 0, 0).lix == 0


def test_only_running_text_counts() -> None:
    page = "<h3>Nicht gezählt</h3><table><td>Feld</td></table><p>Ich bin da.</p>"
    assert readability.of_page(page) == readability.Readability(3, 1, 0)


def test_short_pages_are_not_judged() -> None:
    assert not readability.Readability(39, 1, 39).is_above("de")
    assert readability.Readability(40, 1, 40).is_above("de")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_course_reads_easily(language: str, tmp_path: Path) -> None:
    report = build(language, tmp_path).report  # type: ignore[arg-type] # of two languages
    hard = {reading.page: reading.lix for reading in report.readings if reading.is_hard}
    assert hard.keys() <= {"law-law-2"}, "the law alone may need two looks"
    assert all(address.startswith("https://") for address in report.links)
    lines = list(told(report))
    assert all(any(address in line for line in lines) for address in report.links)


def test_a_start_moves_every_date(tmp_path: Path) -> None:
    usual = load_course(CONTENT, "de").course
    later = load_course(CONTENT, "de", date(2027, 2, 15)).course
    due = [(usual.due(section), later.due(section)) for section in usual.sections()]
    moved = [(before, after) for before, after in due if before and after]
    assert len(moved) > 10
    assert all(after > before for before, after in moved)
    build("de", tmp_path, MINIATURE, date(2028, 1, 3))


def test_a_start_that_is_no_monday_is_refused() -> None:
    with pytest.raises(UnusableContent, match="must be a Monday"):
        load_course(CONTENT, "de", date(2027, 2, 9))


def test_good_friday_puts_a_date_off_to_the_tuesday_after_easter() -> None:
    due = weeks.due(date(2027, 3, 22), 0, BERLIN)
    assert due.astimezone(UTC) == datetime(2027, 3, 30, 16, tzinfo=UTC)


@given(st.dates(date(2025, 1, 1), date(2035, 12, 31)), st.integers(-8, 60))
def test_a_date_is_a_working_day_everywhere_and_never_early(day: date, week: int) -> None:
    start = date.fromordinal(day.toordinal() - day.weekday())
    due, end = weeks.due(start, week, BERLIN), weeks.end_of_week(start, week, BERLIN)
    assert due >= end
    assert (due.date() - end.date()).days < 12
    assert due.weekday() < 5
    assert not is_holiday_somewhere(due.date())


def test_a_seminar_day_on_a_holiday_is_told(tmp_path: Path) -> None:
    report = build("de", tmp_path, CONTENT, date(2026, 10, 26)).report
    assert report.on_holidays == (("Aus Bedarf wird Plan", date(2027, 1, 6)),)
    assert any("2027-01-06" in line for line in noted(report))
