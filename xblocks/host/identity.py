"""Who is signed in, asked of the block's runtime or of a Django request."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock

from xblocks.core.errors import NotSignedIn
from xblocks.core.people import SignedIn
from xblocks.host import compat

PREFIX = "edx-platform."


def from_request(request: HttpRequest, course_key: CourseKey) -> SignedIn:
    """Return the account behind a Django request; raises `NotSignedIn`."""
    user = request.user
    if not user.is_authenticated:
        raise NotSignedIn
    staff, author = compat.course_access(user, course_key)
    return SignedIn(
        user_id=user.pk,
        username=user.get_username(),
        email=user.email,
        email_confirmed=user.is_active,
        language=get_language() or "",
        course_staff=staff,
        course_author=author,
        masquerading=compat.is_masquerading(user, course_key),
    )


def from_block(block: XBlock) -> SignedIn:
    """Return the account the block's runtime serves; raises `NotSignedIn`.

    Studio's editor and preview know no learner: there `studio_user_permissions` tells whether the
    person may write the course (`platform-facts 1`).
    """
    user = _runtime_user(block)
    attributes: dict[str, Any] = getattr(user, "opt_attrs", {})
    user_id = attributes.get(PREFIX + "user_id")
    if not isinstance(user_id, int):
        raise NotSignedIn
    return SignedIn(
        user_id=user_id,
        username=attributes.get(PREFIX + "username") or "",
        email=next(iter(getattr(user, "emails", None) or []), ""),
        anonymous_id=attributes.get(PREFIX + "anonymous_user_id") or "",
        language=get_language() or "",
        course_staff=bool(attributes.get(PREFIX + "user_is_staff")),
        course_author=_may_author(block),
        masquerading=compat.masquerading_now(course_key_of(block)),
    )


def in_studio() -> bool:
    """Whether a Studio runs us: it knows authors, not learners."""
    return compat.in_studio()


def anonymous_id(user_id: int, course_key: CourseKey) -> str:
    """Return the pseudonym that scores of any account are kept under in one course.

    Off the platform the setting `WBM_ANONYMOUS_ID` names a function with the same arguments.
    """
    if compat.on_platform():
        return compat.anonymous_id(get_user_model().objects.get(pk=user_id), course_key)
    return str(import_string(settings.WBM_ANONYMOUS_ID)(user_id, course_key))


def course_key_of(block: XBlock) -> CourseKey:
    """Return the key of the course the block stands in."""
    usage_key = block.scope_ids.usage_id
    if isinstance(usage_key, UsageKey):
        return usage_key.course_key
    return block.runtime.course_id  # the workbench names its usages with plain text


def _runtime_user(block: XBlock) -> Any:
    service = block.runtime.service(block, "user")
    return service.get_current_user() if service else None


def _may_author(block: XBlock) -> bool:
    permissions = block.runtime.service(block, "studio_user_permissions")
    return bool(permissions and permissions.can_write(course_key_of(block)))
