"""Pictures speak the language of the course and do nothing but show."""

import pytest
from lxml import etree

from course_export.curriculum.pictures import activities, in_language

SVG = '<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
BOTH = '<text lang="de">Ziel</text><text lang="en">Aim</text><text>42 %</text>'


def test_a_picture_shows_the_texts_of_one_language_and_what_needs_none() -> None:
    german, defects = in_language((SVG % BOTH).encode(), "de")
    assert defects == []
    assert "Ziel" in german.decode()
    assert "42 %" in german.decode()
    assert "Aim" not in german.decode()


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ('<text lang="de">Ziel</text>', "texts in German"),
        ("<text>Ziel</text>", "has no 'lang'"),
        ("<text><tspan>Ziel</tspan></text>", "has no 'lang'"),
        ('<text lang="fr">But</text>', "texts in German"),
        ("<script>go()</script>", "script"),
        ('<rect onclick="go()"/>', "onclick"),
        ('<use href="https://example.org/x.svg"/>', "use"),
        ("<rect", "no valid SVG"),
    ],
)
def test_a_picture_in_one_language_or_with_a_life_of_its_own_is_refused(
    inside: str, says: str
) -> None:
    _picture, defects = in_language((SVG % inside).encode(), "de")
    assert any(says in str(defect) for defect in defects)


def test_a_picture_that_only_shows_has_no_activities() -> None:
    assert activities(etree.fromstring(SVG % BOTH)) == []
