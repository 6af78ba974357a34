"""Numbers, weeks and dates in the words of the course's language."""

from __future__ import annotations

from datetime import date, datetime

from course_export.curriculum import weeks
from course_export.curriculum.course import Course
from course_export.curriculum.labels import Labels
from course_export.curriculum.sections import Phase, Section


class Words:
    """How the pages of one course speak."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.labels: Labels = course.labels

    def number(self, value: float) -> str:
        """1.5 as ``1,5``; whole numbers without decimals."""
        return f"{value:g}".replace(".", self.labels.decimal)

    def ue(self, value: float) -> str:
        """Teaching units."""
        return self.labels.fill("ue", ue=self.number(value))

    def minutes(self, value: int) -> str:
        """Minutes."""
        return self.labels.fill("minutes", minutes=value)

    def week(self, section: Section) -> str:
        """The week of a section, or its first and last week."""
        if section.week is None:
            return ""
        if isinstance(section, Phase):
            return self.labels.fill("weeks", week=_signed(section.week), until=section.until)
        return self.labels.fill("week", week=_signed(section.week))

    def starting(self, section: Section) -> str:
        """The week or weeks of a section with the date on which they begin."""
        return self.labels.fill(
            "starting", weeks=self.week(section), date=self.monday(section.week or 0)
        )

    def by_week(self, week: int | None) -> str:
        """Until which week; empty without one."""
        return "" if week is None else self.labels.fill("by_week", week=_signed(week))

    def plain_day(self, day: date) -> str:
        """A date without its weekday."""
        return self.labels.fill(
            "day_of_month", day=day.day, month=self.labels.months[day.month - 1], year=day.year
        )

    def date(self, day: date) -> str:
        """A date with its weekday."""
        return self.labels.fill(
            "date",
            weekday=self.labels.weekdays[day.weekday()],
            day=day.day,
            month=self.labels.months[day.month - 1],
            year=day.year,
        )

    def moment(self, moment: datetime) -> str:
        """A date with time."""
        return self.labels.fill("date_with_time", date=self.date(moment), time=f"{moment:%H:%M}")

    def monday(self, week: int) -> str:
        """The first day of a week."""
        return self.date(weeks.start_of_week(self.course.start, week, self.course.timezone))

    def due(self, section: Section) -> str:
        """When a section is due; empty when it is not."""
        due = self.course.due(section)
        return self.moment(due) if due else ""


def _signed(week: int) -> str:
    return str(week).replace("-", "−")
