"""Parses one XML or JSON file of a course as the platform does, but hardened."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final, cast

from lxml import etree

Element = etree._Element

MAX_JSON: Final = 10_000_000
"""Bytes of a JSON file. The settings of a large course have some hundred thousand."""

# Atomic throughout: what precedes the document type must not be tried in more than one way.
_DOCTYPE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?>\s|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<!DOCTYPE", re.DOTALL
)
# What libxml2 says at its own limits: 256 levels of nesting, 10,000,000 bytes in one value.
_LIMITS: Final = {
    "Excessive depth": "too-deep",
    "limit exceeded": "value-too-large",
    "too long": "value-too-large",
}


@dataclass(frozen=True)
class Unparsable:
    """Why a file has no tree: a stable `reason`, the `line` and the parser's `detail`."""

    reason: str
    line: int = 1
    detail: str = ""


def parse(data: bytes) -> Element | Unparsable:
    """Return the root element, or why there is none.

    As in the platform every file counts as UTF-8, whatever it declares. Entities, external files
    and document types are not read at all.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return Unparsable("not-utf8", data.count(b"\n", 0, error.start) + 1)
    if "\0" in text:
        return Unparsable("not-utf8", data.count(b"\n", 0, data.index(b"\0")) + 1)
    if b"<!DOCTYPE" in data and _DOCTYPE.match(data):
        return Unparsable("document-type", data.count(b"\n", 0, data.index(b"<!DOCTYPE")) + 1)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        detail = error.msg or ""
        reasons = [reason for hint, reason in _LIMITS.items() if hint in detail]
        return Unparsable([*reasons, "not-well-formed"][0], error.lineno or 1, detail)
    return root


def parse_json(data: bytes) -> Any:
    """Return the data of a JSON file, or an `Unparsable`; like the platform without a BOM."""
    if len(data) > MAX_JSON:
        return Unparsable("not-json", 1, f"it has more than {MAX_JSON:,} bytes")
    try:
        return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Unparsable("not-utf8", line, "it is not encoded in UTF-8")
    except json.JSONDecodeError as error:
        return Unparsable("not-json", error.lineno, error.msg)
    except (ValueError, RecursionError) as error:
        return Unparsable("not-json", 1, str(error))


def attributes(element: Element) -> dict[str, str]:
    """The attributes as a plain dictionary."""
    return dict(element.attrib)  # type: ignore[arg-type]


def line_of(element: Element) -> int:
    """The line its tag begins on, from 1."""
    return cast("int | None", element.sourceline) or 1


def _parser() -> etree.XMLParser:
    """A parser is not safe to share between threads, and costs microseconds."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        strip_cdata=False,
    )
