"""What all tests share."""

import os

import pytest
from hypothesis import is_hypothesis_test, settings

# The command line speaks the reader's language; tests read English whoever runs them.
os.environ["WBM_LANGUAGE"] = "en"

# A busy machine is no defect: nothing here is judged by the clock.
settings.register_profile("wbm", deadline=None)
settings.load_profile("wbm")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let examples alone count as coverage.

    What is walked through or played at random proves rules; being traced would double its time.
    """
    for item in items:
        if is_hypothesis_test(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.no_cover)
