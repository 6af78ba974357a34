"""Texts of xblocks-contrib in our catalogue: the package brings no German."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_noop as _

SCRIPTS = (
    _("Adjust video speed"),
    _("Adjust video volume"),
    _("Could not grade your answer. The submission was aborted."),
    _("Fill browser"),
    _("Exit full browser"),
    _("Hide closed captions"),
    _("Mute"),
    _("Pause"),
    _("Play"),
    _("Play video"),
    _("Speed"),
    _("The grading process is still running. Refresh the page to see updates."),
    _("This browser cannot play .mp4, .ogg, or .webm files."),
    _("This problem has been reset."),
    _("Turn off transcripts"),
    _("Turn on closed captioning"),
    _("Turn on transcripts"),
    _("Unmute"),
    _("Video ended"),
    _("Video position"),
    _("Video position. Press space to toggle playback"),
    _("Video speed: "),
    _("Video transcript"),
    _("Volume"),
    _("unsubmitted"),
    _("{earned}/{possible} point (graded)"),
    _("{earned}/{possible} points (graded)"),
    _("{earned}/{possible} point (ungraded)"),
    _("{earned}/{possible} points (ungraded)"),
    _("{label}: {status}"),
    _("{num_points} point possible (graded)"),
    _("{num_points} points possible (graded)"),
    _("{num_points} point possible (graded, results hidden)"),
    _("{num_points} points possible (graded, results hidden)"),
    _("{num_points} point possible (ungraded)"),
    _("{num_points} points possible (ungraded)"),
    _("{num_points} point possible (ungraded, results hidden)"),
    _("{num_points} points possible (ungraded, results hidden)"),
)
"""What scripts of the blocks show."""

PAGES = (
    _("Answer received."),
    _("Answer submitted."),
    _("Answer"),
    _("Answers are displayed within the problem"),
    _("Average Score"),
    _("Correct"),
    _("Correct:"),
    _("Could not interpret '{student_answer}' as a number."),
    _("Download handout"),
    _("Download transcript"),
    _("Download video file"),
    _("Downloads and transcripts"),
    _("Explanation"),
    _("First Score"),
    _("Grading method:"),
    _("Highest Score"),
    _("Hint ({hint_num} of {hints_count}): "),
    _("Hint"),
    _("Incorrect"),
    _("Incorrect:"),
    _("Invalid math syntax: '{student_answer}'"),
    _("Last Score"),
    _("Loading video player"),
    _("Next Hint"),
    _("No answer provided."),
    _("No playable video sources found."),
    _("Not yet answered."),
    _("Partially Correct"),
    _("Problem is closed."),
    _("Problem must be reset before it can be submitted again."),
    _("Problem needs to be reset prior to save."),
    _("Question"),
    _("Question {index}"),
    _("Question {}"),
    _("Reset your answer"),
    _("Reset"),
    _("Review"),
    _("Save your answer"),
    _("Save"),
    _("Select an option"),
    _("Show answer"),
    _(
        "Some problems have options such as save, reset, hints, or show answer."
        " These options follow the Submit button."
    ),
    _("Submit"),
    _("Submitting"),
    _(
        "The state of this problem has changed since you loaded this page."
        " Please refresh your page."
    ),
    _("This answer is being processed."),
    _("This answer is correct."),
    _("This answer is incorrect."),
    _("This answer is partially correct."),
    _("Transcripts"),
    _("Video"),
    _("Warning: The problem has been reset to its initial state!"),
    _(
        "We're sorry, there was an error with processing your request."
        " Please try reloading your page and trying again."
    ),
    _("You cannot select Reset for a problem that is closed."),
    _("You must submit an answer before you can select Reset."),
    _("You must wait at least {wait_secs} between submissions. {remaining_secs} remaining."),
    _("You must wait at least {wait} seconds between submissions."),
    _("Your answers have been saved but not graded. Click '{button_name}' to grade them."),
    _("Your answers have been saved."),
    _("Your answers were previously saved. Click '{button_name}' to grade them."),
    _("Your browser does not support this video format. Try using a different browser."),
    _("correct"),
    _("incomplete"),
    _("incorrect"),
    _("or"),
    _("partially correct"),
    _("processing"),
    _("submitted"),
    _("unanswered"),
    ngettext_lazy("Correct ({progress} point)", "Correct ({progress} points)"),
    ngettext_lazy("Incorrect ({progress} point)", "Incorrect ({progress} points)"),
    ngettext_lazy("Partially correct ({progress} point)", "Partially correct ({progress} points)"),
    ngettext_lazy(
        "You have used %(attempts_used)s of %(num_total)s attempt.",
        "You have used %(attempts_used)s of %(num_total)s attempts",
        "num_total",
    ),
    ngettext_lazy("{num_hour} hour", "{num_hour} hours"),
    ngettext_lazy("{num_minute} minute", "{num_minute} minutes"),
    ngettext_lazy("{num_second} second", "{num_second} seconds"),
)
"""What their pages and templates show."""


def for_scripts() -> dict[str, str]:
    """Return the reader's words for texts of scripts."""
    return {text: gettext(text) for text in SCRIPTS}
