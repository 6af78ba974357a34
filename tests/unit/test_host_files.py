"""File names and uploads."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from xblocks.core.errors import TooLarge
from xblocks.host.files import download, read_upload, safe_name


@given(st.text())
def test_any_name_becomes_a_harmless_one(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert len(safe) <= 100
    assert safe.isascii()
    assert not set(safe) & set('/\\:*?"<>|\0 ')
    assert not safe.startswith((".", "-"))


def test_a_path_is_no_part_of_a_name() -> None:
    assert safe_name("../../etc/Größe äöü.csv") == "Grosse-aou.csv"
    assert safe_name(r"C:\temp\liste.csv") == "liste.csv"


def test_an_upload_above_the_limit_is_refused_with_the_limit_named() -> None:
    upload = SimpleUploadedFile("a.csv", b"x" * 11)
    with pytest.raises(TooLarge, match="10"):
        read_upload(upload, 10)
    assert read_upload(upload, 11) == b"x" * 11


def test_a_download_is_saved_and_never_shown_as_a_page() -> None:
    response = download("a", "<b>.html", "text/html")
    assert response["Content-Disposition"] == 'attachment; filename="b-.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
