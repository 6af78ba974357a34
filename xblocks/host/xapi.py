"""Lets event-routing-backends tell our events as xAPI statements, where it is installed."""

from __future__ import annotations

from typing import Any

from xblocks.core.statements import SENTENCES, kind_of, result_of
from xblocks.host import compat


def register() -> None:
    """Register a transformer for every event that is a statement; called when the app starts."""
    found = compat.xapi()
    if found is None:
        return
    registry, base, words = found
    transformer = _transformer(base, words)
    for name in SENTENCES:
        registry.register(name)(transformer)


def _transformer(base: Any, words: Any) -> type:
    """Return the class that makes statements; `base` adds actor, time, course and session."""

    class WbmTransformer(base):
        """Writes verb, object and result of an event of ours."""

        additional_fields = ("result",)

        def get_verb(self) -> Any:
            sentence = SENTENCES[self.event["name"]]
            return words.Verb(id=sentence.verb, display=words.LanguageMap({"en": sentence.word}))

        def get_object(self) -> Any:
            usage_key = self.get_data("context.module.usage_key", True)  # noqa: FBT003 - theirs
            return words.Activity(
                id=self.get_object_iri("xblock", usage_key),
                definition=words.ActivityDefinition(type=kind_of(usage_key)),
            )

        def get_result(self) -> Any:
            result = result_of(self.event["name"], self.event["data"])
            return words.Result(**result) if result else None

    return WbmTransformer
