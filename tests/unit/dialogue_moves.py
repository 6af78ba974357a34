"""Refusals of moves, as tests expect them."""

from __future__ import annotations

from typing import Any

import pytest

from xblocks.core.errors import Refusal


def refused(kind: type[Refusal], status: int = 409) -> Any:
    """Expects exactly this refusal, with its status and a sentence."""
    assert kind.status == status
    return pytest.raises(kind, check=lambda each: type(each) is kind and str(each).endswith("."))
