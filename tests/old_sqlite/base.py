"""The database engine; the option names are Django's own."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes ``transaction_mode`` and ``init_command``."""

    def get_connection_params(self) -> dict[str, Any]:
        """Keep ours back from SQLite itself."""
        params = super().get_connection_params()
        self.begin = f"BEGIN {params.pop('transaction_mode', '')}"
        self.first = params.pop("init_command", "")
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect and run the first command."""
        connection = super().get_new_connection(conn_params)
        connection.executescript(self.first)
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self.cursor().execute(self.begin)
