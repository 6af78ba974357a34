"""The fixture of all tests of publishing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.export.studio_server.platform import Platform
from tests.export.studio_server.server import running
from tests.export.studio_server.stage import ADDRESSES, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Running servers with the accounts of the usual list, and an empty folder."""
    platform = Platform()
    platform.add_people(*ADDRESSES)
    with running(platform) as rig:
        yield Stage(rig, tmp_path)
