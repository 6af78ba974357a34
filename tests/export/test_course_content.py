"""The course as people read it: every module is whole, every legal word is traced.

A module of the issue has a lesson with headings, a picture with a description, a self-test with an
explanation, and an exercise somewhere near. German and English go paragraph by paragraph.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from olxcleaner import validate

from course_export.build import CONTENT, build
from course_export.curriculum.blocks import Law, Page, Question, Unit
from course_export.curriculum.course import Course
from course_export.curriculum.language import LANGUAGES, Language
from course_export.curriculum.loader import load_course
from course_export.curriculum.sections import Day

ROOT = CONTENT.parents[2]
MODULES = {
    "role and limits": ["lesson-role"],
    "communication": ["lesson-four-sides", "lesson-wwsz", "lesson-feedback", "lesson-motivation"],
    "moderation": ["lesson-cycle"],
    "needs analysis": ["lesson-matrix", "lesson-needs", "lesson-priorities"],
    "organisational and personnel development": ["lesson-pe", "lesson-oe"],
    "works constitution and agreements": ["lesson-law-1", "lesson-law-2", "lesson-agreements"],
    "qualification talk": ["lesson-talk"],
    "funding and degrees": ["lesson-funding", "lesson-degrees"],
    "recognition": ["lesson-recognition"],
    "AI and transformation": ["lesson-ai"],
    "data protection": ["lesson-data"],
}
LEGAL = [
    "lesson-law-1",
    "lesson-law-2",
    "lesson-talk",
    "lesson-agreements",
    "lesson-funding",
    "lesson-degrees",
    "lesson-recognition",
    "lesson-ai",
    "lesson-data",
]
PAGES = sorted(
    path.relative_to(CONTENT).as_posix().removesuffix(".de.md")
    for path in (CONTENT / "pages").rglob("*.de.md")
)


@pytest.fixture(scope="module", params=LANGUAGES)
def course(request: pytest.FixtureRequest) -> Course:
    language: Language = request.param
    return load_course(CONTENT, language).course


def unit(course: Course, name: str) -> Unit:
    return next(each for each in course.units() if each.id == name)


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_text_a_picture_and_a_self_test(course: Course, module: str) -> None:
    for name in MODULES[module]:
        blocks = unit(course, name).blocks
        html = "".join(block.html for block in blocks if isinstance(block, Page))
        assert "<h3>" in html, name
        pictures = re.findall(r'<img alt="([^"]+)"', html)
        assert pictures, name
        assert all(len(text) > 40 for text in pictures), name
        questions = [block for block in blocks if isinstance(block, Question)]
        assert questions, name
        assert all(len(question.explanation) > 15 for question in questions), name


@pytest.mark.parametrize("name", LEGAL)
def test_every_legal_lesson_shows_its_statements(course: Course, name: str) -> None:
    assert any(isinstance(block, Law) for block in unit(course, name).blocks)


def test_every_seminar_day_has_a_plan_with_a_script(course: Course) -> None:
    days = [section for section in course.sections() if isinstance(section, Day)]
    assert len(days) == 9
    for day in days:
        assert day.schedule is not None
        assert day.schedule.print, day.id
        assert day.schedule.bring, day.id


def test_the_glossary_has_sixty_four_words(course: Course) -> None:
    assert course.glossary is not None
    assert len(course.glossary.terms) == 64


def _provisions(text: str) -> set[str]:
    """The acts and first sections a text names: {"96 BetrVG", …}."""
    text = re.sub(r" (?:Abs|Nr)\. ?\d+[a-z]?(?: (?:und|bis) \d+)?", "", text)
    found = set()
    for sections, act in re.findall(r"§§? ([^.;:()]{1,40}?) (BetrVG|SGB III|AFBG|BBiG|GewO)", text):
        found |= {f"{number} {act}" for number in re.findall(r"\d+[a-e]?", sections)}
    return found


def test_every_provision_a_page_names_is_a_statement_of_the_book_of_law() -> None:
    book = load_course(CONTENT, "de").course
    known: set[str] = set()
    for block in book.blocks():
        if isinstance(block, Law):
            known |= {name for each in block.statements for name in _provisions(each.norm)}
    for page in PAGES:
        text = (CONTENT / f"{page}.de.md").read_text(encoding="utf-8")
        assert _provisions(text) <= known, page


def _shape(text: str) -> list[str]:
    """What each paragraph is: heading, list, table, picture or text, with its number of lines."""
    shape = []
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        mark = re.match(r"#+|[-*] |\d+\. |\||!\[|Table:", lines[0])
        kind = mark.group() if mark else "text"
        shape.append(f"{'1.' if kind[0].isdigit() else kind} {len(lines)}")
    return shape


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_go_paragraph_by_paragraph(page: str) -> None:
    german, english = (
        (CONTENT / f"{page}.{language}.md").read_text(encoding="utf-8") for language in LANGUAGES
    )
    assert _shape(german) == _shape(english)
    leading = [re.findall(r"\((?:unit|term):([^)]+)\)", text) for text in (german, english)]
    assert sorted(leading[0]) == sorted(leading[1])


OUTLINE = Path(__file__).parent / "golden" / "outline.txt"


def _outline(course: Course) -> str:
    """Parts, sections with their dates, units: what people see of the course at one glance."""
    lines = []
    for part in course.parts:
        lines.append(part.title)
        for section in part.sections:
            due = course.due(section)
            lines.append(
                f"  {section.title}{due:  (%Y-%m-%d %H:%M)}" if due else f"  {section.title}"
            )
            lines += [f"    {unit.id}: {unit.title}" for unit in section.units]
    return "\n".join(lines) + "\n"


def test_the_outline_is_the_one_that_was_agreed() -> None:
    found = "\n".join(_outline(load_course(CONTENT, language).course) for language in LANGUAGES)
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        OUTLINE.write_text(found, encoding="utf-8")
    assert found == OUTLINE.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_olxcleaner_finds_nothing_with_our_tags_allowed(language: Language, tmp_path: Path) -> None:
    archive = build(language, tmp_path).path
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    ours = load_course(CONTENT, language).course.exercise_types()
    tree, errors, _stores = validate(
        str(tmp_path / "course" / "course.xml"), steps=9, allowed_xblocks=ours
    )
    assert len(tree.children) == 6
    assert [str(error.description) for error in errors.errors] == []


def test_the_archive_is_small(tmp_path: Path) -> None:
    for language in LANGUAGES:
        assert build(language, tmp_path).path.stat().st_size < 10_000_000


def test_the_printed_sheets_are_those_of_the_pages() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "sheets"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path("/"))
    assert done.returncode == 0, f"run scripts/sheets: {done.stdout}{done.stderr}"
