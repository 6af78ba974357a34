"""What pages say to the script that sends a file in parts, whatever the file belongs to."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from xblocks.core.numbers import required_whole
from xblocks.files.service import UploadStatus

_LONGEST = 12
"""Digits of a size in bytes; more are nonsense."""


def announced_size(request: HttpRequest) -> int:
    """Return the bytes an upload is to have; raises `BadRequest`."""
    return required_whole(request.POST.get("size"), _LONGEST)


def begun(status: UploadStatus, finish_path: str) -> JsonResponse:
    """Answer where the parts go, how large they are and which are missing.

    `finish_path` ends in ``finish/``; the parts go to numbers in its place.
    """
    return JsonResponse(
        {
            "put": finish_path.removesuffix("finish/"),
            "finish": finish_path,
            "part_size": status.part_size,
            "missing": status.missing,
        }
    )
