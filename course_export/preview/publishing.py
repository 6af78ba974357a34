"""What happens when a block publishes something."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.serializers.json import DjangoJSONEncoder
from xblock.completable import XBlockCompletionMode
from xblock.core import XBlock

from course_export.preview.models import Completion, Event, Grade
from course_export.preview.scores import write_completion, write_grade


def publish(
    user: User | AnonymousUser, block: XBlock, event_type: str, data: Mapping[str, Any]
) -> None:
    """Write a grade or a completion of the caller, whatever `data` says about others; log the rest.

    As in the LMS points are stored as they come, also outside 0 to the maximum.
    """
    if user.is_authenticated and event_type == "grade":
        _take_grade(user, block, data)
    elif user.is_authenticated and event_type == "completion":
        write_completion(user, str(block.scope_ids.usage_id), float(data["completion"]))
    elif user.is_authenticated and event_type == "progress":
        _take_progress(user, block)
    _log(user.pk, str(block.scope_ids.usage_id), event_type, data)


def take_event(
    name: str, facts: Mapping[str, Any], _course_key: str, usage_key: str, user_id: int
) -> None:
    """Log an event from outside of blocks (`WBM_EVENTS`)."""
    _log(user_id, usage_key, name, facts)


def completes_by_itself(block: XBlock) -> bool:
    """Whether the platform may mark the block done without being told."""
    if getattr(block, "has_custom_completion", False):
        return False
    return XBlockCompletionMode.get_mode(block) == XBlockCompletionMode.COMPLETABLE


def _take_grade(user: User, block: XBlock, data: Mapping[str, Any]) -> None:
    usage_key = str(block.scope_ids.usage_id)
    earned, possible = data.get("value"), data.get("max_value")
    if earned is None or possible is None:
        Grade.objects.filter(user=user, usage_key=usage_key, by_person=False).delete()
        return
    if data.get("only_if_higher") and _share(user, usage_key) >= earned / possible:
        return
    write_grade(user, usage_key, earned, possible)
    if completes_by_itself(block):
        write_completion(user, usage_key, 1.0)


def _share(user: User, usage_key: str) -> float:
    grade = Grade.objects.filter(user=user, usage_key=usage_key, by_person=False).first()
    return grade.earned / grade.possible if grade and grade.possible else -1.0


def _take_progress(user: User, block: XBlock) -> None:
    """The old way to say "done": counts only while nothing else is known."""
    Completion.objects.get_or_create(
        user=user, usage_key=str(block.scope_ids.usage_id), defaults={"share": 1.0}
    )


def _log(user_id: int | None, usage_key: str, name: str, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    Event.objects.create(user_id=user_id, usage_key=usage_key, name=name, data=text)
