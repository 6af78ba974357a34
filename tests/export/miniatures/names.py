"""Names that are missing, illegal or used twice."""

from tests.export.miniature import Miniature, replace
from tests.export.miniatures.places import END_OF_UNIT, UNIT_3

TEXT = 'html url_name="t2"'

MINIATURES = (
    Miniature("missing-url-name", [replace(UNIT_3, TEXT, "html")], UNIT_3, 2, "html/", "url_name"),
    Miniature(
        "derived-name-collision",
        [
            replace(
                UNIT_3, "</vertical>", '  <html display_name="Inline text">b</html>\n</vertical>'
            ),
            replace(UNIT_3, TEXT, "html"),
        ],
        *(UNIT_3, 5, "html/", "url_name"),
        beside=("missing-url-name",),
    ),
    Miniature(
        "duplicate-url-name",
        [replace(UNIT_3, END_OF_UNIT, '  <html url_name="t2">b</html>\n</vertical>')],
        *(UNIT_3, 5, "html/t2", "url_name"),
        says="vertical/u3.xml:2",
    ),
    Miniature(
        "renamed-duplicate",
        [replace(UNIT_3, END_OF_UNIT, '  <problem url_name="p1"/>\n</vertical>')],
        *(UNIT_3, 5, "problem/p1", "url_name"),
        says="vertical/u1.xml:3",
    ),
    Miniature(
        "dropped-duplicate",
        [replace("course/2026.xml", "</course>", '  <chapter url_name="c1"/>\n</course>')],
        *("course/2026.xml", 3, "chapter/c1", "url_name"),
        says="course/2026.xml:2",
    ),
    *(
        Miniature(
            "bad-url-name",
            [replace(UNIT_3, TEXT, f'html url_name="{name}"')],
            *(UNIT_3, 2, f"html/{name}", "url_name"),
        )
        for name in ("t 2", "t/2", "t@2", "t+2")
    ),
    Miniature(
        "shared-url-name",
        [replace(UNIT_3, TEXT, 'html url_name="p1"')],
        *(UNIT_3, 2, "html/p1", "url_name"),
        says="problem/p1",
    ),
)
