"""Pages written in Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from course_export.curriculum.markdown import render


def messages(text: str) -> list[str]:
    return [str(defect) for defect in render(text, "p.md").defects]


def test_headings_start_below_the_unit_title() -> None:
    assert render("# A\n\n## B", "p.md").html == "<h3>A</h3>\n<h4>B</h4>\n"
    assert render("# A", "p.md", first_heading=2).html == "<h2>A</h2>\n"


def test_heading_that_skips_a_level_is_a_defect() -> None:
    assert messages("# A\n\n\n### C") == ["p.md:4: The heading 'C' skips a level: write ##."]


def test_gender_star_is_no_emphasis_but_emphasis_is() -> None:
    html = render("Kolleg*innen, Trainer*innen, *wichtig*, **sehr**", "p.md").html
    assert "Kolleg*innen, Trainer*innen, <em>wichtig</em>, <strong>sehr</strong>" in html


def test_raw_html_is_shown_as_text() -> None:
    html = render("a <b>b</b>\n\n<script>alert(1)</script>", "p.md").html
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


TABLE = "Table: Wer & was\n\n| Wer | Was |\n|---|---|\n| **WBM** | hört |\n| BR | prüft |\n"


def test_table_has_caption_scopes_and_a_frame_to_scroll_in() -> None:
    root = etree.fromstring(f"<body>{render(TABLE, 'p.md').html}</body>")
    frame = root[0]
    assert (frame.get("role"), frame.get("tabindex")) == ("region", "0")
    assert frame.get("aria-label") == frame.findtext(".//caption") == "Wer & was"
    assert [cell.get("scope") for cell in frame.iterfind(".//thead//th")] == ["col", "col"]
    assert [cell.text for cell in frame.iterfind(".//tbody//th[@scope='row']")] == ["WBM"]
    assert "Table:" not in "".join(root.itertext())


def test_table_without_caption_is_a_defect_with_its_line() -> None:
    bare = TABLE.partition("\n\n")[2]
    found = "p.md:3: The table 'Wer …' needs a line 'Table: …' above it."
    assert messages("Text\n\n" + bare) == [found]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n[x](http:x) [y](javascript:alert)", "p.md:2: The link 'javascript:alert' must"),
        ("[x](day-1)", "p.md:1: The link 'day-1' must start with unit:, asset:, term: or https:."),
        ("![x](https://x.org/a.png)", "p.md:1: The picture 'https://x.org/a.png' must be an"),
        ("\n\n![ ](asset:a.png)", "p.md:3: The picture 'a.png' needs a description in [ ]."),
        ("gut\nb\x00se", "p.md:2: This line holds a control character. Remove it."),
    ],
)
def test_defects_of_links_and_pictures_name_the_line(text: str, message: str) -> None:
    assert any(found.startswith(message) for found in messages(text))


def test_links_become_addresses_the_platform_knows() -> None:
    body = render("[a](unit:day-1) [b](asset:b.pdf)\n\n![c](asset:c.png)", "p.md")
    assert 'href="/jump_to_id/day-1"' in body.html
    assert 'href="/static/b.pdf"' in body.html
    assert 'src="/static/c.png"' in body.html
    assert [target for target, _ in body.units] == ["day-1"]
    assert [(target, place.line) for target, place in body.assets] == [("b.pdf", 1), ("c.png", 3)]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_becomes_well_formed_html_or_a_defect(text: str) -> None:
    body = render(text, "p.md")
    if not body.defects:
        etree.fromstring(f"<body>{body.html}</body>".replace("&nbsp;", " "))
