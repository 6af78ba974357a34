"""The miniature content that tests copy, spoil and load."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from course_export.curriculum.course import Course
from course_export.curriculum.defects import UnusableContent
from course_export.curriculum.language import Language
from course_export.curriculum.loader import load_course

GOLDEN = Path(__file__).parent / "golden"
MINIATURE = GOLDEN / "content"


@dataclass
class Content:
    """A copy of the miniature content that may be spoilt."""

    root: Path

    def load(self, language: Language = "de") -> Course:
        """Load it; raises UnusableContent."""
        return load_course(self.root, language).course

    def defects(self, language: Language = "de") -> list[str]:
        """What the loader finds, as printed; empty when it loads."""
        try:
            self.load(language)
        except UnusableContent as unusable:
            return [str(defect) for defect in unusable.defects]
        return []

    def write(self, file: str, text: str) -> None:
        """Write a file, with its folders."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> int:
        """Replace the first `old` in `file`; returns the line it stood in."""
        text = (self.root / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))
        return text.count("\n", 0, text.index(old)) + 1


def copy_of_miniature(folder: Path) -> Content:
    """A fresh copy below `folder`."""
    return Content(Path(shutil.copytree(MINIATURE, folder / "content")))
