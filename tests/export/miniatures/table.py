"""All miniatures: the clean course, broken in one place each."""

from tests.export.miniatures import (
    blocks,
    exercises,
    files,
    grading,
    links,
    names,
    policy,
    settings,
    structure,
)

MINIATURES = (
    *files.MINIATURES,
    *structure.MINIATURES,
    *names.MINIATURES,
    *blocks.MINIATURES,
    *settings.MINIATURES,
    *links.MINIATURES,
    *policy.MINIATURES,
    *grading.MINIATURES,
    *exercises.MINIATURES,
)
