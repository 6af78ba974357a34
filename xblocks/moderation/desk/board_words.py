"""What the script of a board says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext


def script_words() -> dict[str, str]:
    """Return sentences by name; places in them are filled by the script."""
    return {
        "offline": gettext(
            "No connection. What you write stays on this device; we try again by ourselves."
        ),
        "unsent": gettext("Not sent: no connection. Please try again."),
        "failed": gettext("Something went wrong on our side. Please try again."),
        "signed_out": gettext(
            "You are signed out, or this is for others. Reload the page; your text is kept."
        ),
        "saving": gettext("Saving …"),
        "saved": gettext("Saved"),
        "waiting": gettext("Not sent yet. We keep trying."),
        "kept": gettext("This was not on the board yet. It is kept on this device."),
        "copied": gettext("The text is copied."),
        "many_words": gettext("%(count)s words. Two cards, perhaps? At most seven can be read."),
        "full": gettext("Seven words: enough for a card."),
        "too_long": gettext("%(count)s characters, at most %(most)s. Please make it shorter."),
        "no_heading": gettext("Without heading"),
        "some_cards": gettext("%(count)s cards"),
        "ticked": gettext("%(count)s ticked"),
        "moved": gettext("“%(card)s” lies in “%(group)s” now, %(place)s of %(all)s."),
        "moved_many": gettext("%(count)s cards lie in “%(group)s” now."),
        "dots_here": gettext("%(count)s of %(cap)s dots"),
        "left": gettext("%(count)s of %(all)s dots left"),
        "one_left": gettext("1 of %(all)s dots left"),
        "none_left": gettext("All dots are put. Take one away to put it elsewhere."),
        "cap_reached": gettext("No more of your dots can go here."),
    }
