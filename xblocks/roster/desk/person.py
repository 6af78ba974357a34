"""One person: seen, added, corrected, marked as having left or taking part again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.numbers import whole
from xblocks.core.people import Actor, Role
from xblocks.core.permissions import Action, may, require
from xblocks.core.topics import Topic
from xblocks.host.translation import translated
from xblocks.roster import editing, listing
from xblocks.roster.domain import ROLE_NAMES, TOPIC_NAMES, key_of
from xblocks.roster.editing import Draft, NotAcceptable, PersonChanged
from xblocks.roster.entrance import desk_page, for_actor
from xblocks.roster.records import Person

ROLE_HINTS = {
    Role.TRAINEE: gettext_lazy("learns, and works on the project of the company"),
    Role.TRAINER: gettext_lazy("reviews work from the districts chosen below"),
    Role.EXPERT: gettext_lazy("answers coaching requests about the topics chosen below"),
    Role.COORDINATOR: gettext_lazy("keeps this list"),
    Role.AUTHOR: gettext_lazy("writes exercises"),
}
STEPS: dict[str, Callable[[Actor, int, int], Person]] = {
    "left": editing.mark_left,
    "returned": editing.take_back,
    "released": editing.release_account,
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put one person on the list."""
    require(actor, Action.EDIT_ROSTER)
    if request.method != "POST":
        empty = Draft("", "", frozenset({Role.TRAINEE}))
        return _page(request, actor, empty)
    draft = _draft(request.POST)
    try:
        editing.add_person(actor, draft)
    except Refusal as refusal:
        return _page(request, actor, draft, refusal=refusal)
    return _to_list(actor, "added")


@require_http_methods(["GET", "HEAD", "POST"])
@for_actor
def person(request: HttpRequest, actor: Actor, person_id: int) -> HttpResponse:
    """Show one person's form, or save it."""
    stored = editing.person(actor, person_id)
    if request.method != "POST":
        return _page(request, actor, _stored_draft(stored), stored)
    draft = _draft(request.POST)
    try:
        editing.correct_person(actor, person_id, draft, _version(request))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, actor, draft, stored, refusal)
    return _to_list(actor, "saved")


@require_POST
@for_actor
def step(request: HttpRequest, actor: Actor, person_id: int, name: str) -> HttpResponse:
    """Mark a person as having left, take them back, or part them from an account."""
    if name not in STEPS:
        raise NotFound
    stored = editing.person(actor, person_id)
    try:
        STEPS[name](actor, person_id, _version(request))
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, actor, _stored_draft(stored), stored, refusal)
    return _to_list(actor, name)


def _to_list(actor: Actor, notice: str) -> HttpResponse:
    return redirect(reverse("wbm:roster", args=[actor.course_key]) + f"?notice={notice}")


def _version(request: HttpRequest) -> int:
    return whole(request.POST.get("version")) or 0


def _draft(data: QueryDict) -> Draft:
    """Read the form. The page hides what the roles do not need; what is left in there is void."""
    roles = frozenset(Role(role) for role in data.getlist("roles") if role in set(Role))
    trainee, expert = Role.TRAINEE in roles, Role.EXPERT in roles
    has_districts = bool(roles & {Role.TRAINER, Role.EXPERT, Role.COORDINATOR})
    topics = data.getlist("topics") if expert else []
    return Draft(
        email=data.get("email", ""),
        name=data.get("name", ""),
        roles=roles,
        company=data.get("company", "") if trainee else "",
        company_district=data.get("district", ""),
        districts=frozenset(data.getlist("districts") if has_districts else []),
        topics=frozenset(Topic(topic) for topic in topics if topic in set(Topic)),
    )


def _stored_draft(stored: Person) -> Draft:
    return Draft(
        email=stored.email,
        name=stored.name,
        roles=frozenset(Role(held.role) for held in stored.roles.all()),
        company=stored.company.name if stored.company else "",
        districts=frozenset(held.district.key for held in stored.districts.all()),
        topics=frozenset(Topic(held.topic) for held in stored.topics.all()),
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    draft: Draft,
    stored: Person | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, NotAcceptable) else ()
    places = listing.places(actor)
    return desk_page(
        request,
        actor,
        "wbm/roster/person.html",
        status=refusal.status if refusal else 200,
        draft=draft,
        person=stored,
        sentence=translated(refusal.message) if refusal else "",
        problems={problem.column: translated(problem.message) for problem in problems},
        theirs=_stored_lines(stored) if stored and isinstance(refusal, PersonChanged) else (),
        roles=[
            (role, gettext(ROLE_NAMES[role]), ROLE_HINTS[role], role in draft.roles)
            for role in Role
        ],
        topics=[(topic, gettext(TOPIC_NAMES[topic]), topic in draft.topics) for topic in Topic],
        districts=[
            (key_of(place.name), place.name, key_of(place.name) in draft.districts)
            for place in places
        ],
        companies=[company for place in places for _id, company in place.companies],
        other_account=_other_account(stored),
        may_edit=may(actor, Action.EDIT_ROSTER),
    )


def _stored_lines(stored: Person) -> list[tuple[str, str]]:
    """Return what is stored, to be compared with what was typed."""
    draft = _stored_draft(stored)
    lines: list[tuple[str, Any]] = [
        (gettext("Name"), draft.name),
        (gettext("E-mail"), draft.email),
        (gettext("Roles"), [gettext(ROLE_NAMES[role]) for role in sorted(draft.roles)]),
        (gettext("Company"), draft.company),
        (gettext("Topics"), [gettext(TOPIC_NAMES[topic]) for topic in sorted(draft.topics)]),
        (gettext("Districts"), sorted(held.district.name for held in stored.districts.all())),
    ]
    return [
        (label, value if isinstance(value, str) else ", ".join(value)) for label, value in lines
    ]


def _other_account(stored: Person | None) -> str:
    """Return the linked account's address when it is not the person's."""
    if stored is None or stored.user is None or stored.user.email.lower() == stored.email:
        return ""
    return stored.user.email or stored.user.get_username()
