"""An LMS and a Studio for blocks, as `platform-facts` measured them: what they offer, and no more.

Nobody is kept from a handler here: the platform does not either. Services none of our blocks may
lean on are there by name and fail when they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from opaque_keys.edx.keys import CourseKey, UsageKey
from webob import Request, Response
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock, XBlockMixin
from xblock.fields import DateTime, Scope, ScopeIds, String, UserScope
from xblock.runtime import NullI18nService, Runtime

from tests.blocks.platform_store import (
    Fields,
    Permissions,
    Platform,
    Unused,
    UserService,
    Visitor,
)

LMS_SERVICES = frozenset(
    "fs mako user milestones credit bookmarks gating grade_utils user_state content_type_gating "
    "cache sandbox replace_urls rebind_user completion i18n partitions settings user_tags teams "
    "teams_configuration call_to_action publish enrollments field-data".split()
)
EDITOR_SERVICES = frozenset(
    "fs i18n mako partitions settings studio_user_permissions teams_configuration user "
    "field-data".split()
)
PREVIEW_SERVICES = EDITOR_SERVICES | {"cache", "sandbox", "replace_urls"}


class Inherited(XBlockMixin):
    """Fields the platform adds to every block; `due` comes from the section."""

    due = DateTime(scope=Scope.settings)
    format = String(scope=Scope.settings)


class Section(XBlock):
    """A part of the course; authors set deadlines here."""


class PlatformRuntime(Runtime):
    """What LMS and both sides of Studio have in common."""

    SERVICES: frozenset[str]
    WRITES: frozenset[UserScope]

    def __init__(self, platform: Platform, visitor: Visitor) -> None:
        self.platform = platform
        self.visitor = visitor
        services: dict[str, Any] = {name: Unused(name) for name in self.SERVICES}
        services |= {
            "field-data": Fields(platform, self.WRITES),
            "i18n": NullI18nService(),
            **self.own_services(),
        }
        assert set(services) == self.SERVICES
        super().__init__(id_reader=None, id_generator=None, mixins=(Inherited,), services=services)

    def own_services(self) -> dict[str, Any]:
        """Return the services that do something."""
        raise NotImplementedError

    def at(self, usage_key: str) -> XBlock:
        """Return a block, fresh as for a request."""
        key = UsageKey.from_string(usage_key)
        ids = ScopeIds(self.visitor.user.pk, key.block_type, key, key)
        section = key.block_type == "sequential"
        block_class = Section if section else XBlock.load_class(key.block_type)
        return self.construct_xblock_from_class(block_class, ids)

    def get_block(self, usage_id: UsageKey, for_parent: XBlock | None = None) -> XBlock:
        """Return a block another asks for, e.g. its parent."""
        return self.at(str(usage_id))

    def post(
        self,
        usage_key: str,
        handler: str,
        form: Mapping[str, Any] | None = None,
        *,
        suffix: str = "",
        method: str = "POST",
    ) -> Response:
        """Send something to a handler, and keep what the block then holds."""
        request = Request.blank("/", method=method)
        if method == "POST":
            request.content_type = "application/x-www-form-urlencoded"
            request.body = urlencode(dict(form or {})).encode()
        block = self.at(usage_key)
        response = block.handle(handler, request, suffix)
        block.save()
        return response

    def handler_url(
        self,
        block: XBlock,
        handler_name: str,
        suffix: str = "",
        query: str = "",
        thirdparty: bool = False,
    ) -> str:
        """Return an address as Studio makes it, with a question mark at the end."""
        return f"/preview/xblock/{block.scope_ids.usage_id}/handler/{handler_name}/{suffix}?{query}"

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Do nothing: only the LMS has a service that takes what blocks publish."""

    def resource_url(self, resource: str) -> str:
        """Fail: our files are served by Django."""
        raise AssertionError(resource)

    local_resource_url = resource_url

    def applicable_aside_types(self, _block: XBlock) -> list[str]:
        """Return none."""
        return []


class Lms(PlatformRuntime):
    """The LMS: what authors wrote is read, what learners do is kept."""

    SERVICES = LMS_SERVICES
    WRITES = frozenset({UserScope.ONE})

    def own_services(self) -> dict[str, Any]:
        """Return the account with all attributes."""
        visitor = self.visitor
        role = "instructor" if visitor.global_staff else "staff" if visitor.staff else "student"
        given = {
            "anonymous_user_id": f"pseudonym-{visitor.user.pk}",
            "deprecated_anonymous_user_id": f"old-pseudonym-{visitor.user.pk}",
            "user_is_staff": visitor.staff or visitor.global_staff,
            "user_is_global_staff": visitor.global_staff,
            "user_role": role,
        }
        return {"user": UserService(visitor, **given)}

    def publish(self, block: XBlock, event_type: str, event_data: Mapping[str, Any]) -> None:
        """Score and tick the caller alone, without clamping; while masquerading only log."""
        user, usage_key = self.visitor.user, str(block.scope_ids.usage_id)
        takes = {"grade": self._grade, "completion": self._tick}.get(event_type)
        if takes is None or self.visitor.masquerading:
            self.platform.events.append((user.pk, event_type, dict(event_data)))
        elif user.is_authenticated:
            takes(block, usage_key, event_data)

    def _grade(self, block: XBlock, usage_key: str, data: Mapping[str, Any]) -> None:
        self.platform.grades[self.visitor.user.pk, usage_key] = data["value"], data["max_value"]
        if done_by_score(type(block)):
            self.platform.ticks[self.visitor.user.pk, usage_key] = 1.0

    def _tick(self, _block: XBlock, usage_key: str, data: Mapping[str, Any]) -> None:
        assert 0 <= data["completion"] <= 1
        self.platform.ticks[self.visitor.user.pk, usage_key] = data["completion"]

    def handler_url(
        self,
        block: XBlock,
        handler_name: str,
        suffix: str = "",
        query: str = "",
        thirdparty: bool = False,
    ) -> str:
        """Return an address as the LMS makes it."""
        usage_key = block.scope_ids.usage_id
        url = f"/courses/{usage_key.course_key}/xblock/{usage_key}/handler/{handler_name}"
        return url + (f"/{suffix}" if suffix else "") + (f"?{query}" if query else "")


class Dates:
    """Dates of a course, of which `edx_when.api` tells those of everybody."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def get_dates_for_course(self, course_key: CourseKey) -> dict[tuple[UsageKey, str], Any]:
        """Return dates by the block they were set at, usually the section, and their field."""
        kept = self._platform.authored.items()
        found = {(UsageKey.from_string(key), name): value for (key, name), value in kept}
        return {
            key: value
            for key, value in found.items()
            if key[0].course_key == course_key and key[1] == "due"
        }


class ItemNotFoundError(Exception):
    """The store has no such block."""


class Store:
    """The LMS's store. In one request a block is there once, bound to who is answered."""

    PUBLISHED_ONLY = "rev-opt-published-only"

    def __init__(self, platform: Platform, visitor: Visitor) -> None:
        self._platform = platform
        self._visitor = visitor

    def get_item(self, usage_key: UsageKey, revision: str | None = None) -> XBlock:
        """Return a block; its draft is another."""
        assert revision == self.PUBLISHED_ONLY
        if str(usage_key) in self._platform.unpublished:
            raise ItemNotFoundError
        return Lms(self._platform, self._visitor).at(str(usage_key))


class StudioEditor(PlatformRuntime):
    """Studio's editor: no learner, no pseudonym, nobody is staff, nothing of a user is written."""

    SERVICES = EDITOR_SERVICES
    WRITES = frozenset({UserScope.NONE})

    def own_services(self) -> dict[str, Any]:
        """Return the account, and whether it may write the course."""
        return {
            "user": UserService(self.visitor),
            "studio_user_permissions": Permissions(self.visitor),
        }


class StudioPreview(StudioEditor):
    """Studio's preview: everybody is the same student, whose state lasts as long as the session."""

    SERVICES = PREVIEW_SERVICES
    WRITES = frozenset({UserScope.NONE, UserScope.ONE})

    def own_services(self) -> dict[str, Any]:
        """Return the account under the pseudonym all share."""
        given = {"anonymous_user_id": "student", "deprecated_anonymous_user_id": "student"}
        return super().own_services() | {"user": UserService(self.visitor, **given)}


def done_by_score(block_class: type) -> bool:
    """Whether any score of a block ticks it; the platform asks the class, not the block."""
    if getattr(block_class, "has_custom_completion", False):
        return False
    return XBlockCompletionMode.get_mode(block_class) == XBlockCompletionMode.COMPLETABLE


def points(
    block: XBlock, own: tuple[float, float] | None = None, given: tuple[int, int] | None = None
) -> tuple[float, float] | None:
    """Return earned and possible points as the grade book reckons them; None without a score.

    `own` is what the block published, `given` what came through edx-submissions: it wins, and
    knows no weight.
    """
    if not block.has_score:
        return None
    if given is not None:
        return given
    earned, possible = own or (0.0, block.max_score())
    if block.weight is None or not possible:
        return earned, possible
    return earned * block.weight / possible, block.weight
