"""Lets the process of a test be an LMS or a Studio: what we ask the platform's modules for."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.blocks.platform_runtime import Dates, ItemNotFoundError, Store
from tests.blocks.platform_store import Visitor


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **content: Any) -> None:
    """Let a module of the platform be importable, with this content and nothing else."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        package = ".".join(parts[:end])
        if package not in sys.modules:
            module = ModuleType(package)
            module.__spec__ = ModuleSpec(package, None, is_package=True)
            module.__path__ = []
            monkeypatch.setitem(sys.modules, package, module)
    sys.modules[name].__dict__.update(content)


def become_lms(
    monkeypatch: pytest.MonkeyPatch, visitor: Visitor, store: Store, dates: Dates
) -> None:
    """Let this process be an LMS that answers a request of this visitor."""
    request = SimpleNamespace(user=visitor.user)
    stand_in(monkeypatch, "openedx")
    stand_in(monkeypatch, "edx_when.api", get_dates_for_course=dates.get_dates_for_course)
    revisions = SimpleNamespace(published_only=store.PUBLISHED_ONLY)
    stand_in(
        monkeypatch,
        "xmodule.modulestore",
        ModuleStoreEnum=SimpleNamespace(RevisionOption=revisions),
    )
    stand_in(monkeypatch, "xmodule.modulestore.django", modulestore=lambda: store)
    stand_in(monkeypatch, "xmodule.modulestore.exceptions", ItemNotFoundError=ItemNotFoundError)
    stand_in(monkeypatch, "crum", get_current_request=lambda: request)
    stand_in(
        monkeypatch,
        "lms.djangoapps.courseware.masquerade",
        get_masquerade_role=lambda _user, _key: "student" if visitor.masquerading else None,
    )


def become_studio(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Let this process be a Studio."""
    stand_in(monkeypatch, "openedx")
    stand_in(monkeypatch, "xmodule")
    patterns = import_module(settings.ROOT_URLCONF).urlpatterns
    stand_in(monkeypatch, "cms.urls", urlpatterns=patterns)
    settings.ROOT_URLCONF = "cms.urls"
