"""Archives are read without harm, or refused with a reason."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from course_export.olx import tar
from course_export.olx.reader import CourseFiles, Limits, UnusableArchive, read_archive
from xblocks.core.errors import Refusal

Entry = tuple[tarfile.TarInfo, bytes]
FORMATS = [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]


def file(name: str, data: bytes = b"") -> Entry:
    """A plain file."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    return info, data


def special(name: str, kind: bytes, target: str = "") -> Entry:
    """A link, device or the like."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info, b""


COURSE = file("course/course.xml", b"<course/>")


def raw_tar(entries: Iterable[Entry], layout: int = tarfile.PAX_FORMAT) -> bytes:
    """The bytes of a tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=layout) as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.fixture
def packed(tmp_path: Path) -> Callable[..., Path]:
    """Writes entries into an archive and gives its path."""

    def write(*entries: Entry, layout: int = tarfile.PAX_FORMAT) -> Path:
        path = tmp_path / "course.tar.gz"
        path.write_bytes(gzip.compress(raw_tar(entries, layout)))
        return path

    return write


def refused(path: Path, limits: Limits | None = None) -> UnusableArchive:
    """The refusal to read `path`."""
    with pytest.raises(UnusableArchive) as caught:
        read_archive(path, limits)
    assert isinstance(caught.value, Refusal)
    assert str(caught.value.message)
    return caught.value


@pytest.mark.parametrize("layout", FORMATS)
def test_files_are_keyed_by_their_path_in_the_root_folder(
    packed: Callable[..., Path], layout: int
) -> None:
    long_name = "static/" + "x" * 60 + "/" + "y" * 90 + "ß.txt"
    path = packed(
        special("course", tarfile.DIRTYPE),
        COURSE,
        file("course/html/a.html", "schön".encode()),
        file(f"course/{long_name}", b"long"),
        layout=layout,
    )

    assert read_archive(path) == CourseFiles(
        {"course.xml": b"<course/>", "html/a.html": "schön".encode(), long_name: b"long"}, "course"
    )


@pytest.mark.parametrize("prefix", ["", "./", "./course/", "a/b/"])
def test_the_course_may_lie_at_any_depth(packed: Callable[..., Path], prefix: str) -> None:
    path = packed(file(f"{prefix}course.xml", b"<course/>"), file(f"{prefix}html/a.html", b"a"))

    assert read_archive(path).files == {"course.xml": b"<course/>", "html/a.html": b"a"}


def test_a_run_called_course_is_no_second_course(packed: Callable[..., Path]) -> None:
    path = packed(file("olx/course/course.xml", b"inner"), file("olx/course.xml", b"outer"))

    files = read_archive(path)

    assert (files.root, files.files["course.xml"]) == ("olx", b"outer")


def test_the_last_of_two_equal_paths_counts_and_is_named(packed: Callable[..., Path]) -> None:
    path = packed(COURSE, file("course/a.txt", b"1"), file("./course//a.txt", b"2"))

    files = read_archive(path)

    assert files.files["a.txt"] == b"2"
    assert files.duplicates == ("a.txt",)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("course/../../etc/passwd", "path-traversal"),
        ("../course/x", "path-traversal"),
        ("course/..", "path-traversal"),
        ("/etc/passwd", "absolute-path"),
        ("//etc/passwd", "absolute-path"),
        ("C:/windows/x", "absolute-path"),
        ("course\\..\\x", "odd-name"),
        ("course/a\nb", "odd-name"),
        ("course/\x1b[31mred", "odd-name"),
        ("course/\udcff.txt", "odd-name"),
        ("course/" + "x" * 600, "odd-name"),
    ],
)
def test_a_name_that_could_do_harm_is_refused(
    packed: Callable[..., Path], name: str, code: str
) -> None:
    refusal = refused(packed(COURSE, file(name, b"x")))

    assert refusal.code == code
    assert str(refusal.message).isprintable()


@pytest.mark.parametrize(
    "kind",
    [
        *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE),
        *(tarfile.CONTTYPE, tarfile.GNUTYPE_SPARSE, b"V", b"Z"),
    ],
)
def test_links_devices_and_sparse_files_are_refused(
    packed: Callable[..., Path], kind: bytes
) -> None:
    path = packed(COURSE, special("course/x", kind, "/etc/passwd"), layout=tarfile.GNU_FORMAT)

    assert refused(path).code == "link-or-device"


def test_a_sparse_file_of_the_newer_form_is_refused(packed: Callable[..., Path]) -> None:
    info, data = file("course/x", b"x")
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.realsize": "9999999999"}

    assert refused(packed(COURSE, (info, data))).code == "link-or-device"


def test_archives_without_one_course_are_refused(packed: Callable[..., Path]) -> None:
    assert refused(packed(file("library/library.xml"))).code == "no-course-xml"
    assert refused(packed(special("course", tarfile.DIRTYPE))).code == "no-course-xml"
    assert refused(packed(COURSE, file("other/course.xml"))).code == "several-courses"
    assert refused(packed(COURSE, file("other/a.txt"))).code == "several-roots"


def test_limits_on_number_and_size_hold(packed: Callable[..., Path]) -> None:
    path = packed(COURSE, *(file(f"course/{number}", b"x" * 100) for number in range(20)))

    assert refused(path, Limits(members=20)).code == "too-many-files"
    assert refused(path, Limits(member_bytes=99)).code == "too-large"
    assert refused(path, Limits(total_bytes=10_000)).code == "too-large"
    assert len(read_archive(path, Limits(members=21, member_bytes=100)).files) == 21


def test_a_mass_of_elements_is_refused_before_it_is_parsed(packed: Callable[..., Path]) -> None:
    path = packed(COURSE, file("course/problem/p.xml", b"<p/>" * 1000), file("course/a.html", b"<"))

    assert refused(path, Limits(elements=1000)).code == "too-many-elements"
    assert len(read_archive(path, Limits(elements=1001)).files) == 3


def _bomb(path: Path, megabytes: int) -> Path:
    """An archive that claims one huge file of zeros; some kilobytes on disk."""
    info = tarfile.TarInfo("course/course.xml")
    info.size = megabytes * 1_000_000
    squeeze = zlib.compressobj(9, wbits=31)
    with path.open("wb") as out:
        out.write(squeeze.compress(info.tobuf(tarfile.PAX_FORMAT)))
        for _ in range(megabytes):
            out.write(squeeze.compress(bytes(1_000_000)))
        out.write(squeeze.flush())
    return path


def test_a_decompression_bomb_is_refused_before_it_unfolds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = _bomb(tmp_path / "bomb.tar.gz", 200)
    unpacked: list[int] = []
    read = gzip.GzipFile.read

    def counting(self: gzip.GzipFile, size: int | None = -1) -> bytes:
        data = read(self, size)
        unpacked.append(len(data))
        return data

    monkeypatch.setattr(gzip.GzipFile, "read", counting)

    assert bomb.stat().st_size < 500_000
    assert refused(bomb).code == "compression-ratio"
    assert sum(unpacked) < 35_000_000


def test_bombs_in_several_layers_of_gzip_count_together(tmp_path: Path) -> None:
    path = tmp_path / "layers.tar.gz"
    path.write_bytes(gzip.compress(os.urandom(1000) * 20) * 50)

    assert refused(path, Limits(total_bytes=900_000)).code == "too-large"


def test_a_repetitive_but_small_course_is_read(packed: Callable[..., Path]) -> None:
    path = packed(COURSE, file("course/static/zeros.bin", bytes(20_000_000)))

    assert len(read_archive(path).files["static/zeros.bin"]) == 20_000_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-gzip"),
        (b"PK\x03\x04 a zip", "not-gzip"),
        (raw_tar([COURSE]), "not-gzip"),
        (gzip.compress(b""), "damaged-tar"),
        (gzip.compress(b"hello" * 500), "damaged-tar"),
        (gzip.compress(raw_tar([COURSE]))[:-20], "damaged-gzip"),
        (gzip.compress(raw_tar([COURSE]))[:15] + b"\xff" * 50, "damaged-gzip"),
        (gzip.compress(raw_tar([COURSE])) + b"trailing", "damaged-gzip"),
        (gzip.compress(raw_tar([COURSE])[:700]), "damaged-tar"),
        (gzip.compress(raw_tar([COURSE])[:1024]), "damaged-tar"),
    ],
    ids=range(10),
)
def test_files_that_are_no_whole_archive_are_refused(
    tmp_path: Path, data: bytes, code: str
) -> None:
    path = tmp_path / "course.tar.gz"
    path.write_bytes(data)

    assert refused(path).code == code


def test_missing_and_unreadable_files_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing.tar.gz").code == "not-found"
    # A name that is too long cannot be opened by anybody, not even by root.
    assert refused(tmp_path / ("x" * 300)).code == "unreadable"


def test_a_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    (tmp_path / "course" / "html").mkdir(parents=True)
    (tmp_path / "course" / ".git").mkdir()
    (tmp_path / "course" / "course.xml").write_bytes(b"<course/>")
    (tmp_path / "course" / "html" / "a.html").write_bytes(b"a")
    (tmp_path / "course" / ".git" / "config").write_bytes(b"")

    inside = read_archive(tmp_path / "course")
    around = read_archive(tmp_path)

    assert inside.files == around.files == {"course.xml": b"<course/>", "html/a.html": b"a"}


def test_links_in_a_folder_are_refused_and_limits_hold(tmp_path: Path) -> None:
    (tmp_path / "course.xml").write_bytes(b"<course/>")
    (tmp_path / "large.bin").write_bytes(bytes(1000))

    assert refused(tmp_path, Limits(member_bytes=999)).code == "too-large"
    assert refused(tmp_path, Limits(total_bytes=1000)).code == "too-large"
    assert refused(tmp_path, Limits(members=2)).code == "too-many-files"
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert refused(tmp_path).code == "link-or-device"
    (tmp_path / "link").unlink()
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path).code == "link-or-device"


NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\:"), min_size=1
).filter(lambda name: name not in (".", "..") and len(name.encode()) < 100)


@given(st.dictionaries(NAMES, st.binary(max_size=1500), max_size=8), st.sampled_from(FORMATS))
def test_whatever_tarfile_writes_is_read_back(content: dict[str, bytes], layout: int) -> None:
    stream = raw_tar((file(name, data) for name, data in content.items()), layout)

    found = {m.name: stream[m.start : m.start + m.size] for m in tar.members(stream)}

    assert found == content


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 4 * 512), st.binary(min_size=1, max_size=40), st.sampled_from(FORMATS))
@example(156, b"x", tarfile.USTAR_FORMAT)
@example(124, b"\x80" + b"\xff" * 11, tarfile.GNU_FORMAT)
def test_a_damaged_tar_ends_in_members_or_a_refusal(
    position: int, noise: bytes, layout: int
) -> None:
    entries = [
        COURSE,
        file("course/" + "n" * 60 + "/" + "n" * 90, b"x" * 700),
        file("course/ö", b"y"),
    ]
    stream = bytearray(raw_tar(entries, layout))
    stream[position : position + len(noise)] = noise

    try:
        found = list(tar.members(bytes(stream)))
    except (tar.DamagedTarError, tar.ForbiddenMemberError):
        return
    assert all(0 <= m.start <= m.start + m.size <= len(stream) for m in found)


def test_a_chain_of_headers_does_not_exhaust_the_stack() -> None:
    info = tarfile.TarInfo("x")
    info.type = tarfile.XGLTYPE
    stream = info.tobuf(tarfile.USTAR_FORMAT) * 20_000 + raw_tar([COURSE])

    assert [member.name for member in tar.members(stream)] == ["course/course.xml"]
