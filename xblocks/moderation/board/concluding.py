"""What a group has reached when a step ends: agreed measures, and in the end the exercise."""

from __future__ import annotations

from xblocks.host import completion
from xblocks.moderation.board.membership import Access, members
from xblocks.moderation.records import BoardMeasure
from xblocks.moderation.reporting import report_agreed


def conclude(here: Access) -> None:
    """Report measures for all of the group, and tick the exercise with the end of the last step."""
    accounts = [each.user_id for each in members(here.board) if each.user_id is not None]
    if here.step.kind == "plan":
        agreed = BoardMeasure.objects.filter(board=here.board, step=here.step.id, removed=False)
        report_agreed(here.board, accounts, agreed.count())
    if here.step.id == here.definition.steps[-1].id:
        completion.publish_completion(here.board.usage_key, accounts, done=True)
