"""Django settings of the tests: the preview's, with a database of their own."""

from course_export.preview.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
