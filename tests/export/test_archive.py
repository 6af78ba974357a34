"""Archives: the same files give the same bytes, and every tool can read them."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_export.olx.archive import pack, packed

FILES = {"course.xml": b"<course/>", "static/a.png": bytes(range(256)) * 7, "about/x.html": b""}

NAMES = st.from_regex(r"[a-z]{1,8}(/[a-z0-9_-]{1,20}){0,2}\.xml", fullmatch=True)


def members(archive: bytes) -> list[tarfile.TarInfo]:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        return tar.getmembers()


@given(st.dictionaries(NAMES, st.binary(max_size=2000), max_size=8))
def test_what_is_packed_is_what_tarfile_reads(files: dict[str, bytes]) -> None:
    archive = packed(files)
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        read = {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]
    assert read == {f"course/{name}": content for name, content in files.items()}


def test_tar_equals_the_one_that_tarfile_writes() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(FILES):
            info = tarfile.TarInfo(f"course/{name}")
            info.size, info.mode = len(FILES[name]), 0o644
            tar.addfile(info, io.BytesIO(FILES[name]))
    assert gzip.decompress(packed(FILES)) == buffer.getvalue()


def test_order_of_files_does_not_matter() -> None:
    assert packed(FILES) == packed(dict(reversed(FILES.items())))


def test_archive_holds_no_times_no_owners_no_names() -> None:
    archive = packed(FILES)
    assert archive[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    for member in members(archive):
        assert (member.mtime, member.uid, member.gid, member.mode) == (0, 0, 0, 0o644)
        assert (member.uname, member.gname, member.isfile()) == ("", "", True)
    assert [member.name for member in members(archive)] == sorted(f"course/{it}" for it in FILES)


SCRIPT = """
import hashlib, sys
from pathlib import Path
from course_export.build import build
print(hashlib.sha256(build(sys.argv[1], Path(sys.argv[2])).path.read_bytes()).hexdigest())
"""


@pytest.mark.parametrize("language", ["de", "en"])
def test_course_is_the_same_in_every_process(tmp_path: Path, language: str) -> None:
    sums = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("4711", "Asia/Tokyo", "C.UTF-8")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        command = [sys.executable, "-c", SCRIPT, language, str(tmp_path / seed)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        sums.add(done.stdout.strip())
    assert len(sums) == 1
    assert len(sums.pop()) == len(hashlib.sha256().hexdigest())


def test_path_longer_than_a_header_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than 100"):
        packed({"x" * 100: b""})


def test_failed_write_leaves_the_old_archive_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "course.tar.gz"
    pack(FILES, path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="longer than 100"):
        pack({"x" * 100: b""}, path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_archive_that_cannot_take_its_place_leaves_no_rubbish(tmp_path: Path) -> None:
    (tmp_path / "course.tar.gz" / "occupied").mkdir(parents=True)
    with pytest.raises(OSError, match=r"course\.tar\.gz"):
        pack(FILES, tmp_path / "course.tar.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["course.tar.gz"]


def test_folder_of_the_archive_is_made(tmp_path: Path) -> None:
    pack(FILES, tmp_path / "new" / "folder" / "course.tar.gz")
    assert (tmp_path / "new" / "folder" / "course.tar.gz").is_file()
