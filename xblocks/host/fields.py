"""XBlock fields that survive the platform's export and import."""

from __future__ import annotations

import json
from typing import Any

from xblock.fields import JSONField


class JSON(JSONField):
    """JSON as compact, sorted UTF-8 text in OLX.

    Stock `List` and `Dict` write ASCII-escaped JSON and read it back as YAML, which loses emoji and
    numbers like ``1e-05`` (`platform-facts 2`). Values are replaced, never changed in place: XBlock
    then needs no deep copy at every read.
    """

    MUTABLE = False

    def to_string(self, value: Any) -> str:
        """Return the text an exported attribute holds."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def from_string(self, serialized: str) -> Any:
        """Read what `to_string` wrote; raises ValueError for anything else."""
        return json.loads(serialized)

    def enforce_type(self, value: Any) -> Any:
        """Any JSON value is right."""
        return value
