"""The files of a course archive while they are written."""

from __future__ import annotations

import json
from typing import Any

from lxml import etree


class Files(dict[str, bytes]):
    """Contents by path inside the root folder. A path can be written once only."""

    def add(self, path: str, content: bytes) -> None:
        """Add a file; writing a path twice is a defect of the writer."""
        if path in self:
            raise ValueError(f"{path} is written twice")
        self[path] = content

    def add_xml(self, path: str, root: etree._Element) -> None:
        """Add an XML file: UTF-8, indented, without declaration."""
        self.add(path, etree.tostring(root, encoding="utf-8", pretty_print=True))

    def add_json(self, path: str, data: Any) -> None:
        """Add a JSON file: UTF-8, sorted, indented."""
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False)
        self.add(path, text.encode() + b"\n")


def node(tag: str, url_name: str | None = None, **attributes: str | None) -> etree._Element:
    """An element whose first attribute is its url_name; attributes that are None are left out."""
    element = etree.Element(tag)
    if url_name is not None:
        element.set("url_name", url_name)
    for name, value in attributes.items():
        if value is not None:
            element.set(name, value)
    return element
