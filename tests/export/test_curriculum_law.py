"""Legal statements, the glossary and the plan of a day: one file each, told where they are used.

Authors write a statement once, with its source and its dates; trainees read it with "as of", the
next review and the word that it is no legal advice; what is unsure says so. A word of the glossary
is explained at the end of the page that uses it. What trainers say is for trainers alone.
"""

from pathlib import Path

import pytest

from course_export.olx.writer import write_course
from tests.export.content import Content, copy_of_miniature

LAW = """
as_of: 2026-08-19
review: 2027-01-15
sources:
  - {id: act, name: {de: Ein Gesetz, en: An act}, address: "https://example.org/act"}
statements:
  - id: one
    norm: {de: § 1, en: Section 1}
    says: {de: Alle reden mit., en: Everybody has a say.}
    strength: {de: Mitbestimmung, en: co-determination}
    source: act
    facts: "6.1"
  - id: two
    norm: {de: § 2, en: Section 2}
    says: {de: Vielleicht auch nicht., en: Perhaps not.}
    source: act
    facts: "6.3"
    sure: false
    as_of: 2025-03-01
pages:
  - {id: brief, title: {de: Recht in Kürze, en: Law in brief}, statements: [one, two]}
"""
GLOSSARY = """
heading: {de: Wörter, en: Words}
all_words: {de: Alle Wörter, en: All words}
terms:
  - id: board
    german: Einigungsstelle
    english: conciliation board
    means: {de: Entscheidet., en: Decides.}
  - id: council
    german: Betriebsrat
    english: works council
    means: {de: Vertritt alle., en: Represents all.}
"""
STEPS = (
    ("frame", 10, "Ankommen", "Sag Hallo."),
    ("theory", 80, "Rechte", "Frag zuerst."),
    ("pause", 15, "Pause", ""),
    ("theory", 80, "Pflichten", "Zeig es."),
    ("pause", 60, "Mittag", ""),
    ("practice", 100, "Üben", "Lass sie machen."),
    ("pause", 15, "Kaffee", ""),
    ("practice", 100, "Weiter", "Achte auf Zeit."),
)


def _plan(*steps: tuple[str, int, str, str]) -> str:
    lines = ['begins: "09:00"', "print: [{de: Zehn Bögen, en: Ten sheets}]"]
    lines += ["bring: [{de: Deine Karte, en: Your map}]", "steps:"]
    for kind, minutes, title, script in steps:
        lines.append(f"  - kind: {kind}\n    minutes: {minutes}")
        lines.append(f"    title: {{de: {title}, en: {title}}}")
        lines += [f"    script: {{de: {script}, en: {script}}}"] if script else []
    return "\n".join(lines) + "\n"


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """A course with a book of law and a glossary."""
    content = copy_of_miniature(tmp_path)
    content.write("law.yaml", LAW)
    content.write("glossary.yaml", GLOSSARY)
    return content


def _part(content: Content) -> str:
    return next(path.name for path in sorted((content.root / "parts").glob("*.yaml")))


def _with_units(content: Content, *blocks: str) -> None:
    """Append a section whose one unit holds `blocks`."""
    lines = "".join(f"          - {block}\n" for block in blocks)
    part = f"parts/{_part(content)}"
    text = (content.root / part).read_text(encoding="utf-8").rstrip("\n")
    content.write(
        part,
        f"{text}\n\n  - kind: lessons\n    id: added\n    title: {{de: Neu, en: New}}\n    units:\n"
        f"      - id: added-unit\n        title: {{de: Neu, en: New}}\n        blocks:\n{lines}",
    )


def test_statements_stand_with_dates_sources_and_the_word_that_it_is_no_advice(
    content: Content,
) -> None:
    _with_units(content, "law: brief")
    html = write_course(content.load())["html/law-brief.html"].decode()
    assert "1. März 2025" in html, "the oldest date holds for the whole page"
    assert 'data-wbm-review="2027-01-15"' in html
    assert '<a href="https://example.org/act">Ein Gesetz</a>' in html
    assert "keine Rechtsberatung" in html
    assert html.count("Angabe prüfen") == 1, "only what is unsure asks to be checked"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[one, two]", "[one]", "stands on no page"),
        ("[one, two]", "[one, two, six]", "there is no statement 'six'"),
        ("source: act", "source: rumour", "there is no source 'rumour'"),
        ("2027-01-15", "2026-08-01", "'review' must be after 'as_of'"),
        ('facts: "6.1"', 'facts: "hearsay"', "facts"),
    ],
)
def test_a_book_of_law_that_does_not_fit_together_is_refused(
    content: Content, old: str, new: str, says: str
) -> None:
    _with_units(content, "law: brief")
    content.replace("law.yaml", old, new)
    assert any(says in defect for defect in content.defects())


def test_a_page_that_is_not_in_the_book_is_refused(content: Content) -> None:
    _with_units(content, "law: gossip")
    assert any("'gossip' in law.yaml" in defect for defect in content.defects())


def test_words_are_explained_at_the_end_of_the_page_that_uses_them(content: Content) -> None:
    for language, text in (("de", "Die [Stelle](term:board)."), ("en", "The [board](term:board).")):
        content.write(f"pages/words.{language}.md", text)
    _with_units(content, "page: words", "generated: glossary")
    files = write_course(content.load())
    page = files["html/page-words.html"].decode()
    assert '<a href="#pages-words-board">Stelle</a>' in page
    assert '<dt id="pages-words-board"><strong>Einigungsstelle</strong></dt>' in page
    assert "Betriebsrat" not in page
    assert "/jump_to_id/glossary" in page
    table = files["html/glossary.html"].decode()
    assert table.index("Betriebsrat") < table.index("Einigungsstelle"), "in alphabetical order"
    assert "conciliation board" in table


def test_a_word_the_glossary_does_not_have_is_refused(content: Content) -> None:
    for language in ("de", "en"):
        content.write(f"pages/words.{language}.md", "[X](term:gossip)")
    _with_units(content, "page: words", "generated: glossary")
    assert any("'gossip' in the glossary" in defect for defect in content.defects())


@pytest.fixture
def planned(content: Content) -> Content:
    """The miniature's seminar day of 3.5 + 4.5 teaching units, with a plan."""
    part = "parts/" + _part(content)
    content.write("days/day-1.yaml", _plan(*STEPS))
    content.replace(part, "kind: day", "kind: day\n    schedule: day-1")
    content.replace(
        "course.yaml",
        "  groups:",
        '  trainers: {id: 190, name: {de: "Trainer*innen", en: Trainers}}\n  groups:',
    )
    return content


def test_everybody_reads_the_plan_and_trainers_alone_what_they_say(planned: Content) -> None:
    files = write_course(planned.load())
    overview = files["html/day-1-page.html"].decode()
    assert "09:10–10:30" in overview
    assert "Deine Karte" in overview
    assert "Frag zuerst" not in overview
    assert "Frag zuerst" in files["html/day-1-script.html"].decode()
    assert "Zehn Bögen" in files["html/day-1-script.html"].decode()
    assert b'group_access="{&quot;' in files["vertical/day-1-trainers.xml"]
    assert b"[190]" in files["vertical/day-1-trainers.xml"]
    policy = next(data for path, data in files.items() if path.endswith("/policy.json"))
    assert b"Trainer*innen" in policy


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([*STEPS[:-1], ("practice", 90, "Weiter", "Gut.")], "min of practice, the day 202.5"),
        ([*STEPS[:-1], ("practice", 99, "Weiter", "Gut.")], "the day 360"),
        ([*STEPS[:2], *STEPS[3:]], "no pause for 170 minutes"),
        ([("frame", 10, "Ankommen", ""), *STEPS[1:]], "has a 'script'"),
        ([*STEPS, ("pause", 15, "Ende", "Geh heim.")], "has a 'script'"),
    ],
)
def test_a_plan_that_does_not_fit_the_day_is_refused(
    planned: Content, steps: list[tuple[str, int, str, str]], says: str
) -> None:
    planned.write("days/day-1.yaml", _plan(*steps))
    assert any(says in defect for defect in planned.defects())


def test_a_script_without_a_group_of_trainers_is_refused(planned: Content) -> None:
    planned.replace("course.yaml", "  trainers: {id: 190", "  # {id: 190")
    assert any("needs the group of the trainers" in defect for defect in planned.defects())
