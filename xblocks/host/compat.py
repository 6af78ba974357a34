"""The only file that imports Open edX code.

Everything is asked for at call time, so that the suite also runs where there is no platform.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from opaque_keys.edx.keys import CourseKey, UsageKey


def on_platform() -> bool:
    """Whether this process is an LMS or a Studio."""
    return find_spec("openedx") is not None and find_spec("xmodule") is not None


def in_studio() -> bool:
    """Whether this process is a Studio, where nobody learns."""
    return on_platform() and settings.ROOT_URLCONF.startswith("cms.")


def course_access(user: AbstractBaseUser, course_key: CourseKey) -> tuple[bool, bool]:
    """Return whether the platform makes `user` staff of the course, and an author of it.

    Without a platform Django's own staff is course staff.
    """
    if not on_platform():
        return user.is_staff, user.is_superuser
    roles = import_module("common.djangoapps.student.roles")
    auth = import_module("common.djangoapps.student.auth")
    if roles.GlobalStaff().has_user(user):
        return True, True
    staff = roles.CourseStaffRole(course_key).has_user(user)
    instructor = roles.CourseInstructorRole(course_key).has_user(user)
    return staff or instructor, auth.has_course_author_access(user, course_key)


def is_masquerading(user: AbstractBaseUser, course_key: CourseKey) -> bool:
    """Whether staff looks at the course as somebody else.

    The platform's own question of this name is answered yes for ever after: who goes back to
    the view of staff keeps a masquerade of that role.
    """
    if not on_platform():
        return False
    masquerade = import_module("lms.djangoapps.courseware.masquerade")
    return masquerade.get_masquerade_role(user, course_key) not in (None, "staff")


def masquerading_now(course_key: CourseKey) -> bool:
    """Whether the request being answered is of staff who look at the course as somebody else.

    A block's runtime only names the other person (`platform-facts 1`).
    """
    if not on_platform() or in_studio():
        return False
    request = import_module("crum").get_current_request()
    return request is not None and is_masquerading(request.user, course_key)


def anonymous_id(user: AbstractBaseUser, course_key: CourseKey) -> str:
    """Return the pseudonym the platform keeps somebody's scores of one course under."""
    models = import_module("common.djangoapps.student.models")
    return str(models.anonymous_id_for_user(user, course_key))


def course_face(course_key: CourseKey) -> tuple[str, str]:
    """Return title and language the platform keeps of a course; empty what it does not know."""
    overviews = import_module("openedx.core.djangoapps.content.course_overviews.models")
    found = overviews.CourseOverview.objects.filter(id=course_key)
    title, language = found.values_list("display_name", "language").first() or ("", "")
    return title or "", language or ""


def chosen_languages(user_ids: Collection[int]) -> dict[int, str]:
    """Return the language code accounts chose in their settings."""
    models = import_module("openedx.core.djangoapps.user_api.models")
    chosen = models.UserPreference.objects.filter(key="pref-lang", user_id__in=user_ids)
    return dict(chosen.values_list("user_id", "value"))


def blocks_of(course_key: CourseKey, block_types: frozenset[str]) -> Iterator[Any]:
    """Yield the published blocks of these types.

    The publish signal is sent in Studio, whose store answers with drafts unless told otherwise.
    """
    store = import_module("xmodule.modulestore.django").modulestore()
    published = import_module("xmodule.modulestore").ModuleStoreEnum.RevisionOption.published_only
    for block_type in sorted(block_types):
        wanted = {"category": block_type}
        yield from store.get_items(course_key, qualifiers=wanted, revision=published)


def published(block: Any) -> Any:
    """Return a block as it is published, None when it is not: an LMS's preview shows drafts."""
    if not on_platform():
        return block
    store = import_module("xmodule.modulestore.django").modulestore()
    revision = import_module("xmodule.modulestore").ModuleStoreEnum.RevisionOption
    missing = import_module("xmodule.modulestore.exceptions").ItemNotFoundError
    try:
        return store.get_item(block.scope_ids.usage_id, revision=revision.published_only)
    except missing:
        return None


def due_for_all(block: Any) -> datetime | None:
    """Return until when learners have time for a block who were given no date of their own.

    An LMS lays a learner's own date over `due`, for as long as it answers the learner's request.
    """
    if not on_platform():
        return getattr(block, "due", None)
    dates = import_module("edx_when.api").get_dates_for_course(block.scope_ids.usage_id.course_key)
    place = block
    while place is not None:
        own = dates.get((place.scope_ids.usage_id, "due"))
        if own is not None:
            return own
        place = place.get_parent()
    return None


def on_course_published(receiver: Callable[..., None]) -> None:
    """Call `receiver(course_key=…)` whenever a course is published; nothing off the platform."""
    if on_platform():
        import_module("xmodule.modulestore.django").SignalHandler.course_published.connect(
            receiver, dispatch_uid="wbm.exercises"
        )


def course_end(course_key: CourseKey) -> datetime | None:
    """Return when a course ends; None when nobody says."""
    overviews = import_module("openedx.core.djangoapps.content.course_overviews.models")
    found = overviews.CourseOverview.objects.filter(id=course_key)
    return found.values_list("end", flat=True).first()


def block_states(block_types: frozenset[str]) -> Any:
    """Return the rows in which the LMS keeps what learners did in blocks of these types."""
    rows = import_module("lms.djangoapps.courseware.models").StudentModule.objects
    return rows.filter(module_type__in=block_types)


def completions(user_id: int, course_key: CourseKey) -> dict[str, float]:
    """Return how much of each block an account has done, 0 to 1, by usage key."""
    rows = import_module("completion.models").BlockCompletion.objects
    found = rows.filter(user_id=user_id, context_key=course_key)
    return {str(key): share for key, share in found.values_list("block_key", "completion")}


def profile_name(user_id: int) -> str:
    """Return the name in somebody's profile; an account has none but there."""
    profiles = import_module("common.djangoapps.student.models").UserProfile.objects
    return profiles.filter(user_id=user_id).values_list("name", flat=True).first() or ""


def before_retirement(user_id: int) -> tuple[str, str, str]:
    """Return name, user name and address an account had before it asked to be deleted.

    The platform takes the address away at once, and keeps it for the services that follow.
    """
    requests = import_module("openedx.core.djangoapps.user_api.models").UserRetirementStatus
    found = requests.objects.filter(user_id=user_id)
    columns = ("original_name", "original_username", "original_email")
    return found.values_list(*columns).first() or ("", "", "")


def on_retirement(receiver: Callable[..., None]) -> None:
    """Call `receiver(user=…)` when the LMS deletes an account; nothing elsewhere.

    The LMS sends both signals, in two requests, and repeats a request that fails.
    """
    if on_platform() and not in_studio():  # Studio has the same apps and signals, but sends none
        signals = import_module("openedx.core.djangoapps.user_api.accounts.signals")
        for name in ("USER_RETIRE_LMS_MISC", "USER_RETIRE_LMS_CRITICAL"):
            getattr(signals, name).connect(receiver, dispatch_uid="wbm.privacy")


def submit_completion(usage_key: str, user_ids: Collection[int], share: float) -> None:
    """Write how much of a block accounts have done, where the operator has completion tracked."""
    if not import_module("completion.waffle").ENABLE_COMPLETION_TRACKING_SWITCH.is_enabled():
        return
    rows = import_module("completion.models").BlockCompletion.objects
    block_key = UsageKey.from_string(usage_key)
    for user in get_user_model().objects.filter(pk__in=user_ids).order_by("pk"):
        rows.submit_completion(user=user, block_key=block_key, completion=share)


_OF_THE_REQUEST = ("session", "ip", "agent", "path", "client_id", "referer", "accept_language")
"""What the platform's tracking adds of whoever sent the request."""


def track(
    name: str, facts: Mapping[str, Any], course_key: str, usage_key: str, user_id: int
) -> None:
    """Send a tracking event of an account that need not be the one whose request is answered.

    The context names course, exercise and account as for an event of a block, and nothing of the
    request: a grader's address is no part of a trainee's event.
    """
    contexts = import_module("common.djangoapps.track.contexts")
    tracker = import_module("eventtracking.tracker")
    context = {
        **contexts.course_context_from_course_id(CourseKey.from_string(course_key)),
        **dict.fromkeys(_OF_THE_REQUEST, ""),
        "user_id": user_id,
        "username": get_user_model().objects.get(pk=user_id).get_username(),
        "module": {"usage_key": usage_key},
        "event_source": "server",
    }
    with tracker.get_tracker().context(name, context):
        tracker.emit(name=name, data=dict(facts))


def xapi() -> tuple[Any, Any, Any] | None:
    """Return registry and base class of xAPI transformers, and the words statements are made of.

    None where `event-routing-backends` is not among the apps.
    """
    if not apps.is_installed("event_routing_backends"):
        return None
    package = "event_routing_backends.processors.xapi"
    registry = import_module(f"{package}.registry").XApiTransformersRegistry
    base = import_module(f"{package}.transformer").XApiTransformer
    return registry, base, import_module("tincan")


def ace() -> Any | None:
    """Return what edx-ace sends mails with; None where it is not among the apps.

    Its modules by name: `message`, `recipient`, `policy`, `presentation`, `channel`.
    """
    if not apps.is_installed("edx_ace") or not getattr(settings, "ACE_ENABLED_CHANNELS", ()):
        return None
    names = ("message", "recipient", "policy", "presentation", "channel")
    return SimpleNamespace(**{name: import_module(f"edx_ace.{name}") for name in names})
