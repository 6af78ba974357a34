"""What an installation brings: versions, entry points, tables, files, addresses, languages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import entry_points, version

import django
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from xblocks.core.definitions import BLOCK_TYPES
from xblocks.core.text import gettext_noop as _
from xblocks.health.result import Check, Level, Result, either, fail, ok
from xblocks.host.answers import desk_base_template

STATIC_FILES = ("wbm/wbm.css", "wbm/wbm.js", "wbm/vendor/htmx.min.js")
PROJECTS = ("lms.djangoapp", "cms.djangoapp")
ANY_COURSE = "course-v1:Any+Any+Any"
KNOWN_TEXT = "The name is missing."


def versions() -> Iterator[Result]:
    """Python, Django and XBlock are ones the suite is tested with."""
    numbers = (sys.version_info[:2], django.VERSION[:2], _numbers(version("XBlock")))
    yield either(
        _("Python %(python)s, Django %(django)s, XBlock %(xblock)s."),
        _(
            "Python %(python)s, Django %(django)s, XBlock %(xblock)s: at least one of them is not"
            " tested with this suite. Use Python 3.11 to 3.13, Django 4.2 to 5.2, XBlock 5.2 to 6."
        ),
        Level.WARN,
        sound=(3, 11) <= numbers[0] < (3, 14)
        and (4, 2) <= numbers[1] < (6, 0)
        and (5, 2) <= numbers[2] < (7, 0),
        python=sys.version.split()[0],
        django=django.get_version(),
        xblock=version("XBlock"),
    )


def registered() -> Iterator[Result]:
    """The platform can find our blocks and our app, and the blocks can be loaded."""
    found = {point.name: point for point in entry_points(group="xblock.v1")}
    ours = sorted(BLOCK_TYPES & found.keys())
    for name in ours:
        found[name].load()
    plugged = [
        project
        for project in PROJECTS
        if any(point.name == "wbm" for point in entry_points(group=project))
    ]
    yield either(
        _("The platform finds the blocks %(blocks)s and the plug-in."),
        _(
            "The package is not registered as it should be. Install it again with pip, also when"
            " it was only copied."
        ),
        sound=bool(ours) and len(plugged) == len(PROJECTS),
        blocks=", ".join(ours),
    )


def tables() -> Iterator[Result]:
    """All migrations of ours are applied."""
    executor = MigrationExecutor(connection)
    ours = [key for key in executor.loader.graph.leaf_nodes() if key[0] == "wbm"]
    missing = [str(step) for step, _backwards in executor.migration_plan(ours)]
    missing = [name for name in missing if name.startswith("wbm.")]
    yield either(
        _("All tables are up to date."),
        _("Not applied yet: %(missing)s. Run `manage.py migrate wbm`."),
        sound=not missing,
        missing=", ".join(missing),
    )


def charset() -> Iterator[Result]:
    """The tables on MySQL and MariaDB can hold every character."""
    if connection.vendor != "mysql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()"
            " AND table_name LIKE 'wbm\\_%%' AND character_set_name <> 'utf8mb4'"
        )
        (count,) = cursor.fetchone()
    yield either(
        _("The tables can hold every character."),
        _(
            "%(count)s columns are not utf8mb4: emoji and rare letters cannot be saved. Convert the"
            " tables whose names begin with wbm_ to utf8mb4."
        ),
        sound=count == 0,
        count=count,
    )


def static_files() -> Iterator[Result]:
    """Styles and scripts are found, and have been collected where that is needed."""
    lost = [path for path in STATIC_FILES if not finders.find(path)]
    uncollected = []
    for path in STATIC_FILES:
        try:
            staticfiles_storage.url(path)
        except ValueError:  # a manifest that does not know it
            uncollected.append(path)
    yield either(
        _("Styles and scripts are there."),
        _(
            "Styles and scripts are missing: %(files)s. Run `manage.py collectstatic`, or build the"
            " image again."
        ),
        sound=not (lost or uncollected),
        files=", ".join(lost or uncollected),
    )


def pages() -> Iterator[Result]:
    """Desk pages have addresses and a base template."""
    address = reverse("wbm:roster", args=[ANY_COURSE])
    get_template(desk_base_template())
    yield ok(_("The desks are below %(address)s."), address=address.split(ANY_COURSE)[0])


def languages() -> Iterator[Result]:
    """German is spoken where the reader chose German, with or without a country."""
    for code in ("de", "de-de"):
        with translation.override(code):
            if translation.gettext(KNOWN_TEXT) == KNOWN_TEXT:
                yield fail(
                    _(
                        "No German for readers with the language %(code)s. Install the package"
                        " again: the compiled catalogue is missing."
                    ),
                    code=code,
                )
                return
    yield ok(_("English and German are there."))


CHECKS: dict[str, Check] = {
    "versions": versions,
    "entry_points": registered,
    "migrations": tables,
    "charset": charset,
    "static_files": static_files,
    "pages": pages,
    "translation": languages,
}


def _numbers(text: str) -> tuple[int, int]:
    major, minor = text.split(".")[:2]
    return int(major), int(minor)
