"""Courses of any size, made in memory: for tests of the writer and for measuring."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from course_export.build import CONTENT
from course_export.curriculum.blocks import (
    Block,
    Choice,
    ChoiceProblem,
    Exercise,
    Page,
    Unit,
    Video,
)
from course_export.curriculum.course import (
    AssignmentType,
    BuildingBlock,
    Course,
    Districts,
    Grading,
    Group,
    Part,
    RubricRule,
)
from course_export.curriculum.labels import Labels
from course_export.curriculum.language import resolve
from course_export.curriculum.sections import Lessons
from course_export.curriculum.source import read_yaml
from xblocks.role_play import definition as role_play

PER_UNIT = 5
PER_SECTION = 4
PER_PART = 5

PARAGRAPH = "<p>Erst verstehen, dann informieren, zuletzt Optionen sortieren – gemeinsam.</p>\n"


def labels() -> Labels:
    """The German labels of the real course."""
    source = read_yaml(Path(CONTENT) / "labels.yaml", "labels.yaml")
    return Labels.model_validate(resolve(source, "de"))


def dialogue(number: int) -> role_play.Dialogue:
    """A small valid talk, different for every `number`."""
    statements = [
        {
            "id": key,
            "text": f"„Was wäre ein kleiner Schritt?“ ({number})",
            "effects": {"v": effect},
            "reply": "Er denkt nach.",
            "feedback": "Eine offene Frage lässt Raum.",
            "criteria": ["b5"],
        }
        for key, effect in (("a", 2), ("b", -2))
    ]
    data = {
        "kind": "dialogue",
        "title": f"Gespräch {number}",
        "briefing": "Du triffst eine erfundene Kollegin.",
        "debriefing": "Was nimmst du mit?",
        "persona": {"name": "Kim Berg", "role": "Montage", "description": "Erfunden."},
        "criteria": [{"id": "b5", "label": "Fragen"}],
        "indicators": [{"id": "v", "label": "Vertrauen"}],
        "start": "s1",
        "scenes": [
            {"id": "s1", "statements": [{**item, "next": "s2"} for item in statements]},
            {"id": "s2", "statements": [{**item, "next": "end"} for item in statements]},
        ],
        "endings": [
            {
                "id": "good",
                "tone": "positive",
                "title": "Gut",
                "text": "Ein Schritt ist vereinbart.",
                "any": [{"of": "v", "at_least": 6}],
            },
            {"id": "open", "tone": "mixed", "title": "Offen", "text": "Es bleibt offen."},
        ],
    }
    return role_play.adapter.validate_python(data)


def block(number: int) -> Block:
    """Pages, problems, films and talks in turn."""
    title = f"Baustein {number}"
    turn = number % PER_UNIT
    if turn == 1:
        choices = [Choice(text="Ja", correct=True), Choice(text="Nein", feedback="Lies noch mal.")]
        return ChoiceProblem(
            kind="choice",
            id=f"q{number}",
            title=title,
            question="Stimmt das?",
            choices=choices,
            explanation="So steht es oben.",
        )
    if turn == 2:
        return Exercise(
            id=f"x{number}",
            title=title,
            type="wbm_role_play",
            weight=1.0,
            definition=dialogue(number),
        )
    if turn == 3:
        source = f"https://media.example.org/{number}.mp4"
        return Video(id=f"v{number}", title=title, source=source, captions="captions.srt")
    return Page(id=f"p{number}", title=title, html=PARAGRAPH * 5)


def synthetic_course(components: int) -> Course:
    """A course with that many components; every fifth is one of our exercises."""
    blocks = [block(number) for number in range(components)]
    units = [
        Unit(id=f"u{index}", title=f"Einheit {index}", blocks=blocks[index : index + PER_UNIT])
        for index in range(0, components, PER_UNIT)
    ]
    sections = [
        Lessons(
            kind="lessons",
            id=f"s{index}",
            title=f"Abschnitt {index}",
            week=index % 40,
            grade="talk",
            units=units[index : index + PER_SECTION],
        )
        for index in range(0, len(units), PER_SECTION)
    ]
    parts = [
        Part(
            id=f"c{index}", title=f"Teil {index}", sections=list(sections[index : index + PER_PART])
        )
        for index in range(0, len(sections), PER_PART)
    ]
    return course(parts)


def course(parts: list[Part]) -> Course:
    """A course with these parts and nothing special around them."""
    return Course(
        language="de",
        org="WBM",
        number="WBM",
        run="2027",
        title="Kurs zum Messen",
        summary="Erfunden.",
        effort="keiner",
        about="<p>Erfunden.</p>\n",
        image="image.png",
        start=date(2027, 2, 8),
        timezone="Europe/Berlin",
        opens=-2,
        closes=40,
        districts=Districts(
            id=100, name="Bezirke", description="Bezirke", groups=[Group(id=101, name="Mitte")]
        ),
        grading=Grading(
            passing=0.6,
            types=[AssignmentType(id="talk", title="Übungsgespräch", short="Gespräch", share=1.0)],
        ),
        rubric_rule=RubricRule(
            levels=["fehlt", "ansatzweise", "erfüllt", "überzeugend"],
            pass_points=60,
            revision_days=14,
        ),
        building_blocks=[
            BuildingBlock(id="k1", title="K1", core="Gespräch", where="O1", assessment="keine")
        ],
        labels=labels(),
        parts=parts,
        assets={
            "image.png": b"\x89PNG\r\n\x1a\n",
            "captions.srt": b"1\n00:00:00,000 --> 00:00:01,000\nHallo\n",
        },
    )
