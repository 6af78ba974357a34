"""How videos are played: films and transcripts of the course, nothing from other servers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import get_language_info
from opaque_keys.edx.keys import CourseKey
from xblock.core import XBlock

_CUE = re.compile(r"^(\S+) --> (\S+)[^\n]*\n(.*?)(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
_MIME = {
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "sjson": "application/json",
    "vtt": "text/vtt; charset=utf-8",
}


@dataclass(frozen=True)
class Film:
    """A video as the preview shows it, with the browser's own player.

    The platform's player needs jQuery UI and asks another server for a picture. `sources` are
    files of the course, `outside` addresses elsewhere, `captions` languages with their names.
    """

    block: XBlock
    sources: list[str]
    outside: list[str]
    captions: list[tuple[str, str]]


def film_of(block: XBlock, files: Mapping[str, bytes]) -> Film:
    """Return what a video block plays."""
    named = [source for source in block.html5_sources or [] if source]
    sources = [source for source in named if source.startswith("/")]
    youtube = block.youtube_id_1_0 if block.fields["youtube_id_1_0"].is_set_on(block) else ""
    outside = [f"https://www.youtube.com/watch?v={youtube}"] if youtube else []
    languages = VideoService(files).available_translations(block, block.get_transcripts_info())
    return Film(
        block,
        sources,
        outside + [source for source in named if source not in sources],
        [(code, get_language_info(code)["name_local"]) for code in languages],
    )


class VideoService:
    """What the video block asks the platform about videos."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    def is_youtube_blocked_for_course(self, _course_key: CourseKey) -> bool:
        """Whether YouTube is out of reach: always."""
        return True

    def is_hls_playback_enabled(self, _course_key: CourseKey) -> bool:
        """Whether streams are played: no."""
        return False

    def is_transcript_feedback_enabled(self, _course_key: CourseKey) -> bool:
        """Whether readers may rate transcripts: no."""
        return False

    def get_public_sharing_context(self, _video: XBlock, _course_key: CourseKey) -> dict[str, Any]:
        """Return nothing to share."""
        return {}

    def available_translations(
        self, _video: XBlock, transcripts: Mapping[str, Any], **_options: Any
    ) -> list[str]:
        """Return the languages there is a transcript file for."""
        named = transcripts["transcripts"].items()
        return [language for language, name in named if f"static/{name}" in self.files]

    def get_transcript(
        self, video: XBlock, lang: str | None = None, output_format: str = "srt", *_rest: Any
    ) -> tuple[str, str, str]:
        """Return content, file name and type; raises the block's `TranscriptNotFoundError`."""
        from xblocks_contrib.video.exceptions import TranscriptNotFoundError

        name = video.transcripts.get(lang or video.transcript_language, "")
        content = self.files.get(f"static/{name}")
        if content is None:
            raise TranscriptNotFoundError(name)
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        file_name = f"{PurePosixPath(name).stem}.{output_format}"
        return _converted(text, output_format), file_name, _MIME[output_format]


def _converted(srt: str, form: str) -> str:
    """SubRip as it is, as WebVTT, as bare text, or as JSON with times in milliseconds."""
    if form == "srt":
        return srt
    if form == "vtt":
        return "WEBVTT\n\n" + re.sub(r"(\d),(\d{3})", r"\1.\2", srt)
    cues = list(_cues(srt))
    if form == "txt":
        return "\n".join(text for _start, _end, text in cues)
    starts, ends, texts = (
        (list(column) for column in zip(*cues, strict=True)) if cues else ([],) * 3
    )
    return json.dumps({"start": starts, "end": ends, "text": texts}, ensure_ascii=False)


def _cues(srt: str) -> Iterator[tuple[int, int, str]]:
    for match in _CUE.finditer(srt):
        yield _milliseconds(match[1]), _milliseconds(match[2]), match[3].strip()


def _milliseconds(stamp: str) -> int:
    """``01:02:03,456`` as milliseconds; also with a point, as in WebVTT."""
    hours, minutes, seconds = stamp.replace(",", ".").rjust(12, "0").split(":")[-3:]
    return round((int(hours) * 3600 + int(minutes) * 60 + float(seconds)) * 1000)
