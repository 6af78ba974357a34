"""The German catalogues hold every message, none empty, none fuzzy, and are compiled."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import course_export.checks.run  # noqa: F401 - with all findings
from course_export.checks.finding import REGISTRY

ROOT = Path(__file__).parents[2]
CATALOGUE = Path("locale/de/LC_MESSAGES/django.po")


@pytest.mark.parametrize("package", ["xblocks", "course_export"])
def test_every_message_of_the_code_is_translated_to_german(package: str, tmp_path: Path) -> None:
    copy = tmp_path / package
    shutil.copytree(
        ROOT / package, copy, ignore=shutil.ignore_patterns("content", "locale", "*.pyc")
    )
    (copy / CATALOGUE).parent.mkdir(parents=True)
    subprocess.run(
        [sys.executable, str(ROOT / "scripts/collect"), str(copy), "--keep-pot"],
        env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        check=True,
    )
    template = copy / "locale" / "django.pot"
    result = subprocess.run(
        ["msgcmp", str(ROOT / package / CATALOGUE), str(template)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("code", sorted(REGISTRY))
def test_every_explanation_of_a_finding_is_german(code: str) -> None:
    german = gettext.translation("django", ROOT / "course_export/locale", ["de"]).gettext
    paragraphs = REGISTRY[code].paragraphs()
    assert [each for each in paragraphs if german(each) == each] == []


@pytest.mark.parametrize("package", ["xblocks", "course_export"])
def test_the_compiled_catalogue_is_the_written_one(package: str, tmp_path: Path) -> None:
    written = ROOT / package / CATALOGUE
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check", "-o", str(fresh), str(written)], check=True)
    assert _messages(written.with_suffix(".mo")) == _messages(fresh)


def test_the_platform_finds_the_same_where_it_looks_for_catalogues_of_blocks() -> None:
    ours = ROOT / "xblocks" / CATALOGUE.with_suffix(".mo")
    platform = gettext.find("text", str(ROOT / "xblocks" / "translations"), ["de_DE"])
    assert platform
    assert _messages(Path(platform)) == _messages(ours)


def _messages(compiled: Path) -> dict[str, str]:
    with compiled.open("rb") as file:
        catalogue: dict[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return catalogue
