"""What the scripts of a triad say, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext

from xblocks.role_play.observing import PHASES


def script_words() -> dict[str, str]:
    """Return sentences by name; places in them are filled by the scripts."""
    return {
        "offline": gettext(
            "No connection. The clock goes on, and what you write stays on this device."
        ),
        "unsent": gettext("Not sent: no connection. Please try again."),
        "failed": gettext("Something went wrong on our side. Please try again."),
        "signed_out": gettext(
            "You are signed out, or this is for others. Reload the page; your text is kept."
        ),
        "kept": gettext("This was not sent yet. It is kept on this device."),
        "copied": gettext("The text is copied."),
        "all_sent": gettext("All is sent."),
        "one_waits": gettext("1 entry is not sent yet. It stays on this device."),
        "some_wait": gettext("%(count)s entries are not sent yet. They stay on this device."),
        "overrun": gettext("%(time)s over"),
        "left": gettext("%(time)s left"),
        "stopped": gettext("stopped"),
        "remove": gettext("Remove"),
        "remove_this": gettext("Remove the note at %(time)s"),
        "phase_now": gettext("Phase: %(phase)s"),
        "noted": gettext("Noted at %(time)s."),
        "time_up": gettext("The time for this step is up. Go on when you are ready."),
        **{f"phase_{name}": gettext(words) for name, words in PHASES.items()},
    }
