"""The miniature course is written exactly like the tree that was looked through and kept.

After a wanted change: ``WBM_REGENERATE_GOLDEN=1 pytest tests/export/test_olx_golden.py``, then read
the difference before keeping it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from course_export.curriculum.loader import load_course
from course_export.olx.writer import write_course
from tests.export.content import GOLDEN, MINIATURE


def kept(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def keep(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize("language", ["de", "en"])
def test_written_tree_equals_the_golden_tree(language: str) -> None:
    files = write_course(load_course(MINIATURE, language).course)  # type: ignore[arg-type]
    folder = GOLDEN / language
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        keep(folder, files)
    golden = kept(folder)
    assert sorted(files) == sorted(golden)
    for name, content in files.items():
        assert content.decode("utf-8", "replace") == golden[name].decode("utf-8", "replace"), name
