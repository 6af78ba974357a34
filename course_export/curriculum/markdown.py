"""Markdown pages of authors become the HTML of a component.

Headings start at h3, because the platform sets the title of a unit as h2. Tables need a caption
(a paragraph ``Table: …`` right above), get scopes and may scroll on their own. Raw HTML is shown
as text. Addresses `unit:<id>` and `asset:<file>` become links that the platform knows, `term:<id>`
leads to the word at the end of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from course_export.curriculum.defects import Defect, Place
from xblocks.core.source import unprintable
from xblocks.core.text import Message, keep_gender_star
from xblocks.core.text import gettext_noop as _

FIRST_HEADING = 3
_CAPTION = "Table:"
_CONTROL = _("This line holds a control character. Remove it.")


@dataclass
class Body:
    """The HTML of a page, the ids, assets and words it leads to, and what is wrong with it."""

    html: str = ""
    units: list[tuple[str, Place]] = field(default_factory=list)
    assets: list[tuple[str, Place]] = field(default_factory=list)
    terms: list[tuple[str, Place]] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


def render(text: str, file: str, first_heading: int = FIRST_HEADING) -> Body:
    """Render the Markdown `text` of `file` (its name in defects); `#` becomes `first_heading`."""
    body = Body()
    for number, line in enumerate(text.split("\n"), start=1):
        if unprintable(line):
            body.defects.append(Defect(Place(file, number), Message(_CONTROL)))
    if body.defects:
        return body
    converter = Markdown(extensions=["tables", "sane_lists"], output_format="xhtml")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.treeprocessors.register(
        _Shape(converter, text, file, body, first_heading), "wbm", -10
    )
    body.html = converter.convert(keep_gender_star(text)) + "\n"
    return body


class _Shape(Treeprocessor):
    """Gives the tree the shape our pages have, and notes what is missing."""

    def __init__(
        self, converter: Markdown, text: str, file: str, body: Body, first_heading: int
    ) -> None:
        super().__init__(converter)
        self._shift = first_heading - 1
        self._lines = text.split("\n")
        self._file = file
        self._body = body

    def run(self, root: Element) -> None:
        self._headings(root)
        self._tables(root)
        for link in root.iter("a"):
            self._link(link)
        for image in root.iter("img"):
            self._image(image)

    def _place(self, needle: str) -> Place:
        for number, line in enumerate(self._lines, start=1):
            if needle in line:
                return Place(self._file, number)
        return Place(self._file)

    def _defect(self, needle: str, text: str, **params: str) -> None:
        self._body.defects.append(Defect(self._place(needle), Message(text, params)))

    def _headings(self, root: Element) -> None:
        last = 0
        for element in root.iter():
            if not re.fullmatch("h[1-6]", element.tag):
                continue
            level = int(element.tag[1])
            text = "".join(element.itertext())
            if level > last + 1:
                skips = _("The heading '%(heading)s' skips a level: write %(signs)s.")
                self._defect(text, skips, heading=text, signs="#" * (last + 1))
            last = level
            element.tag = f"h{min(level + self._shift, 6)}"

    def _tables(self, root: Element) -> None:
        before: Element | None = None
        for index, element in enumerate(list(root)):
            if element.tag == "table":
                self._table(root, index, element, before)
            before = element
        for element in [child for child in root if child.get("data-caption")]:
            root.remove(element)

    def _table(self, root: Element, index: int, table: Element, before: Element | None) -> None:
        head = "".join(table.find("thead/tr/th").itertext())  # type: ignore[union-attr]
        caption = "".join(before.itertext()).strip() if before is not None else ""
        if before is None or before.tag != "p" or not caption.startswith(_CAPTION):
            self._defect(
                head, _("The table '%(head)s …' needs a line 'Table: …' above it."), head=head
            )
            return
        before.set("data-caption", "1")
        title = Element("caption")
        title.text = caption.removeprefix(_CAPTION).strip()
        table.insert(0, title)
        for cell in table.iterfind("thead/tr/th"):
            cell.set("scope", "col")
        for row in table.iterfind("tbody/tr"):
            _head_of_row(row)
        root[index] = _scrolling(table, title.text)

    def _link(self, link: Element) -> None:
        address = link.get("href", "")
        scheme, _colon, target = address.partition(":")
        if scheme == "unit":
            self._body.units.append((target, self._place(address)))
            link.set("href", f"/jump_to_id/{target}")
        elif scheme == "asset":
            self._body.assets.append((target, self._place(address)))
            link.set("href", f"/static/{target}")
        elif scheme == "term":
            self._body.terms.append((target, self._place(address)))
            link.set("href", f"#{term_anchor(self._file, target)}")
        elif scheme not in ("http", "https", "mailto"):
            text = _("The link '%(address)s' must start with unit:, asset:, term: or https:.")
            self._defect(address, text, address=address)

    def _image(self, image: Element) -> None:
        address = image.get("src", "")
        scheme, _colon, target = address.partition(":")
        if scheme != "asset":
            text = _("The picture '%(address)s' must be an asset: asset:name.png.")
            self._defect(address, text, address=address)
            return
        self._body.assets.append((target, self._place(address)))
        image.set("src", f"/static/{target}")
        if not (image.get("alt") or "").strip():
            text = _("The picture '%(name)s' needs a description in [ ].")
            self._defect(address, text, name=target)


def term_anchor(file: str, term: str) -> str:
    """The id of a word at the end of the page `file`, unlike that on any other page."""
    return re.sub(r"[^a-z0-9]+", "-", file.partition(".")[0]) + f"-{term}"


def _head_of_row(row: Element) -> None:
    """A first cell in bold heads its row."""
    first = row[0]
    if len(first) == 1 and first[0].tag == "strong" and not (first.text or first[0].tail):
        first.tag = "th"
        first.set("scope", "row")
        first.text = "".join(first[0].itertext())
        first.remove(first[0])


def _scrolling(table: Element, caption: str) -> Element:
    """A frame in which a table wider than a phone scrolls, also by keyboard."""
    frame = Element(
        "div",
        {"class": "wbm-table-wrap", "style": "overflow-x:auto", "role": "region", "tabindex": "0"},
    )
    frame.set("aria-label", caption)
    frame.append(table)
    return frame
