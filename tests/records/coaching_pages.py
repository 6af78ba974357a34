"""The desk of coaching in front of its pages: browsers of people around it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.records.coaching_cases import fresh, scene
from xblocks.coaching.records import Request
from xblocks.core.people import Actor


class Pages:
    """A desk with everybody around it, and what they do in their browsers."""

    def __init__(self) -> None:
        self.here = scene()

    def browser(self, actor: Actor, *, htmx: bool = False) -> Client:
        """Return a browser in which somebody is signed in; `htmx` asks for parts of pages."""
        client = Client(headers={"HX-Request": "true"} if htmx else None)
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page."""
        return reverse(f"wbm:{name}", args=[self.here.where.key, *args])

    def queue(self, actor: Actor, query: str = "", **options: Any) -> Any:
        """Return the expert's queue."""
        return self.browser(actor, **options).get(self.url("coaching_requests") + query)

    def open(self, actor: Actor, request: Request) -> Any:
        """Return the expert's page of a request."""
        return self.browser(actor).get(self.url("coaching_request", request.pk))

    def do(self, actor: Actor, request: Request, step: str, **sent: Any) -> Any:
        """Send a form of the page as it stands now."""
        form = {"version": fresh(request).version, "token": "t1", **sent}
        return self.browser(actor).post(self.url("coaching_step", request.pk, step), form)

    def sent(self, actor: Actor | None = None, **changes: str) -> Request:
        """Return a request sent now; by Ada when nobody is named."""
        return self.here.send(actor, timezone.now(), **changes)

    def taken(self, **changes: str) -> Request:
        """Return a request of Ada's that Lena has taken now."""
        return self.here.taken(None, timezone.now(), **changes)
