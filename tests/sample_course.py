"""A small course with every kind of block, written as a folder the preview can play."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from tests.unit.dialogue_cases import good
from xblocks.core.definitions import canonical

KEY = "course-v1:wbm+Sample+2027"

CHOICE = """<problem display_name="Eine Frage" max_attempts="2" weight="2">
<multiplechoiceresponse>
<label>Was tust du zuerst?</label>
<choicegroup type="MultipleChoice">
<choice correct="true">Zuhören</choice>
<choice correct="false">Reden</choice>
</choicegroup>
<solution><div class="detailed-solution"><p>Erst zuhören.</p></div></solution>
</multiplechoiceresponse>
</problem>"""

TEXT = """<h3>Zuhören</h3>
<p>Lies den <a href="/jump_to_id/u-talk">nächsten Schritt</a>.</p>
<figure><img src="/static/bild.svg" alt="Zwei Personen reden">
<figcaption>Ein Gespräch</figcaption></figure>
<table><caption>Drei Schritte</caption>
<thead><tr><th scope="col">Schritt</th><th scope="col">Zeit</th></tr></thead>
<tbody><tr><td>Ankommen</td><td>5 min</td></tr></tbody></table>"""

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="400" height="200">'
    '<circle cx="10" cy="10" r="8"/><circle cx="30" cy="10" r="8"/></svg>'
)


def exercise(tag: str, name: str, definition: Mapping[str, Any], **attributes: str) -> str:
    """Return one of our blocks as it stands in a vertical."""
    rest = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    text = escape(canonical(dict(definition)))
    return f'<{tag} url_name="{name}" xblock-family="xblock.v1" definition="{text}"{rest}/>'


def files(language: str = "de") -> dict[str, str]:
    """Return the files of the course by path."""
    talk = exercise("wbm_role_play", "talk", good(), display_name="Das Gespräch", weight="10")
    return {
        "course.xml": '<course url_name="2027" org="wbm" course="Sample"/>',
        "course/2027.xml": '<course><chapter url_name="part1"/>'
        '<chapter url_name="part2"/></course>',
        "chapter/part1.xml": '<chapter display_name="Teil 1: Gespräche führen">'
        '<sequential url_name="s-read"/><sequential url_name="s-talk"/></chapter>',
        "chapter/part2.xml": '<chapter display_name="Teil 2: Vertiefen">'
        '<sequential url_name="s-more"/></chapter>',
        "sequential/s-read.xml": '<sequential display_name="Ankommen"'
        ' start="&quot;2027-02-08T08:00:00Z&quot;">'
        '<vertical url_name="u-text"/><vertical url_name="u-question"/></sequential>',
        "sequential/s-talk.xml": '<sequential display_name="Üben" format="Gespräch" graded="true"'
        ' due="2027-02-19T17:00:00Z"><vertical url_name="u-talk"/></sequential>',
        "sequential/s-more.xml": '<sequential display_name="Mehr"><vertical url_name="u-film"/>'
        '<vertical url_name="u-foreign"/></sequential>',
        "vertical/u-text.xml": '<vertical display_name="Worum es geht">'
        '<html url_name="text"/></vertical>',
        "vertical/u-question.xml": '<vertical display_name="Eine kurze Frage">'
        '<problem url_name="question"/></vertical>',
        "vertical/u-talk.xml": f'<vertical display_name="Ein Gespräch führen">'
        f'<html url_name="before"/>{talk}</vertical>',
        "vertical/u-film.xml": '<vertical display_name="Ein Film">'
        '<video url_name="film"/></vertical>',
        "vertical/u-foreign.xml": '<vertical display_name="Von anderswo">'
        '<openassessment url_name="ora" display_name="Eine Aufgabe"/></vertical>',
        "html/text.xml": '<html filename="text" display_name="Text"/>',
        "html/text.html": TEXT,
        "html/before.xml": '<html filename="before" display_name="Vorher"/>',
        "html/before.html": "<p>Nimm dir zehn Minuten.</p>",
        "problem/question.xml": CHOICE,
        "video/film.xml": '<video display_name="Ein Film" html5_sources=\'["/static/film.mp4"]\''
        ' transcripts=\'{"de": "film.srt"}\'/>',
        "static/film.srt": "1\n00:00:01,000 --> 00:00:02,500\nGuten Tag.\n",
        "static/bild.svg": PICTURE,
        "static/film.mp4": "",
        "policies/2027/policy.json": json.dumps(
            {
                "course/2027": {
                    "display_name": "Probekurs für Mentor*innen",
                    "language": language,
                    "start": "2027-02-08T08:00:00Z",
                }
            }
        ),
        "policies/2027/grading_policy.json": json.dumps(
            {
                "GRADER": [
                    {
                        "type": "Gespräch",
                        "short_label": "G",
                        "min_count": 1,
                        "drop_count": 0,
                        "weight": 1,
                    }
                ],
                "GRADE_CUTOFFS": {"Pass": 0.6},
            }
        ),
    }


def write(folder: Path, content: Mapping[str, str] | None = None) -> Path:
    """Write a course below `folder` and return where it is."""
    root = folder / "course"
    for path, text in (content or files()).items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def usage(tag: str, name: str) -> str:
    """Return the usage key of a block of the course."""
    return f"block-v1:wbm+Sample+2027+type@{tag}+block@{name}"
