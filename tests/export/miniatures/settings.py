"""Values of settings, in attributes and in policy.json."""

from tests.export.miniature import Change, Miniature, replace
from tests.export.miniatures.places import (
    FILM,
    POLICY,
    QUESTION,
    RUN,
    TALK,
    UNIT_1,
    UNIT_2,
    UNIT_3,
)


def problem(attribute: str) -> list[Change]:
    """The question with one more attribute."""
    return [replace(QUESTION, "<problem ", f"<problem {attribute} ")]


def number(value: str) -> list[Change]:
    """The question with another number of attempts."""
    return [replace(QUESTION, 'max_attempts="3"', f'max_attempts="{value}"')]


def film(old: str, new: str) -> list[Change]:
    """The film with another attribute."""
    return [replace(FILM, old, new)]


P1 = (QUESTION, 1, "problem/p1")
V1 = (FILM, 1, "video/v1")
T2 = (UNIT_3, 2, "html/t2")

MINIATURES = (
    *(
        Miniature("bad-boolean", problem(f'graded="{word}"'), *P1, "graded", says=word)
        for word in ("yes", "ja", "on", "2")
    ),
    Miniature(
        "bad-boolean",
        [replace(POLICY, '"self_paced": false', '"self_paced": "no"')],
        *(POLICY, 11, RUN, "self_paced"),
    ),
    *(Miniature("bad-number", number(word), *P1, "max_attempts") for word in ("three", "2.5")),
    Miniature(
        "bad-number",
        [replace(UNIT_2, 'weight="1.0"', 'weight="1,0"')],
        *(UNIT_2, 3, TALK, "weight"),
    ),
    Miniature("out-of-range", number("-1"), *P1, "max_attempts"),
    Miniature(
        "out-of-range",
        [replace(UNIT_2, 'weight="1.0"', 'weight="-1.0"')],
        *(UNIT_2, 3, TALK, "weight"),
    ),
    *(
        Miniature("bad-date", problem(f'due="{word}"'), *P1, "due")
        for word in ("soon", "2026-13-01T00:00:00Z", "2026", "2026-03", "31.02.2026")
    ),
    *(
        Miniature(
            "bad-course-date",
            [replace(POLICY, '"start": "2026-01-01T00:00:00Z"', f'"start": "{word}"')],
            *(POLICY, 12, RUN, "start"),
        )
        for word in ("January", "yesterday")
    ),
    Miniature(
        "bad-container-setting",
        [replace(UNIT_1, "<vertical ", '<vertical due="soon" ')],
        *(UNIT_1, 1, "vertical/u1", "due"),
    ),
    Miniature(
        "bad-container-setting",
        [replace(UNIT_3, "{&quot;100&quot;: [1]}", "group 1")],
        *(UNIT_3, 1, "vertical/u3", "group_access"),
    ),
    *(
        Miniature(
            "bad-group-access",
            [replace(UNIT_3, "<html ", f"<html group_access='{value}' ")],
            *(*T2, "group_access"),
        )
        for value in ("[1]", '{"a": [1]}', '{"100": 1}', "{100: [1]}")
    ),
    Miniature(
        "bad-json",
        film('html5_sources="[]"', 'html5_sources="film.mp4"'),
        *(*V1, "html5_sources"),
        says="list",
    ),
    Miniature(
        "bad-json",
        film('html5_sources="[]"', 'html5_sources="{}"'),
        *(*V1, "html5_sources"),
        says="list",
    ),
    Miniature(
        "bad-json",
        [replace(POLICY, '["tool:key:secret"]', '{"tool": "key"}')],
        *(POLICY, 10, RUN, "lti_passports"),
    ),
    Miniature(
        "bad-duration",
        [replace(POLICY, '"2 days"', '"48 h"')],
        *(POLICY, 8, RUN, "graceperiod"),
    ),
    *(
        Miniature("bad-clock", film("00:00:05", word), *V1, "start_time")
        for word in ("5 s", "00:99:00", "1:05")
    ),
    Miniature(
        "bad-choice",
        [replace(QUESTION, 'showanswer="attempted"', 'showanswer="later"')],
        *(*P1, "showanswer"),
        says="attempted",
    ),
)
