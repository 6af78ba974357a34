"""A course with graders in front of their pages: browsers of people of the list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.records.grading_cases import Course, hand_in
from xblocks.core.calendar import latest_start
from xblocks.core.holidays import german_holidays
from xblocks.core.people import Actor
from xblocks.grading import service
from xblocks.grading.records import Work
from xblocks.host.dates import day_of

MARK = "QZX-inside-QZX"
"""A word no page of a team may hold."""

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Desk:
    """Two teams of two in the north and one in the south, with a trainer each."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.adler, self.birke = course.company("Adler"), course.company("Birke")
        self.clausen = course.company("Clausen", course.south)
        self.ada, self.ben = course.trainee("Ada", self.adler), course.trainee("Ben", self.adler)
        self.cem = course.trainee("Cem", self.birke)
        self.dora = course.trainee("Dora", self.clausen)
        self.tom = course.trainer("Tom")
        self.tina = course.trainer("Tina")
        self.sven = course.trainer("Sven", course.south)

    def work(self, **options: Any) -> Work:
        """Return a new work of Adler; options as of `Course.exercise`."""
        return hand_in(self.ada, self.course.exercise(**options), self.ben)

    def browser(self, actor: Actor, *, htmx: bool = False) -> Client:
        """Return a browser in which somebody is signed in; `htmx` asks for parts of pages."""
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page of the desk."""
        return reverse(f"wbm:{name}", args=[self.course.key, *args])


def working_days_ago(days: int) -> datetime:
    """Return a moment since when that many working days have passed in Germany."""
    now = timezone.now()
    today = day_of(now)
    return now - timedelta(days=(today - latest_start(today, days, german_holidays())).days)


def text(response: Any) -> str:
    """Return what a browser was sent, also a file."""
    if response.streaming:
        return b"".join(response.streaming_content).decode(errors="replace")
    return response.content.decode()


def claimed(desk: Desk, **options: Any) -> Work:
    """Return a new work that Tom holds."""
    work = desk.work(**options)
    service.claim(desk.tom, work.pk, timezone.now())
    return work


def save(desk: Desk, browser: Client, work: Work, **changes: Any) -> Any:
    """Send the sheet as the page shows it, with changes, to be kept."""
    sent = form(desk.browser(desk.tom).get(desk.url("grading_work", work.pk)), **changes)
    return browser.post(desk.url("grading_draft", work.pk), sent)


def form(response: Any, **changes: Any) -> dict[str, Any]:
    """Return what the sheet on a page sends, as it stands or with `changes` (None leaves out)."""
    context = response.context
    sent: dict[str, Any] = {
        "version": context["version"],
        "seen_review": context["based_on"],
        "suggested": context["tally"].suggested or "",
        "decision": next((each.decision for each in context["choices"] if each.chosen), None),
        "summary": context["summary"],
        "reason": context["reason"],
    }
    for each in context["criteria"]:
        sent[f"comment-{each.id}"] = each.comment
        if each.chosen:
            sent[f"level-{each.id}"] = each.chosen.number
    sent |= {
        name.replace("_", "-", 1) if name.startswith(("level_", "comment_")) else name: value
        for name, value in changes.items()
    }
    return {name: value for name, value in sent.items() if value is not None}
