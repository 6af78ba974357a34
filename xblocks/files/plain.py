"""Plain text: what may be in it and what only pretends to be it."""

from __future__ import annotations

import codecs
import re
from typing import IO

from xblocks.files.refusals import ProgramFile, UnknownContent, WebPageFile

_CHUNK = 65_536
_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SCRIPT = re.compile(r"\s*(?:#!|@echo\b)", re.IGNORECASE)
_MARKUP = re.compile(
    # What browsers take for a web page (WHATWG MIME Sniffing), with drawings, XML and PHP.
    r"\s*<(?:!doctype|!--|\?xml|\?php|\?=|"
    r"(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|"
    r"svg|math|meta|link|img|form)[\s>/])",
    re.IGNORECASE,
)


def check_beginning_of_text(head: bytes) -> None:
    """Refuse web pages, drawings with code and scripts; raises `WebPageFile`, `ProgramFile`."""
    text = head.decode(_encodings(head)[0], "replace")
    if _SCRIPT.match(text):
        raise ProgramFile
    if _MARKUP.match(text):
        raise WebPageFile


def check_text(stream: IO[bytes], ending: str, *, whole: bool = True) -> None:
    """Read text to its end: UTF-8, UTF-16 with its mark, or Latin-1, no control characters.

    With `whole` false the stream may be cut off within a letter. Raises `UnknownContent`.
    """
    for encoding in _encodings(_begin(stream, 4)):
        stream.seek(0)
        try:
            _read(stream, codecs.getincrementaldecoder(encoding)(), ending, whole=whole)
        except UnicodeDecodeError:
            continue
        return
    raise UnknownContent(ending=ending)


def _read(
    stream: IO[bytes], decoder: codecs.IncrementalDecoder, ending: str, *, whole: bool
) -> None:
    while chunk := stream.read(_CHUNK):
        if _BINARY.search(decoder.decode(chunk)):
            raise UnknownContent(ending=ending)
    decoder.decode(b"", final=whole)


def _begin(stream: IO[bytes], length: int) -> bytes:
    stream.seek(0)
    return stream.read(length)


def _encodings(head: bytes) -> tuple[str, ...]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "latin-1")
