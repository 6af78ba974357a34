"""What courses bring, and whether the commands that run by the clock have done their work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from xblocks.coaching.escalating import unseen
from xblocks.coaching.reach import BLOCK_TYPE as COACHING
from xblocks.coaching.staffing import uncovered
from xblocks.core.text import gettext_noop as _
from xblocks.exercises.records import Exercise
from xblocks.files.records import Upload, UploadState
from xblocks.files.sweeping import KEPT_FOR
from xblocks.health.result import Check, Level, Result, either, warn
from xblocks.notices.mailing import TOO_LATE
from xblocks.notices.records import Notice
from xblocks.notices.reminders import forgotten
from xblocks.privacy.retaining import retain
from xblocks.roster.records import Person

LATE_MAIL = timedelta(minutes=30)
LATE_REMINDER = timedelta(hours=3)
LATE_DAILY = timedelta(days=2)
"""So long after its time something was to be done, the command that does it does not run."""


def register() -> Iterator[Result]:
    """Published courses have filled the register of exercises."""
    found = Exercise.objects.values("course_key").annotate(count=Count("id"))
    counts = {row["course_key"]: row["count"] for row in found}
    yield either(
        _("Exercises: %(counts)s."),
        _(
            "No exercise is known yet. Publish a course that has some, or open one of them; their"
            " block types have to be among the course's advanced modules."
        ),
        Level.WARN,
        sound=bool(counts),
        counts=", ".join(f"{course} {count}" for course, count in sorted(counts.items())),
    )


def roster() -> Iterator[Result]:
    """Every course with exercises has people."""
    taking_part = Person.objects.filter(left_at=None)
    found = taking_part.values("course_key").annotate(count=Count("id"))
    counts = {row["course_key"]: row["count"] for row in found}
    with_exercises = set(Exercise.objects.values_list("course_key", flat=True).distinct())
    for course in sorted(with_exercises - set(counts)):
        yield warn(
            _(
                "Nobody is on the roster of %(course)s, so nobody gets in. Bring a list in with"
                " `manage.py wbm_roster`, or on the page below /wbm/."
            ),
            course=course,
        )
    if counts or not with_exercises:
        yield either(
            _("People on the roster: %(counts)s."),
            _("Nobody is on any roster yet. Bring a list in with `manage.py wbm_roster`."),
            Level.WARN,
            counts=", ".join(f"{course} {count}" for course, count in sorted(counts.items())),
            sound=bool(counts),
        )


def mails_sent() -> Iterator[Result]:
    """No mail has been waiting for long."""
    now = timezone.now()
    waiting = Notice.objects.filter(
        mail_next__lte=now - LATE_MAIL,
        told_at__gt=now - TOO_LATE,
        read_at=None,
        person__left_at=None,
    ).count()
    yield either(
        _("No mail has been waiting for long."),
        _(
            "Mails that have been waiting for more than half an hour: %(count)s. Let"
            " `wbm_send_notices` run every few minutes."
        ),
        Level.WARN,
        sound=waiting == 0,
        count=waiting,
    )


def reminders_sent() -> Iterator[Result]:
    """Everybody with a near deadline has been reminded, and who has to know of late requests."""
    then = timezone.now() - LATE_REMINDER
    count = forgotten(then) + unseen(then)
    yield either(
        _("Everybody whose deadline is near has been reminded."),
        _("Reminders nobody has sent: %(count)s. Let `wbm_remind` run every hour."),
        Level.WARN,
        sound=count == 0,
        count=count,
    )


def experts_there() -> Iterator[Result]:
    """Every topic a coaching desk offers has an expert in every district."""
    desks = Exercise.objects.filter(block_type=COACHING).order_by("course_key", "pk")
    for course in desks.values_list("course_key", flat=True).distinct():
        open_ends = uncovered(course)
        yield either(
            _("%(course)s: every topic of the coaching desk has an expert."),
            _(
                "%(course)s: nobody answers %(topics)s. Give experts these topics and districts on"
                " the roster, or take the topics off the desk."
            ),
            Level.WARN,
            sound=not open_ends,
            course=course,
            topics=", ".join(f"{topic} ({place})" for topic, place in open_ends),
        )


def uploads_swept() -> Iterator[Result]:
    """No upload has been left unfinished for longer than it may be."""
    old = timezone.now() - KEPT_FOR - LATE_DAILY
    count = Upload.objects.filter(state=UploadState.OPEN, created_at__lt=old).count()
    yield either(
        _("No unfinished upload lies about."),
        _("Unfinished uploads that lie about: %(count)s. Let `wbm_sweep_files` run every day."),
        Level.WARN,
        sound=count == 0,
        count=count,
    )


def forgotten_in_time() -> Iterator[Result]:
    """Nothing is kept longer than the operator allows."""
    over = retain(timezone.now() - LATE_DAILY, dry_run=True)
    count = sum(each.count for each in over if each.days)
    yield either(
        _("Nothing is kept longer than it may be."),
        _("Kept longer than it may be: %(count)s things. Let `wbm_retain` run every day."),
        Level.WARN,
        sound=count == 0,
        count=count,
    )


CHECKS: dict[str, Check] = {
    "register": register,
    "roster": roster,
    "wbm_send_notices": mails_sent,
    "wbm_remind": reminders_sent,
    "experts": experts_there,
    "wbm_sweep_files": uploads_swept,
    "wbm_retain": forgotten_in_time,
}
