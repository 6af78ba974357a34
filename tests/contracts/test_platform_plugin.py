"""The platform's own machinery finds the suite: apps, settings, addresses, tables, admin.

Each question is asked in a process of its own, because settings are made once in a process.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]
ROSTER = "/wbm/course-v1:WBM+WBM1+2027/roster/"

QUESTION = """
import json, sys, warnings
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

call_command("check", verbosity=0, stdout=sys.stderr)
call_command("migrate", verbosity=0)
page = Client().get(sys.argv[1])
refused = Client().post(sys.argv[1] + "import/")
print(json.dumps({
    "app": apps.get_app_config("wbm").name,
    "template": settings.WBM_DESK_BASE_TEMPLATE,
    "zone": settings.WBM_TIME_ZONE,
    "root": settings.LMS_ROOT_URL,
    "unwatched": settings.TRACKING_IGNORE_URL_PATTERNS,
    "roster": reverse("wbm:roster", args=["course-v1:WBM+WBM1+2027"]),
    "status": page.status_code,
    "refusal": (refused.status_code, refused.headers.get("X-WBM-Refusal", "")),
    "location": page.headers.get("Location", ""),
    "text": refused.content.decode(),
    "posted": Client().post(sys.argv[1]).status_code,
    "tables": [name for name in connection.introspection.table_names() if name.startswith("wbm_")],
    "admin": sorted(
        each.__name__ for each in admin.site._registry if each.__module__.startswith("xblocks.")
    ),
    "static": bool(finders.find("wbm/wbm.css")),
    "strangers": sorted(
        {name.partition(".")[0] for name in sys.modules}
        & {"lms", "cms", "common", "openedx", "xmodule"}
    ),
}))
"""


def run(program: str, *words: str, settings: str | None = None) -> str:
    environment = {
        key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"
    }
    if settings:
        environment["DJANGO_SETTINGS_MODULE"] = f"tests.platform_like.{settings}"
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def ask(settings: str) -> Any:
    return json.loads(run(QUESTION, ROSTER, settings=settings))


def test_an_lms_gets_app_settings_addresses_tables_and_admin() -> None:
    lms = ask("lms")
    assert lms["app"] == "xblocks"
    assert lms["roster"] == ROSTER
    assert lms["zone"] == "Europe/Berlin"
    assert {"wbm_person", "wbm_exercise", "wbm_work"} <= set(lms["tables"])
    assert "Person" in lms["admin"]
    assert lms["static"]


def test_desk_pages_of_an_lms_wear_its_look() -> None:
    lms = ask("lms")
    assert lms["refusal"] == [403, "not_signed_in"]
    text = lms["text"]
    assert "Head of the platform" in text
    assert "wbm/wbm.css" in text[: text.index("</head>")]
    assert text.index("Head of the platform") < text.index('class="wbm"') < text.index("<h1>")
    assert text.count("<main") == 1


def test_who_opens_a_page_of_an_lms_from_a_mail_signs_in_first_and_comes_back() -> None:
    lms = ask("lms")
    assert (lms["status"], unquote(lms["location"])) == (302, f"/accounts/login/?next={ROSTER}")


@pytest.mark.parametrize("place", ["lms", "studio"])
def test_what_people_send_to_the_desks_stays_out_of_the_log_of_events(place: str) -> None:
    unwatched = ask(place)["unwatched"]
    assert "^/event" in unwatched, "what the platform leaves out stays left out"
    assert any(re.match(pattern, ROSTER) for pattern in unwatched)
    assert not any(re.match(pattern, "/courses/x/wbm/") for pattern in unwatched)


def test_what_the_operator_says_wins() -> None:
    lms = ask("lms_production")
    assert (lms["template"], lms["zone"]) == ("wbm/desk/base.html", "Europe/Vienna")
    assert lms["root"] == "https://lms.example.org", "only settings of ours are taken"
    assert "Head of the platform" not in lms["text"]


def test_studio_knows_every_address_and_leads_to_the_lms() -> None:
    studio = ask("studio")
    assert studio["roster"] == ROSTER
    assert (studio["status"], studio["location"]) == (302, f"https://lms.example.org{ROSTER}")
    assert studio["posted"] == 405
    assert {"wbm_person", "wbm_exercise"} <= set(studio["tables"])


@pytest.mark.parametrize("settings", ["lms", "studio"])
def test_nothing_of_the_platform_is_imported_by_itself(settings: str) -> None:
    assert ask(settings)["strangers"] == []


def test_the_app_can_be_looked_at_before_there_are_settings() -> None:
    program = (
        "import sys, xblocks.apps, xblocks.settings.common, xblocks.settings.production\n"
        "print('django.contrib.auth.models' in sys.modules)"
    )
    assert run(program).strip() == "False"


def test_blocks_and_app_stand_among_the_entry_points() -> None:
    program = """
from importlib.metadata import entry_points
for group in ("xblock.v1", "lms.djangoapp", "cms.djangoapp"):
    found = entry_points(group=group)
    print(group, *sorted(each.name for each in found if each.value.startswith("xblocks.")))
"""
    assert run(program).split("\n")[:3] == [
        "xblock.v1 wbm_coaching wbm_moderation wbm_needs_analysis wbm_role_play "
        "wbm_transfer_project",
        "lms.djangoapp wbm",
        "cms.djangoapp wbm",
    ]
