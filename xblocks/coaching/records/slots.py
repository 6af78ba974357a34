"""Appointments."""

from __future__ import annotations

from django.db import models

from xblocks.coaching.domain.slots import PLACE_LENGTH
from xblocks.coaching.records.requests import KEY_LENGTH, TOKEN_LENGTH, WORD, Request
from xblocks.roster.records import Company, Person

UID_LENGTH = 64


class Slot(models.Model):
    """A time an expert offers. `seats` 1: one trainee or team; more: a group.

    Nobody books later than `guard` minutes before it starts, which is `closes_at`. `series` is the
    same for slots offered at once. `uid` and `sequence` are those of the expert's calendar entry;
    `sequence` grows when it is moved or cancelled, `changed_at` with every change of the entry.
    `place` says how people meet; only who has booked reads it.

    .. pii: When and how an expert can be met.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    expert = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField(default=1)
    guard = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=PLACE_LENGTH, blank=True, default="")
    series = models.CharField(max_length=TOKEN_LENGTH, blank=True, default="")
    uid = models.CharField(max_length=UID_LENGTH, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_coaching_slot"
        indexes = [
            models.Index(fields=["course_key", "starts_at"], name="wbm_slot_of_course"),
            models.Index(fields=["expert", "starts_at"], name="wbm_slot_of_expert"),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id} {self.starts_at}"


class Booking(models.Model):
    """A seat of a slot taken by somebody. `seat` counts from 1 and is None once given back, so
    that the constraint lets nobody sit on a taken one.

    Moved to another slot it stays the same booking, and the same entry in the calendar of who
    booked: that is what `uid` and `sequence` are for. `company` is the team it counts for, as it
    was then; `occasion` is a word of `domain.allowance`, empty for a group.

    .. pii: Who meets an expert when.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings", db_index=False)
    seat = models.PositiveSmallIntegerField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="bookings")
    occasion = models.CharField(max_length=WORD, blank=True, default="")
    uid = models.CharField(max_length=UID_LENGTH, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    booked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_coaching_booking"
        constraints = [
            models.UniqueConstraint(fields=["slot", "seat"], name="wbm_booking_seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.slot_id}.{self.seat}"


class FeedAddress(models.Model):
    """The secret address of somebody's calendar; only its hash is kept. Renewing replaces it.

    .. no_pii:
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_coaching_feed"

    def __str__(self) -> str:
        return f"{self.person_id}"
