"""The dossier of a case as a page: tables, charts with their names, numbers spelled for people."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from lxml import etree, html

from course_export import preview
from tests.unit.needs_definitions import case
from xblocks.needs_analysis.desk import charts
from xblocks.needs_analysis.desk.dossier import cell, dossier_html
from xblocks.needs_analysis.domain.papers import number_in, table_of
from xblocks.needs_analysis.material import Section

GOLDEN = Path(__file__).parent / "needs_charts"

SAMPLES = {
    "bars": {
        "head": "Profile | 2026 | 2029 | change",
        "rows": ["Cutting & “turning” | 84 | 30 | -54", "Running a system | 10 | 46 | +36"],
        "draw": "bars",
        "drawn": [2, 3],
        "unit": "people",
    },
    "negative": {
        "head": "Profile | change",
        "rows": ["Cutting | −54", "Running | +36", "Total | -18"],
        "draw": "bars",
    },
    "shares": {
        "head": "Statement | yes | rather | rather not | no",
        "rows": ["I feel well prepared | 4 | 9 | 10 | 4"],
        "draw": "shares",
    },
}


PIECE = Path(preview.__file__).parent / "templates" / "preview" / "pieces" / "19-dossier.html"
HEAD = "{# Dossier – texts, tables, and charts drawn on the server with their table beside them #}"
ABOVE = "<h3>A case</h3>\n<h4>Dossier</h4>"
"""Headings a dossier stands below."""


def test_the_style_page_shows_charts_as_they_are_drawn() -> None:
    sections = [{"title": name.capitalize(), **SAMPLES[name]} for name in SAMPLES]
    with translation.override("en"):
        drawn = dossier_html(case(dossier=sections), "sample")
    shown = f"{HEAD}\n{ABOVE}\n{drawn}"
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        PIECE.write_text(shown, encoding="utf-8")
    assert shown == PIECE.read_text(encoding="utf-8")


def piece(name: str) -> html.HtmlElement:
    """A sample as it stands on the page."""
    with translation.override("en"):
        text = dossier_html(case(dossier=[{"title": f"The {name}", **SAMPLES[name]}]))
    return html.fromstring(text)


def svg_of(found: html.HtmlElement) -> html.HtmlElement:
    (chart,) = found.xpath(".//svg[contains(@class, 'wbm-chart') and @role='img']")
    return chart


@pytest.mark.parametrize("name", SAMPLES)
def test_charts_look_as_ever(name: str) -> None:
    """After a wanted change: ``WBM_REGENERATE_GOLDEN=1 pytest`` and look at the difference."""
    drawn = etree.tostring(
        svg_of(piece(name)), pretty_print=True, with_tail=False, encoding="unicode"
    )
    path = GOLDEN / f"{name}.svg"
    if os.environ.get("WBM_REGENERATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
    assert drawn == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SAMPLES)
def test_a_chart_has_a_name_a_description_and_its_table(name: str) -> None:
    found = piece(name)
    chart = svg_of(found)
    told = [chart.get_element_by_id(each).text for each in chart.get("aria-labelledby").split()]
    assert told[0] == f"The {name}"
    assert "table" in told[1]
    cells = ["".join(each.itertext()) for each in found.xpath(".//tbody//td")]
    for row in SAMPLES[name]["rows"]:
        for text in str(row).split("|")[1:]:
            assert text.strip().replace("-", "−") in [
                *cells,
                *("".join(each.itertext()) for each in found.xpath(".//tfoot//td")),
            ]


def test_the_table_hides_only_what_the_chart_shows_whole() -> None:
    assert not piece("bars").xpath(".//details")
    (summary,) = piece("negative").xpath(".//details/summary")
    assert "".join(summary.itertext()) == "As a table: The negative"


def test_columns_differ_by_hatching_and_are_told_in_a_legend() -> None:
    found = piece("shares")
    fills = [bar.get("fill") for bar in svg_of(found).xpath(".//g/rect")]
    looks = [bar.get("class") for bar in svg_of(found).xpath(".//g/rect")]
    assert len(set(looks)) == 4
    assert fills == [None, "url(#papers-1-1)", "url(#papers-1-2)", None]
    patterns = {each.get("id") for each in svg_of(found).xpath(".//pattern")}
    assert patterns == {"papers-1-1", "papers-1-2"}
    keys = ["".join(each.itertext()).strip() for each in found.xpath(".//ul//li")]
    assert keys == [
        "yes: 4 (14.8%)",
        "rather: 9 (33.3%)",
        "rather not: 10 (37.0%)",
        "no: 4 (14.8%)",
    ]


def test_every_look_is_its_own() -> None:
    assert len({*charts.HATCHINGS.values()}) == len(charts.HATCHINGS)
    plain = set(range(charts.MOST_LOOKS)) - charts.HATCHINGS.keys()
    assert plain == {0, 3}, "two even colours, of which one is light and one is dark enough"


def test_the_sum_of_all_rows_is_no_bar_and_ends_the_table() -> None:
    found = piece("negative")
    assert len(svg_of(found).xpath(".//g/rect")) == 2
    assert found.xpath(".//tfoot//th/text()") == ["Total"]
    assert len(found.xpath(".//tbody/tr")) == 2


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (["a | 1 | 2", "b | 3 | 4", "c | 4 | 6"], True),
        (["a | 1 | 2", "b | 3 | 4", "c | 4 | 7"], False),
        (["a | 1 | x", "b | 3 | y", "c | 4 | z"], False),
        (["a | 1 | 2", "b | x | 3", "c | 1 | 5"], False),
        (["a | 1 | 2", "b | 1 | 2"], False),
        (["a | 0 | 0", "b | 0 | 0", "c | 0 | 0"], False),
        (["a | 0.1 | 1", "b | 0.2 | 1", "c | 0.3 | 2"], True),
    ],
)
def test_only_a_row_that_sums_up_all_others_is_a_total(rows: list[str], total: bool) -> None:
    table = table_of(Section(title="T", head="N | A | B", rows=rows))
    assert table is not None
    assert (table.total is not None) == total
    assert [each.name for each in table.rows] == [row[0] for row in rows]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("-54", "−54"),
        ("−54", "−54"),
        ("–54", "−54"),
        ("+36", "+36"),
        ("0", "0"),
        ("2029", "2029"),
        ("26000", "26.000"),
        ("-26000", "−26.000"),
        ("60,1 %", "60,1 %"),
        ("–", "–"),
        ("0 € (Arbeitszeit)", "0 € (Arbeitszeit)"),
        ("K1-K3", "K1-K3"),
        ("", ""),
    ],
)
def test_cells_are_written_as_people_write_numbers(written: str, shown: str) -> None:
    with translation.override("de"):
        assert cell(written) == shown


@pytest.mark.parametrize(
    ("text", "number"),
    [("84", "84"), ("−54", "-54"), ("60,1", "60.1"), ("1.730", "1730"), ("12 %", "12")],
)
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "–", "1.730 h", "keine", "1 bis 2"])
def test_words_are_no_numbers(text: str) -> None:
    assert number_in(text) is None


def test_german_writes_percent_with_a_space_and_a_comma() -> None:
    sample = {"title": "T", **SAMPLES["shares"]}
    with translation.override("de"):
        assert re.search(r"10 \(37,0\s%\)", dossier_html(case(dossier=[sample])))


def test_what_authors_write_cannot_break_out() -> None:
    nasty = '<script>x</script>"&'
    section = {
        "title": nasty,
        "text": nasty,
        "head": f"{nasty} | {nasty} | b",
        "rows": [f"{nasty} | 1 | 2"],
        "draw": "bars",
        "unit": nasty,
        "note": nasty,
    }
    found = html.fromstring(dossier_html(case(dossier=[section])))
    assert not found.xpath("//script")
    assert not found.xpath("//@*[contains(name(), 'on')]")


def test_a_case_without_dossier_shows_nothing() -> None:
    assert dossier_html(case()).strip() == ""


def test_the_same_dossier_can_stand_twice_on_a_page() -> None:
    sample = case(dossier=[{"title": "T", **SAMPLES["bars"]}])
    both = html.fromstring(f"<div>{dossier_html(sample)}{dossier_html(sample, 'again')}</div>")
    ids = both.xpath("//@id")
    assert len(ids) == len(set(ids))
