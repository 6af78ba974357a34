"""What the head of every page shows: the course, the way around, who one is."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from course_export.preview.course import Course
from course_export.preview.loaded import current_or_none
from course_export.preview.people import Persona, by_role, personas
from xblocks.core.errors import NotOnRoster, NotSignedIn
from xblocks.core.people import Actor, Role
from xblocks.core.text import gettext_noop
from xblocks.host.identity import from_request
from xblocks.notices.desk import bell_html
from xblocks.roster.service import actor_for

DESKS = (
    (
        "wbm:grading",
        gettext_noop("Works to review"),
        frozenset({Role.TRAINER, Role.COORDINATOR}),
    ),
    ("wbm:grading_mine", gettext_noop("Jury"), frozenset({Role.EXPERT})),
    ("wbm:coaching_requests", gettext_noop("Requests to you"), frozenset({Role.EXPERT})),
    ("wbm:coaching_oversight", gettext_noop("Coaching"), frozenset({Role.COORDINATOR})),
    ("wbm:roster", gettext_noop("Roster"), frozenset({Role.COORDINATOR})),
)
"""Pages of the suite that stand in the menu, with those they are for."""


class Chrome:
    """Computed when a template asks, so that answers without a head pay nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def course(self) -> Course | None:
        """The course, or None."""
        return current_or_none()

    @cached_property
    def people(self) -> list[Persona]:
        """Everybody one can be."""
        return personas(self.course.key) if self.course else []

    @cached_property
    def groups(self) -> list[tuple[str, list[Persona]]]:
        """The same, by role."""
        return by_role(self.people)

    @cached_property
    def me(self) -> Persona | None:
        """Who one is; None when nobody is signed in."""
        mine = self.request.user.pk
        return next((each for each in self.people if mine and each.user_id == mine), None)

    def is_for(self, *roles: Role) -> bool:
        """Whether the person has one of the roles."""
        return bool(self.me and self.me.has(*roles))

    @cached_property
    def is_stranger(self) -> bool:
        """Whether somebody is signed in who takes no part in the course."""
        return self.request.user.is_authenticated and not self.is_for(*Role)

    @cached_property
    def is_author(self) -> bool:
        """Whether the person writes the course."""
        return self.is_for(Role.AUTHOR)

    @cached_property
    def evidence(self) -> str:
        """Where a trainee reads what is still missing for the certificate; empty for others."""
        if self.course is None or not self.is_for(Role.TRAINEE):
            return ""
        return reverse("wbm:dossier", args=[str(self.course.key)])

    @cached_property
    def sees_grades(self) -> bool:
        """Whether the grade book is for this person."""
        return self.is_for(Role.TRAINER, Role.COORDINATOR)

    @cached_property
    def actor(self) -> Actor | None:
        """The person as the suite knows them; None for those who take no part."""
        if self.course is None:
            return None
        try:
            return actor_for(from_request(self.request, self.course.key), self.course.key)
        except (NotSignedIn, NotOnRoster):
            return None

    @cached_property
    def bell(self) -> SafeString:
        """The way to the inbox, for those on the roster."""
        return bell_html(self.actor) if self.actor and self.actor.person_id else mark_safe("")

    @cached_property
    def links(self) -> list[tuple[str, str, bool]]:
        """The pages for this person: address, name and whether it is the one shown."""
        found = [(reverse("preview:outline"), _("Course"))]
        if self.me:
            found.append((reverse("preview:progress"), _("My progress")))
        if self.sees_grades:
            found.append((reverse("preview:grades"), _("Grade book")))
        found += self._desks()
        found.append((reverse("preview:mails"), _("Mails")))
        if self.is_author:
            found.append((reverse("preview:events"), _("Events")))
            found.append((reverse("preview:style"), _("Style")))
            found.append((reverse("workbench_index"), _("Workbench")))
        return [(url, name, self._is_here(url)) for url, name in found]

    def _desks(self) -> list[tuple[str, str]]:
        found = []
        for view, name, roles in DESKS:
            if not (self.course and self.is_for(*roles)):
                continue
            try:
                found.append((reverse(view, args=[str(self.course.key)]), _(name)))
            except NoReverseMatch:
                continue
        return found

    def _is_here(self, url: str) -> bool:
        path = self.request.path
        if url == reverse("preview:outline"):
            return path == url or path.startswith("/unit/")
        return path.startswith(url)


def chrome_of(request: HttpRequest) -> Chrome:
    """Return the one chrome of a request."""
    if not hasattr(request, "preview_chrome"):
        request.preview_chrome = Chrome(request)
    return request.preview_chrome


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Give every template the head of the page."""
    return {"chrome": chrome_of(request)}
