"""The sixteen rules in their order; each looks at a plan and yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from xblocks.moderation.domain.finding import Finding
from xblocks.moderation.domain.meeting import Meeting
from xblocks.moderation.domain.rules_cycle import (
    all_phases_are_there,
    method_fits_phase,
    opening_frames,
    phases_are_visible,
    phases_in_order,
)
from xblocks.moderation.domain.rules_group import (
    material_suffices,
    method_fits_group,
    nobody_stands_alone,
)
from xblocks.moderation.domain.rules_measures import measures_are_complete
from xblocks.moderation.domain.rules_time import (
    breaks_are_there,
    buffer_is_there,
    closing_has_its_own,
    method_gets_its_minutes,
    minutes_make_up_the_time,
    opening_begins_closing_ends,
    work_takes_most,
)

IN_ORDER: Final[tuple[Callable[[Meeting], Iterator[Finding]], ...]] = (
    all_phases_are_there,  # R01
    phases_in_order,  # R02
    minutes_make_up_the_time,  # R03
    opening_begins_closing_ends,  # R04
    opening_frames,  # R05
    method_fits_phase,  # R06
    method_fits_group,  # R07
    method_gets_its_minutes,  # R08
    work_takes_most,  # R09
    measures_are_complete,  # R10
    closing_has_its_own,  # R11
    buffer_is_there,  # R12
    breaks_are_there,  # R13
    phases_are_visible,  # R14
    nobody_stands_alone,  # R15
    material_suffices,  # R16
)
