"""Office documents: which one a container is, and whether anything in it acts by itself."""

from __future__ import annotations

import os
import tempfile
import zipfile
from typing import IO

from lxml import etree

from xblocks.files.containers import Budget, contents, opened
from xblocks.files.refusals import (
    DamagedFile,
    MacrosInside,
    ProgramFile,
    ProtectedFile,
    UnpacksTooLarge,
)
from xblocks.files.signatures import ZIP, is_program

MAX_UNPACKED = 500_000_000
MAX_RATIO = 100
ALWAYS_FINE = 20_000_000
"""Bytes a document may unpack to whatever its ratio; small tables shrink by the hundred."""

MAX_DEPTH = 2
"""A document, and documents embedded in it."""

_IN_MEMORY = 1_000_000
_MAX_DESCRIPTION = 2_000_000

_TYPES_PART = "[Content_Types].xml"
_MIMETYPE_PART = "mimetype"
_MANIFEST_PART = "META-INF/manifest.xml"
_MAIN_PARTS = {
    "wordprocessingml.document.main+xml": "docx",
    "spreadsheetml.sheet.main+xml": "xlsx",
    "presentationml.presentation.main+xml": "pptx",
}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_ACTIVE_TYPES = ("macroenabled", "vbaproject", "macrosheet", "activex")
_ACTIVE_NAMES = ("vbaproject.bin", "vbadata.xml")
_ACTIVE_FOLDERS = ("basic/", "scripts/")


def office_ending(stream: IO[bytes]) -> str | None:
    """Return ``docx``, ``xlsx``, ``pptx``, ``odt``, ``ods`` or ``odp``; None for another container.

    An office document is unpacked once in passing, embedded documents too. Raises an
    `UnwantedFile`: macros, passwords, bombs, programs inside, damage, bytes before or behind.
    """
    size = stream.seek(0, os.SEEK_END)
    budget = Budget(min(MAX_UNPACKED, max(ALWAYS_FINE, MAX_RATIO * size)))
    with opened(stream, budget) as container:
        ending = _ending(container)
        if ending is not None:
            _unpack(container, budget, depth=1)
        return ending


def _ending(container: zipfile.ZipFile) -> str | None:
    mimetype = _description(container, _MIMETYPE_PART)
    if mimetype is not None:
        return _MIMETYPES.get(mimetype.strip())
    for content_type in _content_types(container):
        for main_part, ending in _MAIN_PARTS.items():
            if content_type.endswith(main_part):
                return ending
    return None


def _unpack(container: zipfile.ZipFile, budget: Budget, depth: int) -> None:
    """Look at everything inside; what is embedded as a container is looked into as well."""
    _check_inactive(container)
    for entry in container.infolist():
        parts = contents(container, entry, budget)
        head = next(parts, b"")
        if is_program(head):
            raise ProgramFile
        if not head.startswith(ZIP):
            for _ in parts:
                pass
        elif depth == MAX_DEPTH:
            raise UnpacksTooLarge
        else:
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as embedded:
                embedded.write(head)
                embedded.writelines(parts)
                with opened(embedded, budget) as inner:
                    _unpack(inner, budget, depth + 1)


def _check_inactive(container: zipfile.ZipFile) -> None:
    """Refuse macros and controls by name, by declared type and by ODF folder; and passwords."""
    names = [name.casefold() for name in container.namelist()]
    if any(name.endswith(_ACTIVE_NAMES) or name.startswith(_ACTIVE_FOLDERS) for name in names):
        raise MacrosInside
    if any(mark in declared for declared in _content_types(container) for mark in _ACTIVE_TYPES):
        raise MacrosInside
    manifest = _description(container, _MANIFEST_PART)
    if manifest and any(True for _ in _parsed(manifest).iter("{*}encryption-data")):
        raise ProtectedFile


def _content_types(container: zipfile.ZipFile) -> list[str]:
    """Return the types a Microsoft container declares for its parts, in small letters."""
    description = _description(container, _TYPES_PART)
    if description is None:
        return []
    declared = (element.get("ContentType", "") for element in _parsed(description).iter("{*}*"))
    return [content_type.strip().casefold() for content_type in declared]


def _description(container: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a part that describes the container, found whatever case its name is written in."""
    for entry in container.infolist():
        if entry.filename.casefold() == name.casefold():
            return b"".join(contents(container, entry, Budget(_MAX_DESCRIPTION)))
    return None


def _parsed(xml: bytes) -> etree._Element:
    """Parse without entities or network; a DTD stands in no office document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise DamagedFile from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile
    return root
