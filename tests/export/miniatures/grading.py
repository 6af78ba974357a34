"""Dates, prerequisites and grading."""

from tests.export.miniature import Miniature, remove, replace, write
from tests.export.miniatures.places import GRADING, POLICY, RUN

S1, S2 = "sequential/s1.xml", "sequential/s2.xml"
AT_1 = (S1, 1, "sequential/s1")
AT_2 = (S2, 1, "sequential/s2")
START = 'start="2026-02-01T00:00:00Z"'
GRADER = '"weight": 1.0}'
SECOND = '{"type": "Homework", "min_count": 1, "drop_count": 0, "weight": 0.5}'

MINIATURES = (
    Miniature(
        "date-outside-course",
        [replace(S1, "2026-03-01", "2025-03-01")],
        *AT_1,
        "due",
        says="from 2026-01-01 to 2026-12-31",
    ),
    Miniature("date-outside-course", [replace(S1, "2026-03-01", "2027-03-01")], *AT_1, "due"),
    Miniature("date-outside-course", [replace(S2, "2026-02-01", "2027-03-01")], *AT_2, "start"),
    Miniature(
        "due-before-start",
        [replace(S2, START, f'{START} due="2026-01-31T00:00:00Z"')],
        *AT_2,
        "due",
    ),
    Miniature(
        "unknown-prerequisite", [replace(S2, '"s1"', '"s9"')], *AT_2, "required_prereq", says="s9"
    ),
    Miniature(
        "unmarked-prerequisite",
        [replace(S1, ' is_prerequisite="true"', "")],
        *AT_2,
        "required_prereq",
    ),
    Miniature(
        "prerequisite-cycle",
        [
            replace(S1, "<sequential ", '<sequential required_prereq="s1" '),
            replace(S2, ' required_prereq="s1"', ""),
        ],
        *AT_1,
        "required_prereq",
    ),
    Miniature(
        "gating-not-enabled",
        [replace(POLICY, '"enable_subsection_gating": true', '"enable_subsection_gating": false')],
        *(POLICY, 6, RUN, "enable_subsection_gating"),
    ),
    Miniature("bad-grading-policy", [write(GRADING, '{\n"GRADER": [,]}')], GRADING, 2),
    Miniature("bad-grading-policy", [write(GRADING, "[]")], GRADING),
    Miniature("missing-grading-policy", [remove(GRADING)], GRADING),
    *(
        Miniature("bad-grader", [replace(GRADING, old, new)], GRADING, 3, "", key)
        for old, new, key in (
            ('"min_count": 1', '"min_count": "one"', "min_count"),
            ('"drop_count": 0, ', "", "drop_count"),
            (GRADER, '"weight": 50}', "weight"),
            ('"short_label": "HW"', '"short_label": 1', "short_label"),
            ('"type": "Homework"', '"type": ""', "type"),
        )
    ),
    Miniature(
        "duplicate-grader",
        [replace(GRADING, GRADER, f'"weight": 0.5}},\n    {SECOND}')],
        *(GRADING, 3, "", "type"),
    ),
    Miniature(
        "weights-sum",
        [replace(GRADING, GRADER, '"weight": 0.9}')],
        GRADING,
        2,
        "",
        "weight",
        says="0.9",
    ),
    *(
        Miniature("bad-cutoff", [replace(GRADING, '{"Pass": 0.5}', cutoffs)], *place, says=says)
        for place in [(GRADING, 5, "", "GRADE_CUTOFFS")]
        for cutoffs, says in (
            ("{}", "GRADE_CUTOFFS"),
            ("[]", "GRADE_CUTOFFS"),
            ('{"Pass": 50}', "“Pass”"),
            ('{"Pass": "half"}', "half"),
            ('{"A": 0.5, "B": 0.7}', "“B”"),
        )
    ),
    Miniature(
        "unknown-format",
        [replace(S1, 'format="Homework"', 'format="Homwork"')],
        *AT_1,
        "format",
        says="Use one of: Homework",
        beside=("too-few-assignments",),
    ),
    Miniature(
        "graded-without-format",
        [replace(S1, ' format="Homework"', "")],
        *AT_1,
        "format",
        beside=("too-few-assignments",),
    ),
    Miniature(
        "too-few-assignments",
        [replace(GRADING, '"min_count": 1', '"min_count": 3')],
        *(GRADING, 3, "", "min_count"),
        says="expects 3 subsections, but there are 1",
    ),
)
