"""Settings as `lms/envs/common.py` ends."""

from edx_django_utils.plugins import add_plugins, get_plugin_apps

from tests.platform_like.base import *  # noqa: F403
from tests.platform_like.base import INSTALLED_APPS as BEFORE

ROOT_URLCONF = "tests.platform_like.lms_urls"
INSTALLED_APPS = [*BEFORE, *get_plugin_apps("lms.djangoapp")]
add_plugins(__name__, "lms.djangoapp", "common")
