"""Hands files out: to be saved, never to be shown as a page of ours."""

from __future__ import annotations

from django.http import FileResponse

from xblocks.files.records import StoredFile
from xblocks.files.shown import display_name
from xblocks.files.storing import open_stored

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Should a browser show it all the same, it runs nothing and belongs to no site.
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


class _Download(FileResponse):
    block_size = 65_536


def serve(stored: StoredFile, name: str) -> FileResponse:
    """Answer with a file as a streamed attachment called `name`; the caller checked who may read.

    Names beyond ASCII are written as RFC 5987 asks. Raises `FileMissing`.
    """
    return _Download(
        open_stored(stored),
        as_attachment=True,
        filename=display_name(name),
        content_type=stored.content_type,
        headers=_HEADERS,
    )
