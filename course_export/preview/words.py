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
    _("Answer submitted."),
    _("Answer"),
    _("Answers are displayed within the problem"),
    _("Average Score"),
    _("Correct"),
    _("Download handout"),
    _("Download transcript"),
    _("Download video file"),
    _("Downloads and transcripts"),
    _("Explanation"),
    _("First Score"),
    _("Grading method:"),
    _("Highest Score"),
    _("Hint"),
    _("Incorrect"),
    _("Last Score"),
    _("Loading video player"),
    _("Next Hint"),
    _("No playable video sources found."),
    _("Not yet answered."),
    _("Partially Correct"),
    _("Problem is closed."),
    _("Question {}"),
    _("Reset your answer"),
    _("Reset"),
    _("Review"),
    _("Save your answer"),
    _("Save"),
    _("Show answer"),
    _(
        "Some problems have options such as save, reset, hints, or show answer."
        " These options follow the Submit button."
    ),
    _("Submit"),
    _("Submitting"),
    _("This answer is being processed."),
    _("This answer is correct."),
    _("This answer is incorrect."),
    _("This answer is partially correct."),
    _("Transcripts"),
    _("Video"),
    _("You must submit an answer before you can select Reset."),
    _("Your answers have been saved but not graded. Click '{button_name}' to grade them."),
    _("Your answers have been saved."),
    _("Your answers were previously saved. Click '{button_name}' to grade them."),
    _("Your browser does not support this video format. Try using a different browser."),
    _("correct"),
    _("incomplete"),
    _("incorrect"),
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
)
"""What their pages and templates show."""


def for_scripts() -> dict[str, str]:
    """Return the reader's words for texts of scripts."""
    return {text: gettext(text) for text in SCRIPTS}
