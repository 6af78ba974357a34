"""What is asked of the platform's store; the store here answers as Studio's does."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey

from xblocks.host import compat

COURSE = CourseKey.from_string("course-v1:WBM+WBM1+2027")
PUBLISHED_ONLY = "rev-opt-published-only"


@dataclass(frozen=True)
class Kept:
    """A block of Studio: as learners have it (None: never published), and as it is written."""

    category: str
    published: str | None
    draft: str


class StudioStore:
    """Answers with drafts unless asked for what is published, as `DraftVersioningModuleStore`."""

    def __init__(self, *blocks: Kept) -> None:
        self.blocks = blocks

    def get_items(
        self, course_key: CourseKey, qualifiers: dict[str, Any], revision: str | None = None
    ) -> list[str]:
        assert course_key == COURSE
        found = [each for each in self.blocks if each.category == qualifiers["category"]]
        if revision == PUBLISHED_ONLY:
            return [each.published for each in found if each.published is not None]
        return [each.draft for each in found]


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> None:
    store = StudioStore(
        Kept("wbm_role_play", published="talk", draft="talk, being rewritten"),
        Kept("wbm_transfer_project", published=None, draft="milestone, never published"),
        Kept("html", published="page", draft="page"),
    )
    options = SimpleNamespace(published_only=PUBLISHED_ONLY)
    package, module = ModuleType("xmodule.modulestore"), ModuleType("xmodule.modulestore.django")
    package.__dict__["ModuleStoreEnum"] = SimpleNamespace(RevisionOption=options)
    module.__dict__["modulestore"] = lambda: store
    monkeypatch.setitem(sys.modules, "xmodule", ModuleType("xmodule"))
    monkeypatch.setitem(sys.modules, package.__name__, package)
    monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("studio")
def test_register_is_filled_with_what_is_published_not_with_drafts() -> None:
    types = frozenset({"wbm_role_play", "wbm_transfer_project"})
    assert list(compat.blocks_of(COURSE, types)) == ["talk"]
