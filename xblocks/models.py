"""All Django models of the suite, where Django looks for them."""

from xblocks.exercises.records import Exercise
from xblocks.files.records import StoredFile, Upload, UploadPart
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

__all__ = [
    "Company",
    "District",
    "Exercise",
    "PastMembership",
    "PendingImport",
    "Person",
    "PersonDistrict",
    "PersonRole",
    "PersonTopic",
    "StoredFile",
    "Upload",
    "UploadPart",
]
