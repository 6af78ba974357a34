"""Pages as html components: one file with the attributes, one with the text."""

from __future__ import annotations

from course_export.olx.files import Files, node


def write(name: str, title: str, markup: str, files: Files) -> None:
    """Write the pair of files of an html component."""
    files.add_xml(f"html/{name}.xml", node("html", display_name=title, filename=name))
    files.add(f"html/{name}.html", markup.encode())
