"""Block types, attributes and what stands inside blocks."""

from tests.export.miniature import Miniature, replace
from tests.export.miniatures.places import (
    END_OF_TALK,
    END_OF_UNIT,
    FILM,
    POLICY,
    QUESTION,
    RUN,
    TALK,
    UNIT_1,
    UNIT_2,
    UNIT_3,
)

COLOUR = '<option:colour xmlns:option="http://code.edx.org/xblock/option">red</option:colour>'

MINIATURES = (
    Miniature(
        "unknown-block-type",
        [replace(UNIT_3, END_OF_UNIT, '  <weird url_name="w1"/>\n</vertical>')],
        *(UNIT_3, 5, "weird/w1"),
    ),
    Miniature(
        "advanced-module-missing",
        [replace(POLICY, '"wbm_role_play", ', "")],
        *(POLICY, 3, RUN, "advanced_modules"),
        says="wbm_role_play",
    ),
    Miniature(
        "unknown-attribute",
        [replace(QUESTION, "max_attempts=", "max_atempts=")],
        *(QUESTION, 1, "problem/p1", "max_atempts"),
    ),
    Miniature(
        "lost-attribute",
        [replace(UNIT_2, 'weight="1.0"', 'weigth="1.0"')],
        *(UNIT_2, 3, TALK, "weigth"),
    ),
    Miniature(
        "lost-attribute",
        [replace(UNIT_2, END_OF_TALK, f"'>{COLOUR}</wbm_role_play>")],
        *(UNIT_2, 3, TALK, "colour"),
    ),
    Miniature(
        "lost-text",
        [replace(UNIT_2, END_OF_TALK, "'>Hello</wbm_role_play>")],
        *(UNIT_2, 3, TALK),
        says="Hello",
    ),
    Miniature(
        "lost-text",
        [replace(UNIT_2, END_OF_TALK, "'><!-- x -->Hello</wbm_role_play>")],
        *(UNIT_2, 3, TALK),
        says="Hello",
    ),
    Miniature(
        "lost-child",
        [replace(UNIT_2, END_OF_TALK, "'><p/></wbm_role_play>")],
        *(UNIT_2, 3, TALK),
        says="<p>",
    ),
    Miniature(
        "lost-child",
        [replace(UNIT_3, 'question="Ready?"/>', 'question="Ready?"><p/></poll>')],
        *(UNIT_3, 3, "poll/q1"),
    ),
    Miniature(
        "missing-display-name",
        [replace(UNIT_1, ' display_name="Unit one"', "")],
        *(UNIT_1, 1, "vertical/u1", "display_name"),
    ),
    Miniature(
        "inline-discussion",
        [replace(UNIT_3, END_OF_UNIT, '  <discussion discussion_id="d"/>\n</vertical>')],
        *(UNIT_3, 5, "discussion/"),
    ),
    Miniature(
        "duplicate-discussion-id",
        [
            replace(UNIT_3, END_OF_UNIT, '  <discussion discussion_id="d"/>\n</vertical>'),
            replace(UNIT_3, END_OF_UNIT, '  <discussion discussion_id="d"/>\n</vertical>'),
        ],
        *(UNIT_3, 6, "discussion/", "discussion_id"),
        beside=("inline-discussion",),
    ),
    Miniature(
        "video-without-source",
        [
            replace(FILM, ' youtube="1.00:abcdefghijk"', ""),
            replace(FILM, ' youtube_id_1_0="abcdefghijk"', ' youtube_id_1_0=""'),
            replace(FILM, ' html5_sources="[]"', ""),
        ],
        *(FILM, 1, "video/v1"),
    ),
    Miniature(
        "lti-passport-missing",
        [replace(POLICY, '"tool:key:secret"', '"other:key:secret"')],
        *(UNIT_3, 4, "lti_consumer/l1", "lti_id"),
    ),
)
