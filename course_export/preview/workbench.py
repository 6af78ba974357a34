"""The workbench of xblock-sdk with a scenario for each exercise: one block, for developers."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from lxml import etree
from workbench import scenarios, views
from workbench.runtime import ID_MANAGER, WORKBENCH_KVS, WorkbenchRuntime

from course_export.preview.course import Course
from course_export.preview.loaded import current
from course_export.preview.reading import read_block
from course_export.preview.services import AuthorPermissions, PreviewUserService, SignedInUser
from xblocks.core.definitions import BLOCK_TYPES

View = Callable[..., HttpResponse]

_reader: ContextVar[User | AnonymousUser] = ContextVar("reader")
_filled: list[Course] = []


class ReaderService(PreviewUserService):
    """Tells blocks in the workbench who is signed in; the workbench makes it without arguments."""

    def __init__(self) -> None:
        super().__init__(_reader.get(AnonymousUser()), current().key)

    def get_current_user(self) -> SignedInUser:
        """Return the person."""
        return self.current


class NoAuthorPermissions(AuthorPermissions):
    """Keeps usages of the workbench out of the exercise register, as drafts in Studio are."""

    def can_write(self, _course_key: Any) -> bool:
        """Whether the person may edit the course: not here."""
        return False


def fill(course: Course) -> None:
    """Make a scenario of each exercise of the course, instead of those packages bring."""
    scenarios.SCENARIOS.clear()
    ID_MANAGER.clear()
    scenarios.get_scenarios.initialized = True
    WorkbenchRuntime.course_id = course.key
    WORKBENCH_KVS.prep_for_scenario_loading()
    _filled[:] = [course]
    for entry in course.entries.values():
        if entry.tag in BLOCK_TYPES and read_block(course, entry).block_class:
            element = etree.fromstring(etree.tostring(entry.node.element))
            element.attrib.pop("url_name", "")
            text = etree.tostring(element, encoding="unicode")
            scenarios.add_xml_scenario(entry.name, entry.name, text)


def _for_reader(view: View) -> View:
    """Let the view know the person, and keep everybody's state apart."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _fill_once()
        request.GET = request.GET.copy()
        request.GET["student"] = str(request.user.pk or "nobody")
        token = _reader.set(request.user)
        try:
            return view(request, *args, **kwargs)
        finally:
            _reader.reset(token)

    return inner


def _fill_once() -> None:
    course = current()
    if course not in _filled:
        fill(course)


@require_POST
def forget(_request: HttpRequest) -> HttpResponse:
    """Forget everything done in the workbench."""
    WORKBENCH_KVS.clear()
    fill(current())
    return redirect("workbench_index")


index = _for_reader(views.index)
scenario = _for_reader(views.show_scenario)
handler = _for_reader(views.handler)
resource = views.package_resource
