"""Hands a person everything the suite keeps of them, as an archive that leaves while it is made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext, override

from xblocks.core.errors import NotFound
from xblocks.core.holdings import Holding, OwnFile, Subject
from xblocks.files.shown import display_name
from xblocks.files.zipping import ZipStream, unique
from xblocks.host.dates import course_zone
from xblocks.host.files import safe_name
from xblocks.privacy.registry import holdings

Part = tuple[Holding, Mapping[str, Any], Sequence[OwnFile]]


def export(who: Subject, now: datetime, language: str) -> Iterator[bytes]:
    """Return a ZIP archive with the person's data as JSON and their files, piece by piece.

    Each holding has a folder with ``data.json`` and the files as they were given; ``readme.txt``
    explains them in the reader's language. What is asked of the database is asked at once.
    """
    with override(language):
        parts: list[Part] = [
            (each, each.export(who), tuple(each.files(who))) for each in holdings()
        ]
        readme = render_to_string(
            "wbm/privacy/readme.txt",
            {
                "parts": [
                    (each.ident, gettext(each.title), gettext(each.what)) for each, *_ in parts
                ],
                "who": sorted(who.addresses),
                "now": now,
            },
        )
    return _archive(parts, readme, timezone.localtime(now, course_zone()))


def _archive(parts: Sequence[Part], readme: str, at: datetime) -> Iterator[bytes]:
    archive = ZipStream()
    yield from archive.add_bytes("readme.txt", readme.encode(), at)
    for holding, data, files in parts:
        lost: list[str] = []
        used: set[str] = set()
        for file in files:
            name = unique(safe_name(display_name(file.name)), used)
            try:
                source = file.open()
            except NotFound:
                lost.append(file.name)
                continue
            with source:
                path = f"{holding.ident}/files/{name}"
                yield from archive.add_file(path, source, file.size, at)
        whole = {**data, "files_lost": lost} if lost else data
        yield from archive.add_bytes(f"{holding.ident}/data.json", _json(whole), at)
    yield from archive.end()


def _json(data: Mapping[str, Any]) -> bytes:
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return text.encode()
