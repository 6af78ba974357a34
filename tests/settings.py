"""Django settings of the tests: the preview's, on SQLite or on the MariaDB that is named."""

import os
from importlib import import_module

import django

from course_export.preview.settings import *  # noqa: F403
from tests import old_xblock

old_xblock.complete()
if django.VERSION < (5, 1):
    DATABASES["default"] |= {"ENGINE": "tests.old_sqlite", "TEST": {"NAME": ":memory:"}}  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if socket := os.environ.get("WBM_TEST_MARIADB"):
    import pymysql

    pymysql.install_as_MySQLdb()
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.mysql",
            # Each worker of pytest its own, for the proofs that make their database anew.
            "NAME": "wbm" + os.environ.get("PYTEST_XDIST_WORKER", ""),
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
    # edx-submissions 4.0.2 cannot be migrated on MariaDB: its migration 0006 changes a column of
    # StudentItem that never was. New tables need nothing of it.
    import_module("submissions.migrations.0006_mariadb_uuid_conversion").Migration.operations = []
