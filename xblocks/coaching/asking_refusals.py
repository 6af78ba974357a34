"""What the trainee's side of the desk refuses beside `refusals`."""

from __future__ import annotations

from xblocks.core.errors import Conflict, Invalid
from xblocks.core.text import gettext_noop


class NothingChosen(Invalid):
    """Consent to nothing."""

    code = "nothing_chosen"
    sentence = gettext_noop("Choose at least one passage, or go on without your milestone.")


class PassagesChanged(Conflict):
    """The team wrote on after the preview was shown."""

    code = "passages_changed"
    sentence = gettext_noop(
        "Your team has changed these passages in the meantime. Read them again, then choose."
    )


class AttachmentsClosed(Conflict):
    """A file for a request that is answered or closed."""

    code = "attachments_closed"
    sentence = gettext_noop(
        "This request takes no files any more. Choose “Not solved” first if you need an answer."
    )
