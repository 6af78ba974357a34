"""How blocks hang together."""

from tests.export.miniature import Miniature, remove, replace, write
from tests.export.miniatures.places import END_OF_UNIT, FILM, POLICY, QUESTION, RUN, UNIT_1

CYCLE = (
    '<split_test user_partition_id="100" group_id_to_child="{}">\n'
    '  <vertical url_name="u1"/>\n</split_test>'
)
INLINE_COURSE = '<course url_name="2026" org="Miniature">\n  <chapter url_name="c1"/>\n</course>'
NOTHING_LEFT = (
    *("chapter/c1.xml", "sequential/s1.xml", "sequential/s2.xml", UNIT_1, "vertical/u2.xml"),
    *("vertical/u3.xml", "html/t1.xml", "html/t1.html", QUESTION, FILM, "static/film-de.srt"),
)

MINIATURES = (
    Miniature(
        "missing-file", [remove(QUESTION)], UNIT_1, 3, "problem/p1", says="the file problem/p1.xml"
    ),
    Miniature(
        "missing-html-file",
        [remove("html/t1.html")],
        *(UNIT_1, 2, "html/t1", "filename"),
        says="html/t1.html",
    ),
    Miniature("wrong-root-tag", [write(QUESTION, "<html/>")], UNIT_1, 3, "problem/p1"),
    Miniature("wrong-root-tag", [write("course.xml", "<library/>")], "course.xml"),
    Miniature(
        "pointer-cycle",
        [
            replace(UNIT_1, END_OF_UNIT, '<split_test url_name="x"/></vertical>'),
            write("split_test/x.xml", CYCLE),
        ],
        *("split_test/x.xml", 2, "vertical/u1"),
    ),
    Miniature(
        "pointer-chain", [write(QUESTION, '<problem url_name="p2"/>')], UNIT_1, 3, "problem/p1"
    ),
    Miniature(
        "url-name-mismatch",
        [replace(FILM, 'url_name="v1"', 'url_name="v2"')],
        *(UNIT_1, 4, "video/v1"),
        says="v2",
    ),
    Miniature(
        "pointer-with-attributes",
        [replace(UNIT_1, 'problem url_name="p1"', 'problem url_name="p1" weight="2"')],
        *(UNIT_1, 3, "problem/p1"),
        says=QUESTION,
    ),
    Miniature(
        "pointer-to-custom-block",
        [
            replace(UNIT_1, END_OF_UNIT, '  <poll url_name="q2"/>\n</vertical>'),
            write("poll/q2.xml", '<poll question="Yes?"/>'),
        ],
        *(UNIT_1, 5, "poll/q2"),
        says="poll/q2.xml",
    ),
    Miniature("orphan-file", [write("html/t3.xml", "<html>Lost</html>")], "html/t3.xml"),
    Miniature("orphan-file", [write("html/t3.html", "<p>Lost</p>")], "html/t3.html"),
    Miniature(
        "wrong-level",
        [
            replace(UNIT_1, '  <problem url_name="p1"/>\n', ""),
            replace("chapter/c1.xml", "</chapter>", '  <problem url_name="p1"/>\n</chapter>'),
        ],
        *("chapter/c1.xml", 4, "problem/p1"),
    ),
    Miniature(
        "text-in-container",
        [replace(UNIT_1, '<problem url_name="p1"/>', '<problem url_name="p1"/>Hello')],
        *(UNIT_1, 1, "vertical/u1"),
        says="Hello",
    ),
    Miniature(
        "xml-comment",
        [replace(UNIT_1, '<html url_name="t1"/>', '<html url_name="t1"/><!-- later -->')],
        *(UNIT_1, 2, "vertical/u1"),
    ),
    Miniature(
        "empty-container",
        [
            replace("sequential/s2.xml", "</sequential>", '<vertical url_name="u4"/></sequential>'),
            write("vertical/u4.xml", '<vertical display_name="Nothing"/>'),
        ],
        *("vertical/u4.xml", 1, "vertical/u4"),
    ),
    Miniature(
        "course-without-chapters",
        [
            write("course/2026.xml", "<course/>"),
            *map(remove, NOTHING_LEFT),
            replace(POLICY, ',\n  "chapter/c1": {"display_name": "First section"}', ""),
        ],
        *("course/2026.xml", 1, RUN),
    ),
    Miniature(
        "course-identity",
        [write("course.xml", INLINE_COURSE), remove("course/2026.xml")],
        *("course.xml", 1, RUN, "course"),
    ),
)
