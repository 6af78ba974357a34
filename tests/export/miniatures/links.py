"""Content, links and assets."""

from tests.export.miniature import Miniature, remove, rename, replace, write
from tests.export.miniatures.places import FILM, POLICY, QUESTION, RUN, TALK, UNIT_2, UNIT_3

TEXT = "html/t1.html"
LISTED = "policies/assets.json"
TWO_WORDS = "<label><em>one</em> <b>two</b></label>"

MINIATURES = (
    Miniature(
        "lost-space",
        [replace(QUESTION, "<label>Which <em>one</em> is it?</label>", TWO_WORDS)],
        *(QUESTION, 3, "problem/p1"),
        says="between <em> and <b>",
    ),
    Miniature(
        "lost-space",
        [replace(UNIT_3, "Read <b>this</b> <i>first</i>.", "<b>this</b> <i>first</i>.")],
        *(UNIT_3, 2, "html/t2"),
    ),
    Miniature(
        "dangling-asset",
        [replace(TEXT, "/static/picture.png", "/static/drawing.png")],
        *(TEXT, 2, "html/t1"),
        says="/static/drawing.png",
    ),
    Miniature(
        "dangling-asset",
        [replace(UNIT_2, '"Well done."', r'"&lt;img src=\"/static/gone.png\"&gt;"')],
        *(UNIT_2, 3, TALK),
    ),
    Miniature(
        "dangling-asset",
        [replace(UNIT_2, '"Well done."', '"![Map](/static/gone.png)"')],
        *(UNIT_2, 3, TALK),
    ),
    Miniature(
        "dangling-asset",
        [write("info/handouts.html", "<a href='/static/gone.pdf?raw#page=2'>x</a>")],
        "info/handouts.html",
        says="/static/gone.pdf",
    ),
    Miniature(
        "dangling-jump",
        [replace(TEXT, "/jump_to_id/u2", "/jump_to_id/u9")],
        *(TEXT, 3, "html/t1"),
        says="u9",
    ),
    Miniature(
        "dangling-course-link",
        [replace(TEXT, "courseware/c1/s1", "courseware/c1/s9")],
        *(TEXT, 4, "html/t1"),
        says="/course/courseware/c1/s9",
    ),
    Miniature(
        "asset-collision",
        [
            write("static/pic.d/a.txt", "1"),
            write("static/pic.d_a.txt", "2"),
            write("about/short.html", '"/static/pic.d_a.txt"'),
        ],
        *("static/pic.d_a.txt",),
        says="static/pic.d/a.txt",
        beside=("asset-renamed",),
    ),
    Miniature(
        "asset-renamed",
        [
            rename("static/picture.png", "static/a picture.png"),
            replace(TEXT, "/static/picture.png", "/static/a%20picture.png"),
            replace(POLICY, "picture.png", "a picture.png"),
            replace(LISTED, '"picture.png"', '"a_picture.png"'),
        ],
        "static/a picture.png",
        says="a_picture.png",
    ),
    *(
        Miniature(
            "active-asset",
            [
                write(f"static/{name}", text),
                replace(TEXT, "/static/picture.png", f"/static/{name}"),
            ],
            f"static/{name}",
        )
        for name, text in (
            ("page.html", ""),
            ("drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="go()"/>'),
            ("broken.svg", "<svg"),
            ("code.js", ""),
        )
    ),
    Miniature(
        "review-passed",
        [replace(TEXT, "<p>", '<p data-wbm-review="2020-01-15">')],
        *("html/t1.xml", 1, "html/t1"),
        says="2020-01-15",
    ),
    Miniature("unreferenced-asset", [write("static/spare.pdf", "")], "static/spare.pdf"),
    Miniature(
        "listed-asset-missing",
        [replace(LISTED, "{\n", '{\n  "gone.pdf": {},\n')],
        *(LISTED, 2),
        says="gone.pdf",
    ),
    Miniature("bad-asset-list", [write(LISTED, "{\n,}")], LISTED, 2),
    Miniature("bad-asset-list", [write(LISTED, "[]")], LISTED, says="no JSON object"),
    Miniature(
        "missing-course-image",
        [replace(POLICY, '"picture.png"', '"gone.png"')],
        *(POLICY, 4, RUN, "course_image"),
        says="gone.png",
    ),
    Miniature(
        "missing-transcript",
        [remove("static/film-de.srt")],
        *(FILM, 1, "video/v1", "transcripts"),
        says="film-de.srt",
    ),
)
