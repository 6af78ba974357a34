"""The way into every desk page: an account and an address become a person in a course."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from xblocks.core.errors import NotFound, Refusal
from xblocks.core.people import Actor
from xblocks.host import identity
from xblocks.host.answers import desk_base_template, refusal_response
from xblocks.host.translation import translated
from xblocks.roster.service import actor_for

DeskView = Callable[..., HttpResponse]

LAST_NUMBER = 2**63 - 1
"""No row has a larger one; Django 4.2 hands it on to databases that refuse it."""


def for_actor(view: DeskView) -> Callable[..., HttpResponse]:
    """Turn ``view(request, actor, …)`` into a Django view of an address with ``course_key``.

    Whoever is not signed in or not on the list is refused before the view runs; refusals of its
    use cases become answers with their status, in the reader's language.
    """

    @wraps(view)
    def entered(request: HttpRequest, course_key: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if any(isinstance(each, int) and each > LAST_NUMBER for each in kwargs.values()):
                raise NotFound
            key = _course_key(course_key)
            actor = actor_for(identity.from_request(request, key), key)
            response = view(request, actor, *args, **kwargs)
        except Refusal as refusal:
            response = refusal_response(request, refusal)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return entered


def desk_page(
    request: HttpRequest,
    actor: Actor,
    template: str,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    **context: Any,
) -> HttpResponse:
    """Render a desk page inside the operator's base template.

    A page that comes back with a `refusal` has its status, its header, and in ``sentence`` what it
    says in the reader's language.
    """
    response = render(
        request,
        template,
        {
            "actor": actor,
            "course_key": actor.course_key,
            "base_template": desk_base_template(),
            "sentence": translated(refusal.message) if refusal else "",
            **context,
        },
        status=refusal.status if refusal else status,
    )
    if refusal:
        response["X-WBM-Refusal"] = refusal.code
    return response


def part_answer(part: str, refusal: Refusal | None = None) -> HttpResponse:
    """Answer with a part of a page; with a `refusal` it has its status and its header."""
    response = HttpResponse(part, status=refusal.status if refusal else 200)
    if refusal:
        response["X-WBM-Refusal"] = refusal.code
    return response


def part_or_page(
    request: HttpRequest,
    actor: Actor,
    template: str,
    part: str,
    refusal: Refusal | None = None,
    **context: Any,
) -> HttpResponse:
    """Answer with a part for htmx, for everything else with the page of `template` around it."""
    if is_part(request):
        return part_answer(part, refusal)
    return desk_page(request, actor, template, refusal=refusal, part=part, **context)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, and not for going back in history."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def _course_key(text: str) -> CourseKey:
    try:
        return CourseKey.from_string(text)
    except InvalidKeyError:
        raise NotFound from None
