"""Small real files of every type, and files that only pretend to be one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

Parts = Mapping[str, bytes]
NOTHING: Parts = {}

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
OPEN = "application/vnd.oasis.opendocument."
VBA = "application/vnd.ms-office.vbaProject"

ELF = b"\x7fELF\x02\x01\x01" + bytes(60)
MZ = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(60) + b"PE\0\0" + bytes(40)
MACH_O = b"\xcf\xfa\xed\xfe\x07\0\0\x01" + bytes(60)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def packed(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip container."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return target.getvalue()


def content_types(*declared: str) -> bytes:
    """Return the part that tells what a Microsoft container is."""
    parts = "".join(
        f'<Override PartName="/p{number}" ContentType="{content_type}"/>'
        for number, content_type in enumerate(declared)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.'
        f'openxmlformats.org/package/2006/content-types">{parts}</Types>'
    ).encode()


def office_parts(main: str, *declared: str, more: Parts = NOTHING) -> dict[str, bytes]:
    """Return the parts of a Microsoft document, and `more`."""
    return {
        "[Content_Types].xml": content_types(main, *declared),
        "_rels/.rels": b"<Relationships/>",
        "word/document.xml": b"<w:document>Hallo</w:document>",
        **more,
    }


def open_parts(kind: str, more: Parts = NOTHING) -> dict[str, bytes]:
    """Return the parts of an OpenDocument file, and `more`."""
    return {
        "mimetype": (OPEN + kind).encode(),
        "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:m"/>',
        "content.xml": b"<office:document-content/>",
        **more,
    }


def docx(more: Parts = NOTHING) -> bytes:
    """Return a Word document with `more` parts."""
    return packed(office_parts(WORD, more=more))


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def png(pixels: bytes = b"\0\0") -> bytes:
    """Return a picture of one grey pixel."""
    header = struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def segment(marker: int, content: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpg(picture: bytes = b"\x2a\x55\xff\x00\x10") -> bytes:
    """Return the marks of a picture of one grey pixel."""
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0")
        + b"\xff"  # fill bytes may stand before a mark
        + segment(0xDA, b"\x01\x01\0\0\x3f\0")
        + picture
        + b"\xff\xd9"
    )


def pdf(body: bytes = b"") -> bytes:
    """Return a document of no page."""
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + body + b"\nstartxref\n9\n%%EOF\n"


FINE: Mapping[str, bytes] = {
    "pdf": pdf(),
    "docx": docx(),
    "xlsx": packed(office_parts(SHEET)),
    "pptx": packed(office_parts(SLIDES)),
    "odt": packed(open_parts("text")),
    "ods": packed(open_parts("spreadsheet")),
    "odp": packed(open_parts("presentation")),
    "png": png(),
    "jpg": jpg(),
    "txt": "Größe: 3 m²\r\n\tfertig\n".encode(),
    "csv": "Name;Größe\nKim;3\n".encode("utf-8-sig"),
}
"""One good file for each ending."""
