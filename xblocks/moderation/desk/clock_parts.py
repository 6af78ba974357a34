"""The clock as parts of HTML, and its state as the page's script reads it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xblocks.core.errors import Refusal
from xblocks.core.people import Actor
from xblocks.host.dates import course_zone
from xblocks.host.translation import translated
from xblocks.moderation.desk.clock_chart import chart_html
from xblocks.moderation.desk.clock_words import digits, row_title, signed
from xblocks.moderation.desk.plan_rows import place_name
from xblocks.moderation.desk.scenes_frame import render
from xblocks.moderation.domain.actual import Line, Report
from xblocks.moderation.domain.running import Button, State
from xblocks.moderation.planned import Row
from xblocks.moderation.running import Run, Standing


def clock_url(actor: Actor, plan: int) -> str:
    """Return the address of a plan's clock."""
    return reverse("wbm:moderation_clock", args=[actor.course_key, plan])


def state(run: Run) -> dict[str, Any]:
    """Return where a clock is; moments are milliseconds since 1970."""
    return {
        "run": run.record.pk,
        "version": run.record.version,
        "started": int(run.record.started_at.timestamp() * 1000),
        "now": int(timezone.now().timestamp() * 1000),
        "presses": [asdict(each) for each in run.presses],
    }


def clock_html(
    actor: Actor, here: Standing, token: str, *, refusal: Refusal | None = None
) -> SafeString:
    """Return the clock that goes on or has just ended; before that how to start it.

    `token` goes into the forms, which work without scripts, too (CSRF).
    """
    run = here.latest
    context = {
        "csrf_token": token,
        "here": here,
        "notice": translated(refusal.message) if refusal else "",
        "plan_url": _plan_url(actor, here),
        "start_url": reverse("wbm:moderation_clock_start", args=[actor.course_key, here.plan.pk]),
        "seen": run.record.pk if run else 0,
        "runs": [_earlier(actor, each) for each in here.runs if not each.going_on],
        "zone": course_zone().key,
    }
    if run is None or not run.going_on:
        minutes = sum(each.minutes for each in here.rows)
        context |= {"rows": [_row(each) for each in here.rows], "minutes": minutes}
    if run is None:
        return render("clock_begin", context)
    return render("clock_run", {**context, **_running(actor, run)})


def report_html(actor: Actor, run: Run, token: str) -> SafeString:
    """Return planned against actual, as a picture and as a table; `token` as in `clock_html`."""
    report = run.report()
    args = [actor.course_key, run.record.pk]
    return render(
        "clock_report",
        {
            "csrf_token": token,
            "run": run,
            "plan": run.record.plan,
            "report": report,
            "chart": chart_html(report),
            "lines": [_line(run, each) for each in report.lines],
            "planned": digits(report.planned),
            "used": digits(report.used),
            "apart": signed(report.apart),
            "interrupted": digits(report.interrupted) if report.interrupted else "",
            "findings": _findings(report),
            "clock_url": clock_url(actor, run.record.plan_id),
            "remove_url": reverse("wbm:moderation_clock_remove", args=args),
        },
    )


def _plan_url(actor: Actor, here: Standing) -> str:
    args = [actor.course_key, here.exercise.usage_key, here.plan.pk]
    return reverse("wbm:moderation_plan_one", args=args)


def _row(row: Row) -> dict[str, Any]:
    title, place = row_title(row), place_name(row.phase)
    return {
        "row": row,
        "title": title,
        "place": "" if place == title else place,
        "minutes": row.minutes,
    }


def _running(actor: Actor, run: Run) -> dict[str, Any]:
    """Return what the page shows of a run before its script takes over."""
    clock = run.clock
    left = clock.left(run.now)
    args = [actor.course_key, run.record.pk]
    return {
        "run": run,
        "clock": clock,
        "run_rows": [
            _row(each) | {"now": number == clock.row, "number": number + 1}
            for number, each in enumerate(clock.rows)
        ],
        "row": _row(clock.rows[clock.row]),
        "number": clock.row + 1,
        "following": _following(clock.rows, clock.row),
        "digits": digits(abs(left)),
        "over": left < 0,
        "late": run.clock.expected_end(run.now) - clock.planned_end,
        "paused": clock.state is State.PAUSED,
        "ended": clock.state is State.ENDED,
        "can": {each.value: clock.can(each, 1) for each in Button},
        "planned_end": _time(run.at(clock.planned_end)),
        "expected_end": _time(run.ends_at),
        "state": json.dumps(state(run)),
        "press_url": reverse("wbm:moderation_clock_press", args=args),
        "state_url": reverse("wbm:moderation_clock_state", args=args),
        "report_url": reverse("wbm:moderation_clock_report", args=args),
    }


def _following(rows: Sequence[Row], number: int) -> dict[str, Any] | None:
    return _row(rows[number + 1]) if number + 1 < len(rows) else None


def _earlier(actor: Actor, run: Run) -> dict[str, Any]:
    report = run.report()
    return {
        "run": run,
        "used": digits(report.used),
        "apart": signed(report.apart),
        "url": reverse("wbm:moderation_clock_report", args=[actor.course_key, run.record.pk]),
    }


def _line(run: Run, line: Line) -> dict[str, Any]:
    return {
        **_row(line.row),
        "begun": _time(run.at(line.begun)) if line.begun is not None else "",
        "planned": digits(line.planned),
        "more": line.more // 60,
        "used": digits(line.used),
        "apart": signed(line.apart),
        "over": line.apart > 0,
        "reached": line.begun is not None,
    }


def _findings(report: Report) -> list[str]:
    """Return what catches the eye, in sentences."""
    found = []
    if report.longest and report.longest.apart >= 60:
        words = {"row": row_title(report.longest.row), "time": digits(report.longest.apart)}
        found.append(gettext("“%(row)s” took longest over its time: %(time)s.") % words)
    if report.missed:
        names = ", ".join(row_title(each.row) for each in report.missed)
        found.append(gettext("Never reached: %(names)s.") % {"names": names})
    if any(each.row.phase == "P6" for each in report.missed):
        found.append(gettext("When time is short, cut the scope and not the closing."))
    return found


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment, course_zone()), "H:i")
