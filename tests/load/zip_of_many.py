"""Downloads all works of an exercise with their files, and measures the memory that takes.

The page is asked as a browser asks it, in a process of its own whose peak is read at the end. The
files are sparse: they fill no disk, but are read like others.
"""

from __future__ import annotations

import json
import resource
import struct
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.records import own_database

WORKS = 500
FILE_BYTES = 4_000_000
LIMIT_MB = 150
TAIL = 22
"""Bytes at the end of an archive that tell how many entries it has."""


@dataclass(frozen=True)
class Download:
    """What arrived, and the peak memory of the process from its start, Django included."""

    works: int
    megabytes: int
    entries: int
    before_mb: int
    peak_mb: int
    seconds: float


def run(works: int = WORKS, file_bytes: int = FILE_BYTES) -> Download:
    """Download `works` works with a file of `file_bytes` each."""
    return Download(**own_database.run(__name__, works, file_bytes))


def zip_of_many() -> bool:
    """500 works with 2 GB of files arrive whole, with at most 150 MB of memory."""
    found = run()
    sys.stdout.write(f"{found}\n")
    whole = found.entries == 3 * WORKS + 1 and found.megabytes >= WORKS * FILE_BYTES // 10**6
    return whole and found.peak_mb <= LIMIT_MB


def _main(works: int, file_bytes: int) -> Download:
    own_database.prepare()
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from tests.records import grading_cases
    from tests.records.many_works import many_works
    from xblocks.grading.presenters import WorkFile

    made = many_works(works, districts=1, exercises=1)
    kept = [_stored(number, file_bytes) for number in range(works)]
    grading_cases.PRESENTER.files = lambda work: [  # type: ignore[method-assign]
        WorkFile(kept[work.pk % works], "Präsentation der Gruppe.pdf")
    ]
    client = Client()
    client.force_login(User.objects.get(pk=made.trainer.user_id))
    exercise = made.exercises[0]
    before = _peak()
    started = perf_counter()
    address = reverse("wbm:grading_works", args=[made.course.key])
    response = client.post(address, {"exercise": exercise.usage_key})
    size, entries = _read(response.streaming_content)
    return Download(
        works=works,
        megabytes=size // 10**6,
        entries=entries,
        before_mb=before,
        peak_mb=_peak(),
        seconds=round(perf_counter() - started, 1),
    )


def _stored(number: int, size: int) -> Any:
    """Keep a file of `size` empty bytes without filling the disk."""
    from django.conf import settings

    from xblocks.files.records import StoredFile

    path = Path(settings.MEDIA_ROOT) / "wbm" / "files" / str(number)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)
    return StoredFile.objects.create(
        sha256=f"{number:064}",
        size=size,
        content_type="application/pdf",
        storage_name=f"wbm/files/{number}",
    )


def _read(pieces: Iterable[bytes]) -> tuple[int, int]:
    """Return the bytes of an archive and the entries its end tells of, keeping nothing."""
    size, tail = 0, b""
    for piece in pieces:
        size += len(piece)
        tail = (tail + piece)[-TAIL:]
    (entries,) = struct.unpack("<H", tail[10:12])
    return size, entries


def _peak() -> int:
    """Return the peak memory of this process in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(_main(*map(int, sys.argv[1:])))))
