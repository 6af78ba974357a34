"""Files that are lost or cannot be read."""

from tests.export.miniature import Miniature, replace, twice, write
from tests.export.miniatures.places import QUESTION

DOCTYPE = '<?xml version="1.0"?>\n<!DOCTYPE problem [<!ENTITY a "b">]>\n<problem name="&a;"/>'
LATIN = "<p>ok</p>\n<p>schön</p>".encode("latin-1")
BLOCK = "problem/p1"
DEEP = "".join(f'<vertical display_name="D" url_name="d{n}">' for n in range(60))
DEEP += "</vertical>" * 60

MINIATURES = (
    Miniature("duplicate-file", [twice("html/t1.html")], "html/t1.html"),
    Miniature("not-utf8", [write("html/t1.html", LATIN)], "html/t1.html", 2),
    Miniature("not-utf8", [write("about/overview.html", LATIN)], "about/overview.html", 2),
    Miniature("not-utf8", [write(QUESTION, LATIN)], QUESTION, 2, BLOCK),
    Miniature("not-utf8", [write(QUESTION, "<problem/>".encode("utf-16"))], QUESTION, 1, BLOCK),
    Miniature(
        "not-well-formed",
        [replace(QUESTION, "</choicegroup>", "")],
        *(QUESTION, 8, BLOCK),
        says="tag mismatch",
    ),
    Miniature("not-well-formed", [write("drafts/html/d.xml", "<html>")], "drafts/html/d.xml"),
    Miniature("document-type", [write(QUESTION, DOCTYPE)], QUESTION, 2, BLOCK),
    Miniature("too-deep", [write(QUESTION, "<b>" * 10_000 + "</b>" * 10_000)], QUESTION, 1, BLOCK),
    Miniature(
        "too-deep",
        [replace("vertical/u1.xml", "</vertical>", f"{DEEP}</vertical>")],
        *("vertical/u1.xml", 5, "vertical/d56"),
    ),
    Miniature(
        "value-too-large",
        [write(QUESTION, f"<problem display_name='{'x' * 10_000_001}'/>")],
        *(QUESTION, 1, BLOCK),
    ),
)
