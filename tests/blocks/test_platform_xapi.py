"""Our events in event-routing-backends: its registry, its base class and its lists of names."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from xblocks.core.statements import SENTENCES
from xblocks.host import compat, xapi
from xblocks.settings.statements import ALLOWED, allow_statements

USAGE = "block-v1:WBM+WBM1+2027+type@wbm_role_play+block@r1"


class Registry:
    """Keeps a class for each event, as theirs."""

    mapping: dict[str, type] = {}

    @classmethod
    def register(cls, name: str) -> Any:
        return lambda found: cls.mapping.setdefault(name, found)


class Base:
    """What theirs offers to its heirs."""

    additional_fields: tuple[str, ...] = ()

    def __init__(self, event: dict[str, Any]) -> None:
        self.event = event

    def get_data(self, key: str, required: bool = False) -> Any:
        value: Any = self.event
        for step in key.split("."):
            value = value[step] if required else value.get(step, {})
        return value

    def get_object_iri(self, kind: str, ident: str) -> str:
        return f"https://lms.example.org/{kind}/{ident}"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, type]:
    """Let the package be among the apps; return what is registered."""
    package = "event_routing_backends.processors.xapi"
    registry, transformer, words = (ModuleType(name) for name in ("registry", "base", "tincan"))
    registry.__dict__["XApiTransformersRegistry"] = Registry
    transformer.__dict__["XApiTransformer"] = Base
    for name in ("Verb", "Activity", "ActivityDefinition", "Result", "LanguageMap"):
        words.__dict__[name] = dict
    for name, module in (
        (f"{package}.registry", registry),
        (f"{package}.transformer", transformer),
        ("tincan", words),
    ):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(Registry, "mapping", {})
    monkeypatch.setattr(compat.apps, "is_installed", lambda name: "routing" in name)
    return Registry.mapping


def test_where_the_package_is_missing_nothing_happens() -> None:
    xapi.register()
    assert compat.xapi() is None


def test_every_event_has_a_transformer(installed: dict[str, type]) -> None:
    xapi.register()
    assert set(Registry.mapping) == set(SENTENCES)


def test_a_talk_becomes_a_statement(installed: dict[str, type]) -> None:
    xapi.register()
    event = {
        "name": "wbm.role_play.finished",
        "data": {"attempt": 2, "tone": "mixed", "score": 0.5},
        "context": {"module": {"usage_key": USAGE, "display_name": "not told"}},
    }
    made = Registry.mapping[event["name"]](event)
    assert made.additional_fields == ("result",)
    assert made.get_verb() == {
        "id": "http://adlnet.gov/expapi/verbs/completed",
        "display": {"en": "completed"},
    }
    assert made.get_object() == {
        "id": f"https://lms.example.org/xblock/{USAGE}",
        "definition": {"type": "http://adlnet.gov/expapi/activities/simulation"},
    }
    assert made.get_result()["score"] == {"scaled": 0.5}


def test_an_event_without_exercise_is_no_statement(installed: dict[str, type]) -> None:
    xapi.register()
    made = Registry.mapping["wbm.grading.passed"]({"name": "wbm.grading.passed", "context": {}})
    with pytest.raises(KeyError):
        made.get_object()


def theirs(settings: SimpleNamespace) -> None:
    """Their settings, in short: the list is handed on, and copied into a set."""
    if not hasattr(settings, ALLOWED):
        setattr(settings, ALLOWED, [])
    allowed = getattr(settings, ALLOWED)
    allowed += ["edx.course.enrollment.activated"]
    settings.EVENT_TRACKING_BACKENDS = {
        "event_transformer": {
            "OPTIONS": {
                "processors": [{"OPTIONS": {"whitelist": set(allowed)}}],
                "backends": {
                    "xapi": {"OPTIONS": {"processors": [{"OPTIONS": {"whitelist": allowed}}]}}
                },
            }
        }
    }


@pytest.mark.parametrize("ours_first", [True, False])
def test_our_events_are_let_through_whichever_plugin_comes_first(ours_first: bool) -> None:
    settings = SimpleNamespace()
    for each in (allow_statements, theirs) if ours_first else (theirs, allow_statements):
        each(settings)
    allow_statements(settings)
    options = settings.EVENT_TRACKING_BACKENDS["event_transformer"]["OPTIONS"]
    inner = options["backends"]["xapi"]["OPTIONS"]["processors"][0]["OPTIONS"]["whitelist"]
    everything = {*SENTENCES, "edx.course.enrollment.activated"}
    assert options["processors"][0]["OPTIONS"]["whitelist"] == everything
    assert set(inner) == everything
    assert len(inner) == len(everything)


def test_without_the_package_only_a_list_is_begun() -> None:
    settings = SimpleNamespace(EVENT_TRACKING_BACKENDS={"tracking_logs": {"OPTIONS": {}}})
    allow_statements(settings)
    assert settings.EVENT_TRACKING_BACKENDS == {"tracking_logs": {"OPTIONS": {}}}
