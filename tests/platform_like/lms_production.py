"""Settings as `lms/envs/production.py` ends: an operator's YAML file has been read."""

from edx_django_utils.plugins import add_plugins

from tests.platform_like.lms import *  # noqa: F403

ENV_TOKENS = {
    "WBM_DESK_BASE_TEMPLATE": "wbm/desk/base.html",
    "WBM_TIME_ZONE": "Europe/Vienna",
    "LMS_ROOT_URL": "https://elsewhere.example.org",
}
add_plugins(__name__, "lms.djangoapp", "production")
