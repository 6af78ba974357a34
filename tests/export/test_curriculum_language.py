"""Two languages in one place: nothing may stand in one language only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.export.content import Content, copy_of_miniature


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return copy_of_miniature(tmp_path)


@pytest.mark.parametrize("built", ["de", "en"])
def test_missing_translations_of_both_languages_are_all_listed(
    content: Content, built: str
) -> None:
    lines = [
        content.replace("course.yaml", "{de: Miniatur, en: Miniature}", "{de: Miniatur}"),
        content.replace("parts/one.yaml", "{de: Quiz, en: Quiz}", "{en: Quiz}"),
        content.replace("exercises/ex.yaml", "{de: Hallo., en: Hello.}", "{de: Hallo., en: ''}"),
        content.replace("problems/q-multi.yaml", "{de: Drei, en: Three}", "{de: ~, en: Three}"),
        content.replace("sheets/sh.yaml", "{de: oft, en: often}", "{de: oft, en: '  '}"),
        content.replace("labels.yaml", "{de: Theorie, en: Theory}", "{de: Theorie}"),
    ]
    (content.root / "pages/about.en.md").unlink()
    content.write("pages/sub/hello.de.md", "\n  \n")
    assert content.defects(built) == [  # type: ignore[arg-type]
        f"course.yaml:{lines[0]}: title: the English text is missing",
        (f"exercises/ex.yaml:{lines[2]}: definition.scenes[0].says: the English text is missing"),
        f"labels.yaml:{lines[5]}: theory: the English text is missing",
        "pages/about.en.md:1: The English page is missing or empty.",
        "pages/sub/hello.de.md:1: The German page is missing or empty.",
        f"parts/one.yaml:{lines[1]}: sections[2].title: the German text is missing",
        f"problems/q-multi.yaml:{lines[3]}: choices[1].text: the German text is missing",
        f"sheets/sh.yaml:{lines[4]}: criteria[0].levels[2]: the English text is missing",
    ]


def test_plain_text_where_two_languages_belong_is_a_defect(content: Content) -> None:
    line = content.replace("parts/one.yaml", "{de: Teil eins, en: Part one}", "Teil eins")
    assert content.defects() == [
        f"parts/one.yaml:{line}: title: write the text in both languages: {{de: …, en: …}}"
    ]


def test_plain_text_in_a_definition_is_a_defect_except_names(content: Content) -> None:
    line = content.replace("exercises/ex.yaml", "{de: Montage, en: Assembly}", "Montage")
    assert content.defects() == [
        f"exercises/ex.yaml:{line}: "
        "definition.persona.role: is in one language only; write {de: …, en: …}"
    ]


@pytest.mark.parametrize(
    "figures", ["2 3 3 2", "(46 - 10) + 8 * 2 / 3", "39700", "0.5", "14:00", "KAR", "P4"]
)
def test_figures_times_and_codes_need_no_translation(content: Content, figures: str) -> None:
    content.replace("exercises/ex.yaml", "{de: Montage, en: Assembly}", f'"{figures}"')
    assert content.defects() == []


@pytest.mark.parametrize(
    "text", ["2 bis 3", "46 €", "2 · 3", "Soll 2", "um 14:00", "Kar", "IST-P4"]
)
def test_figures_with_words_need_both_languages(content: Content, text: str) -> None:
    content.replace("exercises/ex.yaml", "{de: Montage, en: Assembly}", f'"{text}"')
    assert "is in one language only" in content.defects()[0]


def test_text_that_is_no_text_is_a_defect(content: Content) -> None:
    line = content.replace("course.yaml", "{de: 1 Stunde, en: 1 hour}", "{de: 1, en: 1 hour}")
    assert f"course.yaml:{line}: effort.de: is no text; put it in quotes" in content.defects()


def test_comma_that_splits_a_text_does_not_go_unnoticed(content: Content) -> None:
    line = content.replace("parts/one.yaml", "{de: üben, en: practise}", "{de: üben, oft, en: do}")
    assert any(defect.startswith(f"parts/one.yaml:{line}: ") for defect in content.defects())


def test_both_languages_have_the_same_structure(content: Content) -> None:
    german, english = content.load("de"), content.load("en")
    for left, right in zip(german.sections(), english.sections(), strict=True):
        assert (left.id, left.kind, left.week) == (right.id, right.kind, right.week)  # type: ignore[attr-defined]
    assert german.run_in_language == "2030-de"
    assert english.run_in_language == "2030-en"
