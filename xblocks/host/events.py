"""Tracking events, without free text and without names: those of `core.events`, nothing else."""

from __future__ import annotations

import logging
from collections.abc import Collection
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from xblock.core import XBlock

from xblocks.core.events import Value, checked
from xblocks.host import compat

log = logging.getLogger(__name__)


class UndeclaredEvent(ValueError):  # noqa: N818 - it says what is wrong
    """An event that `core.events` does not know, or not so; a defect of ours."""


def emit(block: XBlock, component: str, verb: str, **facts: Value) -> None:
    """Emit ``wbm.<component>.<verb>`` of the person a block's handler serves.

    Raises `UndeclaredEvent` as `declared` does.
    """
    name = f"wbm.{component}.{verb}"
    kept = declared(name, facts)
    if kept is not None:
        block.runtime.publish(block, name, kept)


def report(
    component: str,
    verb: str,
    *,
    course_key: str,
    usage_key: str,
    user_ids: Collection[int],
    **facts: Value,
) -> None:
    """Report ``wbm.<component>.<verb>`` of accounts about an exercise, after the commit.

    For what happens outside of blocks. Off the platform the setting `WBM_EVENTS` names a function
    that takes name, facts, course key, usage key and user id. Raises `UndeclaredEvent` as
    `declared` does.
    """
    name = f"wbm.{component}.{verb}"
    kept = declared(name, facts)
    if kept is None:
        return
    for user_id in user_ids:
        _send_later(name, kept, course_key, usage_key, user_id)


def declared(name: str, facts: dict[str, Value]) -> dict[str, Value] | None:
    """Return the facts that are declared; None when the event is not.

    With the setting `WBM_STRICT_EVENTS`, as in tests and in the preview, anything else raises
    `UndeclaredEvent`. Elsewhere it is left out and logged once: nobody's work fails by it.
    """
    found = checked(name, facts)
    if found.defects and getattr(settings, "WBM_STRICT_EVENTS", False):
        raise UndeclaredEvent("; ".join(found.defects))
    for defect in found.defects:
        _complain(defect)
    return found.facts


@cache
def _complain(defect: str) -> None:
    """Log a defect the first time; it names event and fact, never a value."""
    log.error("Left out of the tracking events: %s", defect)


def _send_later(
    name: str, facts: dict[str, Value], course_key: str, usage_key: str, user_id: int
) -> None:
    def send() -> None:  # Django logs the name of one that fails, which a `partial` has not
        if compat.on_platform():
            compat.track(name, facts, course_key, usage_key, user_id)
        elif named := getattr(settings, "WBM_EVENTS", ""):
            import_string(named)(name, facts, course_key, usage_key, user_id)

    transaction.on_commit(send, robust=True)
