"""How much of an exercise people have done, as the platform's ticks show it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf import settings
from django.utils.module_loading import import_string
from opaque_keys.edx.keys import CourseKey
from xblock.core import XBlock

from xblocks.host import compat


def publish_own_completion(block: XBlock, share: float = 1.0) -> None:
    """Tell the platform how much of the block the caller has done, 0 to 1."""
    block.runtime.publish(block, "completion", {"completion": min(1.0, max(0.0, share))})


def publish_completion(usage_key: str, user_ids: Collection[int], *, done: bool) -> None:
    """Tell the platform of any accounts whether they have done an exercise.

    A block can only speak for its caller (`platform-facts 1`); a team passes together. Call it
    inside the transaction of the decision. Off the platform the setting `WBM_WRITE_COMPLETION`
    names a function that takes usage key, user ids and the share, 0 or 1.
    """
    share = 1.0 if done else 0.0
    if compat.on_platform():
        compat.submit_completion(usage_key, user_ids, share)
    elif named := getattr(settings, "WBM_WRITE_COMPLETION", ""):
        import_string(named)(usage_key, user_ids, share)


def completions(user_id: int, course_key: str) -> Mapping[str, float]:
    """Return how much of each block an account has done, 0 to 1, by usage key.

    Off the platform the setting `WBM_COMPLETIONS` names a function with the same arguments;
    without it nothing is known.
    """
    if compat.on_platform():
        return compat.completions(user_id, CourseKey.from_string(course_key))
    named = getattr(settings, "WBM_COMPLETIONS", "")
    found: Mapping[str, float] = import_string(named)(user_id, course_key) if named else {}
    return found
