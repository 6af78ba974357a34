"""What authors write cannot harm who reads it."""

from __future__ import annotations

import pytest

from xblocks.host.html import clean_html, render_markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html;base64,PHN2Zz4=">x</a>',
        "<svg><script>alert(1)</script></svg>",
        "<iframe src=https://example.org></iframe>",
        '<p style="position:fixed">x</p>',
        "<form action=/x><button>x</button></form>",
    ],
)
def test_nothing_that_runs_or_covers_the_page_is_left(hostile: str) -> None:
    cleaned = clean_html(hostile)
    for piece in ("script", "alert", "javascript", "data:", "iframe", "style", "form", "onerror"):
        assert piece not in cleaned


def test_tables_lists_and_links_of_markdown_are_kept() -> None:
    html = render_markdown("| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n\n[y](https://example.org)")
    for piece in ("<table>", "<th>a</th>", "<li>x</li>", 'href="https://example.org"'):
        assert piece in html


def test_the_gender_star_is_no_emphasis() -> None:
    html = render_markdown("Kolleg*innen und Trainer*innen sind *gemeinsam* da.")
    assert "Kolleg*innen und Trainer*innen sind <em>gemeinsam</em> da." in html
