"""Django settings of the tests: the preview's, on SQLite or on the MariaDB that is named."""

import os

from course_export.preview.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if socket := os.environ.get("WBM_TEST_MARIADB"):
    import pymysql

    pymysql.install_as_MySQLdb()
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.mysql",
            "NAME": "wbm",
            "USER": "root",
            "OPTIONS": {
                "unix_socket": socket,
                "charset": "utf8mb4",
                "isolation_level": "read committed",
            },
            "TEST": {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"},
            "ATOMIC_REQUESTS": True,
        }
    }
