"""A ZIP archive that leaves while it is being made, in the memory of one piece."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

PIECE = 256 * 1024
"""Bytes read at a time."""


class ZipStream:
    """Writes an archive into pieces: hand out what each method yields, then `end`.

    Own code on the standard library: it writes archives to streams that cannot go back, and a
    library would add nothing but a dependency (`zipstream-ng` was looked at).
    """

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w")  # type: ignore[call-overload]

    def add_bytes(self, name: str, data: bytes, at: datetime) -> Iterator[bytes]:
        """Add a small file; it is compressed."""
        info = _info(name, at)
        info.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(info, data)
        yield self._sink.take()

    def add_file(self, name: str, source: IO[bytes], size: int, at: datetime) -> Iterator[bytes]:
        """Add an open file of `size` bytes as it is: what people hand in is compressed already."""
        info = _info(name, at)
        info.file_size = size
        with self._zip.open(info, "w") as target:
            while piece := source.read(PIECE):
                target.write(piece)
                yield self._sink.take()
        yield self._sink.take()

    def end(self) -> Iterator[bytes]:
        """Write the directory of the archive."""
        self._zip.close()
        yield self._sink.take()


class _Sink:
    """Collects what is written until it is taken.

    It has no way back, so that `zipfile` writes sizes behind the files. No `io` class: those
    close themselves before an archive that is given up does.
    """

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: Any) -> int:
        """Keep a copy."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written waits to be taken."""

    def take(self) -> bytes:
        """Return what has come together and forget it."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(at.year, 1980), *at.timetuple()[1:6]))
    info.external_attr = 0o644 << 16
    return info


def unique(name: str, used: set[str]) -> str:
    """Return `name`, with a number where it is taken already; upper and lower case are one."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    candidate, number = name, 2
    while candidate.casefold() in used:
        candidate, number = f"{stem}-{number}{ending}", number + 1
    used.add(candidate.casefold())
    return candidate


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Yield items in lists of at most `size`."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
