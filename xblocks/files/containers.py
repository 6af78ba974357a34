"""Zip containers from strangers: opened with limits, read to the end, never laid out by name."""

from __future__ import annotations

import copy
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from xblocks.files.refusals import (
    DamagedFile,
    ProtectedFile,
    SomethingAttached,
    UnpacksTooLarge,
)

MAX_ENTRIES = 10_000
MAX_DIRECTORY = 1_000_000
"""Bytes of a directory; reading it takes about ten times as much memory."""

_CHUNK = 65_536
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_LONGEST_COMMENT = 65_535
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_SIZE = 20
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1


@dataclass
class Budget:
    """Bytes that may still come out of a file and everything inside it."""

    left: int

    def take(self, size: int) -> None:
        """Use up `size` bytes; raises `UnpacksTooLarge`."""
        self.left -= size
        if self.left < 0:
            raise UnpacksTooLarge


@contextmanager
def opened(stream: IO[bytes], budget: Budget) -> Iterator[zipfile.ZipFile]:
    """Open a container whose directory is sound and claims no more than the budget.

    Raises `DamagedFile`, also for what turns out unreadable later on; `ProtectedFile`,
    `SomethingAttached`, `UnpacksTooLarge`.
    """
    _check_end(stream)
    try:
        with zipfile.ZipFile(stream) as container:
            _check_directory(container.infolist())
            if sum(entry.file_size for entry in container.infolist()) > budget.left:
                raise UnpacksTooLarge
            yield container
    except (
        # What zipfile raises for broken, cut and forged containers; NotImplementedError for ways
        # of packing and encrypting it does not know.
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        NotImplementedError,
        ValueError,
        EOFError,
    ):
        raise DamagedFile from None


def contents(container: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yield what really comes out of an entry, whatever length its directory states."""
    claimed = copy.copy(entry)
    # Without this, reading would stop at the stated length and never see the rest of a bomb.
    claimed.file_size = entry.file_size + 1
    unpacked = 0
    with container.open(claimed) as source:
        while chunk := source.read(_CHUNK):
            budget.take(len(chunk))
            unpacked += len(chunk)
            yield chunk
    if unpacked != entry.file_size:
        raise DamagedFile


def ends_as_zip(stream: IO[bytes]) -> bool:
    """Whether an unpacker would take the end of this file for a container."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END.size - _LONGEST_COMMENT))
    tail = stream.read()
    at = tail.find(_END_SIGNATURE)
    while at >= 0:
        record = tail[at : at + _END.size]
        if len(record) == _END.size and at + _END.size + _END.unpack(record)[-1] == len(tail):
            return True
        at = tail.find(_END_SIGNATURE, at + 1)
    return False


def _check_end(stream: IO[bytes]) -> None:
    """The directory must end the file, and be small enough to be read into memory.

    Office programs write neither comments nor the form for more than 4 GB.
    """
    size = stream.seek(0, os.SEEK_END)
    if size < _END.size:
        raise DamagedFile
    stream.seek(max(0, size - _END.size - _ZIP64_LOCATOR_SIZE))
    tail = stream.read()
    signature, *_numbers, length, _start, _comment = _END.unpack(tail[-_END.size :])
    if signature != _END_SIGNATURE:
        raise SomethingAttached if ends_as_zip(stream) else DamagedFile
    if tail.startswith(_ZIP64_LOCATOR):
        raise DamagedFile
    if length > MAX_DIRECTORY:
        raise UnpacksTooLarge


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise UnpacksTooLarge
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ProtectedFile
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise DamagedFile
    if len({entry.filename.casefold() for entry in entries}) < len(entries):
        raise DamagedFile
    if not entries or min(entry.header_offset for entry in entries) > 0:
        raise SomethingAttached
