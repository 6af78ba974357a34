"""Films with captions."""

from __future__ import annotations

import json

from lxml import etree

from course_export.curriculum.blocks import Video
from course_export.curriculum.language import Language
from course_export.olx.files import node


def element(video: Video, language: Language) -> etree._Element:
    """The video with one source of our own and its captions; nothing is loaded from elsewhere."""
    root = node(
        "video",
        display_name=video.title,
        download_video="true",
        html5_sources=json.dumps([video.source]),
        sub="",
        transcripts=json.dumps({language: video.captions}),
        youtube_id_1_0="",
    )
    etree.SubElement(root, "source").set("src", video.source)
    transcript = etree.SubElement(root, "transcript")
    transcript.set("language", language)
    transcript.set("src", video.captions)
    return root
