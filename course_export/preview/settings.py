"""Settings of the preview: one machine, SQLite, no platform."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
DATA = Path(os.environ.get("WBM_DATA", "var")).resolve()

SECRET_KEY = "preview-only"  # noqa: S105 - guards demo data on one machine
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "submissions",
    "course_export.preview",
    "workbench",
    "xblocks",
]
MIDDLEWARE = [
    "course_export.preview.middleware.OnlyFromHere",
    "course_export.preview.middleware.FreshCourse",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "course_export.preview.middleware.ReaderLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "course_export.preview.middleware.Refusals",
]


def _inside(package: str, folder: str) -> str:
    """Path of a folder in a package that is found without importing it.

    xblocks-contrib imports all its blocks at once, two seconds of them the grading of problems.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(package)
    return str(Path(spec.origin).parent / folder)


TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates" / "capa", _inside("xblocks_contrib", "problem/capa/templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "course_export.preview.chrome.chrome",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "preview.sqlite3",
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "course_export.preview.urls"
APPEND_SLASH = False
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [HERE.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# Names of their own, so that other servers on the same computer keep theirs.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "wbm_preview"
LANGUAGE_COOKIE_NAME = "wbm_language"

STATIC_URL = "/static/"
STATICFILES_DIRS = [_inside("xblocks_contrib", "problem/capa/static")]
LOGIN_URL = ""  # one is somebody by a click, nobody signs in
MEDIA_URL = "/media/"
MEDIA_ROOT = str(DATA / "media")

WBM_DESK_BASE_TEMPLATE = "preview/desk.html"
# Mails stay in a folder; their links lead to the address `wbm preview` serves at.
EMAIL_BACKEND = "course_export.preview.mails.MailFolder"
DEFAULT_FROM_EMAIL = "kurs@example.org"
WBM_MAIL_FOLDER = str(DATA / "mails")
WBM_ROOT_URL = os.environ.get("WBM_ROOT_URL", "http://localhost:8000")
WBM_COURSE_FACE = "course_export.preview.mails.course_face"
WBM_COURSE_END = "course_export.preview.kept.course_end"
WBM_COMPLETIONS = "course_export.preview.kept.completions"
WBM_BLOCK_STATES = "course_export.preview.kept.PreviewStates"
WBM_WRITE_COMPLETION = "course_export.preview.scores.write_completions"
WBM_EVENTS = "course_export.preview.publishing.take_event"
WBM_STRICT_EVENTS = True
WBM_ANONYMOUS_ID = "course_export.preview.anonymous.course_anonymous_id"

# What the workbench and the blocks of xblocks-contrib ask for.
WORKBENCH = {
    "reset_state_on_restart": False,
    "services": {
        "user": "course_export.preview.workbench.ReaderService",
        "studio_user_permissions": "course_export.preview.workbench.NoAuthorPermissions",
    },
}
EXCLUDED_XBLOCKS: set[str] = set()
XBLOCK_SETTINGS: dict[str, object] = {}
PIPELINE = {"PIPELINE_ENABLED": False}
REQUIRE_DEBUG = True
FEATURES: dict[str, bool] = {}
LMS_ROOT_URL = ""
LMS_BASE = "localhost"
COMPLETION_VIDEO_COMPLETE_PERCENTAGE = 0.95
AI_TRANSLATIONS_API_URL = ""
LANGUAGE_DICT = dict(LANGUAGES)
ALL_LANGUAGES = LANGUAGES
YOUTUBE = {"API": "", "TEST_TIMEOUT": 1500}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
