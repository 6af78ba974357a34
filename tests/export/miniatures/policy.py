"""policy.json, the pages it lists and the groups it defines."""

from tests.export.miniature import Change, Miniature, remove, rename, replace, write
from tests.export.miniatures.places import POLICY, RUN, UNIT_3

OTHER_RUN = "policies/2025/policy.json"
COURSE_TAB = '{"type": "courseware", "name": "Course"},'
PROGRESS_TAB = '{"type": "progress", "name": "Progress"},'
WITHOUT_POLICY = '<course display_name="M" start="2026-01-01T00:00:00Z">'


def essential(line: str) -> list[Change]:
    """policy.json without one line."""
    return [replace(POLICY, line, "")]


def groups(old: str, new: str) -> list[Change]:
    """Another group configuration."""
    return [replace(POLICY, old, new)]


TABS = (POLICY, 13, RUN, "tabs")
GROUPS = (POLICY, 18, RUN, "user_partitions")

MINIATURES = (
    Miniature("bad-policy", [replace(POLICY, '"language": "en",', '"language": en,')], POLICY, 9),
    Miniature("bad-policy", [write(POLICY, "[]")], POLICY),
    Miniature("bad-policy", [write(POLICY, "\N{ZERO WIDTH NO-BREAK SPACE}{}")], POLICY),
    Miniature(
        "wrong-policy-folder",
        [rename(POLICY, OTHER_RUN), replace("course/2026.xml", "<course>", WITHOUT_POLICY)],
        OTHER_RUN,
        says="policies/2026/policy.json",
    ),
    Miniature(
        "missing-policy",
        [remove(POLICY), replace("course/2026.xml", "<course>", WITHOUT_POLICY)],
        "course.xml",
        says="policies/2026/policy.json",
    ),
    Miniature(
        "policy-without-course",
        [
            replace(POLICY, '"course/2026"', '"course/2025"'),
            replace("course/2026.xml", "<course>", WITHOUT_POLICY),
        ],
        POLICY,
        says="course/2026",
    ),
    Miniature(
        "policy-unknown-block",
        [replace(POLICY, '"chapter/c1"', '"chapter/c9"')],
        *(POLICY, 25),
        says="chapter/c9",
    ),
    Miniature(
        "policy-bad-entry",
        [replace(POLICY, '{"display_name": "First section"}', '"First section"')],
        *(POLICY, 25, "chapter/c1"),
    ),
    Miniature(
        "policy-ignored",
        [replace(POLICY, '"chapter/c1"', '"wbm_role_play/r1"')],
        *(POLICY, 25, "wbm_role_play/r1"),
    ),
    Miniature(
        "policy-unknown-key",
        [replace(POLICY, '"course_image"', '"curse_image"')],
        *(POLICY, 4, RUN, "curse_image"),
    ),
    Miniature(
        "course-without-name",
        essential('    "display_name": "Miniature",\n'),
        *(POLICY, 1, RUN, "display_name"),
    ),
    Miniature(
        "course-without-start",
        essential('    "start": "2026-01-01T00:00:00Z",\n'),
        *(POLICY, 1, RUN, "start"),
    ),
    Miniature(
        "course-dates-order",
        [
            replace(
                POLICY,
                "{\n    ",
                '{\n    "enrollment_start": "2026-02-01",\n'
                '    "enrollment_end": "2026-01-01",\n    ',
            )
        ],
        *(POLICY, 4, RUN, "enrollment_end"),
    ),
    Miniature("tabs-order", [replace(POLICY, COURSE_TAB, "")], *TABS),
    Miniature("broken-tab", [replace(POLICY, '"type": "progress", ', "")], *TABS, says="number 2"),
    Miniature("broken-tab", [replace(POLICY, '"name": "Rules", ', "")], *TABS, says="“name”"),
    Miniature("duplicate-tab", [replace(POLICY, PROGRESS_TAB, PROGRESS_TAB * 2)], *TABS),
    Miniature("missing-page", [remove("tabs/rules.html")], *TABS, says="tabs/rules.html"),
    Miniature("unlisted-page", [write("tabs/more.html", "<p/>")], "tabs/more.html"),
    *(
        Miniature("bad-partition", groups(old, new), *GROUPS, says=says)
        for old, new, says in (
            ('"description": "", ', "", "description is missing"),
            ('"scheme": "cohort"', '"scheme": "luck"', "unknown scheme luck"),
            ('"id": 100,', '"id": "one hundred",', "one hundred is no id"),
            (
                '"version": 1}, ',
                '"version": 2}, {"id": 1, "name": "North", "version": 1}, ',
                "wrong id or version",
            ),
            ('"name": "South", ', "", "a group lacks"),
        )
    ),
    Miniature(
        "reserved-partition-id",
        [*groups('"id": 100,', '"id": 50,'), replace(UNIT_3, "&quot;100&quot;", "&quot;50&quot;")],
        *GROUPS,
        says="50",
    ),
    Miniature(
        "duplicate-partition-id",
        groups('{"id": 2, "name": "South"', '{"id": 1, "name": "South"'),
        *GROUPS,
        says="The id 1 ",
    ),
    Miniature(
        "unknown-group",
        [replace(UNIT_3, "[1]", "[1, 7]")],
        *(UNIT_3, 1, "vertical/u3", "group_access"),
        says="group 7 of configuration 100",
    ),
    Miniature(
        "unknown-group",
        [replace(UNIT_3, "&quot;100&quot;", "&quot;101&quot;")],
        *(UNIT_3, 1, "vertical/u3", "group_access"),
        says="configuration 101",
    ),
)
