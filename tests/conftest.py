"""What all tests share."""

import os

from hypothesis import settings

# The command line speaks the reader's language; tests read English whoever runs them.
os.environ["WBM_LANGUAGE"] = "en"

# A busy machine is no defect: nothing here is judged by the clock.
settings.register_profile("wbm", deadline=None)
settings.load_profile("wbm")
