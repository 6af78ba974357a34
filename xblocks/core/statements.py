"""Our events as xAPI statements (1.0.3): verb, kind of activity and result, as plain data.

Verbs, kinds and extensions are those others have published and learning record stores know; we
add none of our own. Who, where and when the platform's own transformer writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ADL = "http://adlnet.gov/expapi/verbs/"
STREAMS = "http://activitystrea.ms/schema/1.0/"
ACTIVITIES = "http://adlnet.gov/expapi/activities/"

KINDS = {
    "wbm_role_play": ACTIVITIES + "simulation",
    "wbm_coaching": ACTIVITIES + "meeting",
}
OTHER_KIND = ACTIVITIES + "assessment"

EXTENSIONS = {
    "attempt": "http://id.tincanapi.com/extension/attempt-id",
    "version": "http://id.tincanapi.com/extension/attempt-id",
    "turn": "http://id.tincanapi.com/extension/position",
    "tone": "http://www.tincanapi.co.uk/extensions/result/classification",
}
"""Under which names facts stand in a result; `score` stands there as such, others not at all."""


@dataclass(frozen=True)
class Sentence:
    """How an event is told: the verb, its English word, and what it says of the activity."""

    verb: str
    word: str
    success: bool | None = None
    completion: bool | None = None


SENTENCES: Mapping[str, Sentence] = {
    "wbm.role_play.started": Sentence(ADL + "initialized", "initialized"),
    "wbm.role_play.said": Sentence(ADL + "responded", "responded"),
    "wbm.role_play.taken_back": Sentence(ADL + "interacted", "interacted"),
    "wbm.role_play.finished": Sentence(ADL + "completed", "completed", completion=True),
    "wbm.role_play.rating_begun": Sentence(ADL + "initialized", "initialized"),
    "wbm.role_play.rated": Sentence(ADL + "completed", "completed", completion=True),
    "wbm.role_play.triad_opened": Sentence(STREAMS + "open", "opened"),
    "wbm.role_play.triad_begun": Sentence(ADL + "initialized", "initialized"),
    "wbm.role_play.round_finished": Sentence(ADL + "completed", "completed", completion=True),
    "wbm.role_play.round_rated": Sentence(ADL + "responded", "responded"),
    "wbm.grading.handed_in": Sentence(STREAMS + "submit", "submitted"),
    "wbm.grading.withdrawn": Sentence(STREAMS + "retract", "retracted"),
    "wbm.grading.passed": Sentence(ADL + "passed", "passed", success=True, completion=True),
    "wbm.grading.returned": Sentence(ADL + "scored", "scored", success=False, completion=False),
    "wbm.grading.failed": Sentence(ADL + "failed", "failed", success=False),
    "wbm.transfer_project.handed_over": Sentence(ADL + "shared", "shared"),
    "wbm.needs_analysis.started": Sentence(ADL + "initialized", "initialized"),
    "wbm.needs_analysis.reckoned": Sentence(ADL + "answered", "answered"),
    "wbm.needs_analysis.asked": Sentence(ADL + "asked", "asked"),
    "wbm.needs_analysis.debriefed": Sentence(ADL + "completed", "completed", completion=True),
    "wbm.moderation.planned": Sentence(STREAMS + "create", "created"),
    "wbm.moderation.checked": Sentence(ADL + "scored", "scored"),
    "wbm.moderation.run_ended": Sentence(ADL + "experienced", "experienced"),
    "wbm.moderation.round_begun": Sentence(ADL + "initialized", "initialized"),
    "wbm.moderation.round_closed": Sentence(ADL + "completed", "completed", completion=True),
    "wbm.moderation.agreed": Sentence(STREAMS + "agree", "agreed"),
    "wbm.coaching.sent": Sentence(STREAMS + "request", "requested"),
    "wbm.coaching.closed": Sentence(STREAMS + "close", "closed"),
    "wbm.coaching.reopened": Sentence(STREAMS + "open", "opened"),
    "wbm.coaching.withdrawn": Sentence(STREAMS + "retract", "retracted"),
    "wbm.coaching.booked": Sentence(STREAMS + "schedule", "scheduled"),
    "wbm.coaching.cancelled": Sentence(STREAMS + "cancel", "cancelled"),
}
"""Every event that is somebody's own deed; more time and what experts write to them is none."""


def kind_of(usage_key: str) -> str:
    """Return the kind of activity an exercise is, as an IRI."""
    found = re.search(r"type@([^+]+)\+block@", usage_key)
    return KINDS.get(found[1] if found else "", OTHER_KIND)


def result_of(name: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the result of a statement in the form of the standard; empty when there is none."""
    sentence = SENTENCES[name]
    result: dict[str, Any] = {
        key: value
        for key, value in (("success", sentence.success), ("completion", sentence.completion))
        if value is not None
    }
    if "score" in facts:
        result["score"] = {"scaled": facts["score"]}
    extensions = {iri: facts[fact] for fact, iri in EXTENSIONS.items() if fact in facts}
    if extensions:
        result["extensions"] = extensions
    return result
