"""The services blocks ask for, shaped like those of the LMS (`platform-facts 1`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.utils import translation
from opaque_keys.edx.keys import CourseKey, UsageKey
from xblock.core import XBlock
from xblock.runtime import NullI18nService

from course_export.preview import links
from course_export.preview.anonymous import anonymous_id, course_anonymous_id, user_by_anonymous_id

if TYPE_CHECKING:
    from course_export.preview.runtime import PreviewRuntime

PREFIX = "edx-platform."


@dataclass
class SignedInUser:
    """A person as blocks see them: `xblock.reference.XBlockUser` without what it imports."""

    full_name: str | None
    emails: list[str]
    opt_attrs: dict[str, Any]
    is_current_user: bool = True


class PreviewUserService:
    """Who is signed in, with the attributes the LMS gives."""

    def __init__(self, user: User | AnonymousUser, course_key: CourseKey) -> None:
        self.user = user
        self.course_key = course_key
        self.current = _described(user, course_key)

    def get_current_user(self) -> SignedInUser:
        """Return the person, also when nobody is signed in."""
        return self.current

    def get_anonymous_user_id(self, username: str, course_id: str) -> str | None:
        """Return somebody's pseudonym in a course, as grades are kept under."""
        user = User.objects.filter(username=username).first()
        key = CourseKey.from_string(course_id)
        return course_anonymous_id(user.pk, key) if user else None

    def get_user_by_anonymous_id(self, uid: str | None = None) -> User | None:
        """Return the account behind a pseudonym of this course; without one, the caller's."""
        if uid is None:
            return self.user if self.user.is_authenticated else None
        return user_by_anonymous_id(uid, self.course_key)


def _described(user: User | AnonymousUser, course_key: CourseKey) -> SignedInUser:
    signed_in = user.is_authenticated
    attributes = {
        "is_authenticated": signed_in,
        "user_id": user.pk,
        "username": user.get_username() or None,
        "anonymous_user_id": course_anonymous_id(user.pk, course_key) if signed_in else None,
        "deprecated_anonymous_user_id": anonymous_id(user.pk) if signed_in else None,
        "user_is_staff": user.is_staff,
        "user_is_global_staff": user.is_superuser,
        "user_is_beta_tester": False,
        "user_role": "staff" if user.is_staff else "student",
        "request_country_code": None,
        "user_preferences": {
            "pref-lang": translation.get_language(),
            "time_zone": settings.TIME_ZONE,
        },
    }
    return SignedInUser(
        full_name=user.get_full_name() if signed_in else None,
        emails=[user.email] if signed_in and user.email else [],
        opt_attrs={PREFIX + name: value for name, value in attributes.items()},
    )


class TranslationService(NullI18nService):
    """Django's translations under all the names blocks use."""

    def ngettext(self, singular: str, plural: str, number: float) -> str:
        """Return one of two forms; problems count points in floats, which catalogues refuse."""
        return translation.ngettext(singular, plural, 1 if number == 1 else 2)

    ugettext = property(lambda _self: translation.gettext)
    ungettext = ngettext

    def __getattr__(self, name: str) -> Any:
        return getattr(translation, name)


class CompletionService:
    """What a person has done of the course."""

    def __init__(self, runtime: PreviewRuntime) -> None:
        self.runtime = runtime

    def completion_tracking_enabled(self) -> bool:
        """Whether blocks may report completion: yes."""
        return True

    def get_completions(self, candidates: Iterable[UsageKey]) -> dict[UsageKey, float]:
        """Return how much of each block is done, 0 to 1."""
        shares = self.runtime.completion_of(candidates)
        return {key: shares.get(str(key), 0.0) for key in candidates}

    def get_complete_on_view_delay_ms(self) -> int:
        """Return how long a block must be seen to count as done: the page itself counts here."""
        return 0


class ReplaceUrlsService:
    """Course links in text that handlers send."""

    def __init__(self, course_key: CourseKey) -> None:
        self.course_key = course_key

    def replace_urls(self, text: str, static_replace_only: bool = False) -> str:  # noqa: FBT001, FBT002 - the platform's signature
        """Return `text` with addresses that work in the preview."""
        return links.replace_static(text) if static_replace_only else links.replace_all(text)


class SandboxService:
    """Programs inside problems: never run, because an archive may come from anybody."""

    def can_execute_unsafe_code(self) -> bool:
        """Whether a problem's program may run outside a sandbox: no."""
        return False

    def get_python_lib_zip(self) -> None:
        """Return no library of the course."""


class TeamsService:
    """Teams: the suite keeps its own in the roster, as companies."""

    def get_team(self, _user: User, _course_id: CourseKey, _topic: str) -> None:
        """Return no team of the platform."""

    def get_team_names(self, _course_id: CourseKey, _topic: str) -> dict[str, str]:
        """Return no team names of the platform."""
        return {}


class SettingsService:
    """Settings of the operator for a type of block."""

    def get_settings_bucket(self, block: XBlock, default: Any = None) -> Any:
        """Return the settings for the block's type, or the default."""
        name = getattr(block, "block_settings_key", block.unmixed_class.__name__)
        return settings.XBLOCK_SETTINGS.get(name, default if default is not None else {})


class AuthorPermissions:
    """Studio's permissions; offered only when an author looks at the author's view."""

    def can_write(self, _course_key: CourseKey) -> bool:
        """Whether the person may edit the course: an author, yes."""
        return True

    can_read = can_write


class NoQueue:
    """The external grader's queue: there is none."""
