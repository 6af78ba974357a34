"""Everything others may ask of grading.

Use cases take the actor first, check what they may do first, and run in one transaction. The
functions marked as such are for components, which have checked who asks.
"""

from __future__ import annotations

from xblocks.grading.claims import claim, prolong, release, take_over
from xblocks.grading.deciding import decide, regrade
from xblocks.grading.domain import Decision, Deviation, Rating, Status
from xblocks.grading.downloads import grade_list, mark_downloaded, works_to_download
from xblocks.grading.drafts import draft, save_draft
from xblocks.grading.handing_in import hand_in, withdraw
from xblocks.grading.jury import (
    close_jury,
    give_chair,
    jury,
    leave_seat,
    seat_guest,
    submit_seat,
    take_seat,
)
from xblocks.grading.library import keep_comment, library, remove_comment, use_comment
from xblocks.grading.notes import add_note, notes
from xblocks.grading.opening import history, open_work
from xblocks.grading.ordering import Sort
from xblocks.grading.presenters import Presenter, register
from xblocks.grading.queueing import Filters, QueuePage, View, following, my_works, queue
from xblocks.grading.results import results_for_team
from xblocks.grading.scoring import account_linked, accounts_linked
from xblocks.grading.standing import Standing, latest, standing, standings, standings_of, works_of

FOR_TRAINEES = (hand_in, withdraw, results_for_team)
FOR_GRADERS = (
    add_note,
    claim,
    close_jury,
    decide,
    draft,
    following,
    give_chair,
    grade_list,
    history,
    jury,
    keep_comment,
    leave_seat,
    library,
    mark_downloaded,
    my_works,
    notes,
    open_work,
    prolong,
    queue,
    regrade,
    release,
    remove_comment,
    save_draft,
    seat_guest,
    submit_seat,
    take_over,
    take_seat,
    use_comment,
    works_to_download,
)
FOR_COMPONENTS = (
    account_linked,
    accounts_linked,
    latest,
    register,
    standing,
    standings,
    standings_of,
    works_of,
)

__all__ = [
    "FOR_COMPONENTS",
    "FOR_GRADERS",
    "FOR_TRAINEES",
    "Decision",
    "Deviation",
    "Filters",
    "Presenter",
    "QueuePage",
    "Rating",
    "Sort",
    "Standing",
    "Status",
    "View",
    "account_linked",
    "accounts_linked",
    "add_note",
    "claim",
    "close_jury",
    "decide",
    "draft",
    "following",
    "give_chair",
    "grade_list",
    "hand_in",
    "history",
    "jury",
    "keep_comment",
    "latest",
    "leave_seat",
    "library",
    "mark_downloaded",
    "my_works",
    "notes",
    "open_work",
    "prolong",
    "queue",
    "register",
    "regrade",
    "release",
    "remove_comment",
    "results_for_team",
    "save_draft",
    "seat_guest",
    "standing",
    "standings",
    "standings_of",
    "submit_seat",
    "take_over",
    "take_seat",
    "use_comment",
    "withdraw",
    "works_of",
    "works_to_download",
]
