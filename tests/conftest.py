"""What all tests share."""

from hypothesis import settings

# A busy machine is no defect: nothing here is judged by the clock.
settings.register_profile("wbm", deadline=None)
settings.load_profile("wbm")
