"""All Django models of the suite, where Django looks for them."""

from xblocks.dossier.records import AttendanceNote, ShareLink
from xblocks.exercises.records import Exercise, ExerciseVersion
from xblocks.files.records import StoredFile, Upload, UploadPart
from xblocks.grading.records import (
    DownloadMark,
    FeedbackFile,
    LibraryComment,
    MemberScore,
    Pile,
    Review,
    ReviewDraft,
    ReviewNote,
    ScoreChange,
    Seat,
    Work,
    WorkMember,
)
from xblocks.notices.records import Notice, Reminder
from xblocks.roster.records import (
    Company,
    District,
    PastMembership,
    PendingImport,
    Person,
    PersonDistrict,
    PersonRole,
    PersonTopic,
)
from xblocks.transfer_project.records import (
    Activity,
    Draft,
    Extension,
    FieldFile,
    Folder,
)

__all__ = [
    "Activity",
    "AttendanceNote",
    "Company",
    "District",
    "DownloadMark",
    "Draft",
    "Exercise",
    "ExerciseVersion",
    "Extension",
    "FeedbackFile",
    "FieldFile",
    "Folder",
    "LibraryComment",
    "MemberScore",
    "Notice",
    "PastMembership",
    "PendingImport",
    "Person",
    "PersonDistrict",
    "PersonRole",
    "PersonTopic",
    "Pile",
    "Reminder",
    "Review",
    "ReviewDraft",
    "ReviewNote",
    "ScoreChange",
    "Seat",
    "ShareLink",
    "StoredFile",
    "Upload",
    "UploadPart",
    "Work",
    "WorkMember",
]
