"""Why a file is not taken, with a sentence that tells what to do."""

from __future__ import annotations

from typing import ClassVar

from xblocks.core.errors import BadRequest, Conflict, Invalid, NotFound, TooLarge
from xblocks.core.text import gettext_noop


class UnwantedFile(Invalid):
    """The file itself is the reason, its upload ends; going on with that does not help."""

    code = "unwanted_file"
    sentence = gettext_noop("We cannot take this file. Please choose another one.")


class EmptyFile(UnwantedFile):
    """No bytes."""

    code = "empty_file"
    sentence = gettext_noop("This file is empty. Please check it and choose it again.")


class TypeNotAllowed(UnwantedFile):
    """The name's ending is not among the allowed ones; also when it has none."""

    code = "file_type_not_allowed"
    sentence = gettext_noop(
        "Files of this type are not taken here. Please save it as one of these: %(allowed)s."
    )


class WrongEnding(UnwantedFile):
    """The content is known, but it is not what the name says."""

    code = "wrong_file_ending"
    sentence = gettext_noop(
        "The name of this file ends in .%(ending)s, but its content belongs to %(content)s. "
        "Please save it as .%(ending)s in its program, or correct the name."
    )


class UnknownContent(UnwantedFile):
    """The content is nothing we know."""

    code = "unknown_file_content"
    sentence = gettext_noop(
        "The content of this file does not look like .%(ending)s. "
        "Please open it in its program and save it again."
    )


class DamagedFile(UnwantedFile):
    """It begins well, but cannot be read to its end, or is built as no program builds it."""

    code = "damaged_file"
    sentence = gettext_noop(
        "This file is damaged. Please open it in its program, save it again and choose it again."
    )


class LostOnTheWay(UnwantedFile):
    """A part that had arrived is gone or has changed in the storage."""

    code = "lost_on_the_way"
    sentence = gettext_noop(
        "A part of this file got lost on its way. Please choose the file again."
    )


class ProgramFile(UnwantedFile):
    """A program or script, whatever its name says, or one inside a document."""

    code = "program_file"
    sentence = gettext_noop(
        "This is a program or contains one, so we cannot take it. Please choose a document."
    )


class WebPageFile(UnwantedFile):
    """HTML, SVG, XML or PHP."""

    code = "web_page_file"
    sentence = gettext_noop(
        "This is a web page or a drawing with code, so we cannot take it. "
        "Please print it to a PDF file and choose that."
    )


class MacrosInside(UnwantedFile):
    """An office document with macros or active controls."""

    code = "macros_inside"
    sentence = gettext_noop(
        "This document contains macros, so we cannot take it. "
        "Please save it without macros, for example as .docx, .xlsx or .pptx."
    )


class ProtectedFile(UnwantedFile):
    """Encrypted, so that nobody could look inside."""

    code = "protected_file"
    sentence = gettext_noop(
        "This file is protected with a password. Please save it without one and choose it again."
    )


class OldOrProtected(UnwantedFile):
    """An OLE container: office formats before 2007, and today's ones behind a password."""

    code = "old_or_protected_file"
    sentence = gettext_noop(
        "This document has an old format or is protected with a password. "
        "Please save it without a password as .docx, .xlsx, .pptx or .pdf."
    )


class SomethingAttached(UnwantedFile):
    """Two files in one: something stands before or behind the document."""

    code = "something_attached"
    sentence = gettext_noop(
        "Something else is attached to this file. "
        "Please open it in its program, save it again under a new name and choose that."
    )


class UnpacksTooLarge(UnwantedFile):
    """A container that grows beyond all measure when it is opened (zip bomb)."""

    code = "unpacks_too_large"
    status: ClassVar[int] = 413
    sentence = gettext_noop(
        "This document becomes far too large when it is opened. "
        "Please save it again, or save it as a PDF file."
    )


class FileTooLarge(TooLarge):
    """One file is larger than allowed."""

    code = "file_too_large"
    sentence = gettext_noop(
        "This file has %(size)s, at most %(limit)s are allowed. "
        "Smaller pictures often help; or split it into several files."
    )


class TooManyFiles(Invalid):
    """The place has as many files as it may have."""

    code = "too_many_files"
    sentence = gettext_noop(
        "%(count)s of %(limit)s files are already here. Please remove one before you add another."
    )


class NoRoomLeft(TooLarge):
    """All files of the place together would be too large."""

    code = "no_room_left"
    sentence = gettext_noop(
        "All files together may have %(limit)s; this one does not fit any more. "
        "Please remove a file first or choose a smaller one."
    )


class WrongPart(BadRequest):
    """A part that this upload does not have, or of the wrong length."""

    code = "wrong_part"
    sentence = gettext_noop(
        "A part of the file did not arrive whole. Please try again; "
        "what has arrived so far is kept."
    )


class PartChanged(Conflict):
    """The same part again, with other bytes: the file has changed since."""

    code = "part_changed"
    sentence = gettext_noop(
        "The file has changed since the upload began. Please start the upload again."
    )


class PartsMissing(Conflict):
    """Finishing before everything is there."""

    code = "parts_missing"
    sentence = gettext_noop("The file has not arrived completely yet. Please continue the upload.")


class UploadFinished(Conflict):
    """The upload is complete and takes nothing any more."""

    code = "upload_finished"
    sentence = gettext_noop("This file has already arrived completely.")


class UploadGone(NotFound):
    """No such upload of this person; also when it was given up or is too old."""

    code = "upload_gone"
    sentence = gettext_noop("This upload does not exist any more. Please choose the file again.")


class FileMissing(NotFound):
    """The storage has lost a file that should be there."""

    code = "file_missing"
    sentence = gettext_noop(
        "This file cannot be read at the moment. Please try again later "
        "and tell your coordinator if it happens again."
    )
