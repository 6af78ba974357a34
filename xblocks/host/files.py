"""Files that come in and go out."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header

from xblocks.core.errors import TooLarge


def safe_name(name: str, default: str = "file") -> str:
    """Return a file name of plain letters that is harmless on every system, at most 100 long."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode()
    )
    cleaned = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.rsplit("/", 1)[-1].rsplit("\\", 1)[-1])
    return cleaned.strip(".-")[-100:] or default


def read_upload(upload: UploadedFile, limit: int) -> bytes:
    """Return the bytes of an upload; raises `TooLarge` above `limit` bytes before reading them."""
    if upload.size is None or upload.size > limit:
        raise TooLarge(limit=filesizeformat(limit))
    return upload.read()


def download(content: bytes | str, name: str, content_type: str, **headers: Any) -> HttpResponse:
    """Answer with a file that the browser saves and never shows as a page of ours."""
    response = HttpResponse(content, content_type=content_type, headers=headers or None)
    response["Content-Disposition"] = content_disposition_header(True, safe_name(name))  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    return response
