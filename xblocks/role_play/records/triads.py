"""Triads: who plays with whom, where the clock stands, what was observed in each round.

Whoever changes anything of a triad locks its row first and makes `revision` grow, so that a page
learns by one number that it has to ask. Sheets, notes and words of a round belong to who advised
in it: others read what that person released.
"""

from __future__ import annotations

from django.db import models

from xblocks.role_play.records.practice import KEY_LENGTH
from xblocks.roster.records import Person

CODE_LENGTH = 8
ID_LENGTH = 32
SHORT = 16


class TriadGroup(models.Model):
    """Three (or two) who play together. `code` opens it until `code_until`.

    `round` is 0 while they gather; `step` names the step of the round, begun at `step_at`;
    `stopped_at` says since when the clock stands still, `stopped_ms` how long it stood in this
    step, `more` by how many minutes the step was extended.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    code = models.CharField(max_length=CODE_LENGTH)
    code_until = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=SHORT, blank=True, default="")
    step_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_ms = models.PositiveIntegerField(default=0)
    more = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    definition_hash = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_triad"
        constraints = [
            models.UniqueConstraint(fields=["usage_key", "code"], name="wbm_triad_of_code"),
        ]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.pk}"


class TriadMember(models.Model):
    """Somebody of a triad on `seat` 0, 1 or 2, from which the role of each round follows.

    Without `device` another member's phone serves for them; `left_at`: they went, the seat stays.

    .. no_pii:
    """

    triad = models.ForeignKey(TriadGroup, models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    device = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_triad_member"
        constraints = [
            models.UniqueConstraint(fields=["triad", "person"], name="wbm_triad_member_once"),
            models.UniqueConstraint(fields=["triad", "seat"], name="wbm_triad_member_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.triad_id} {self.person_id}"


class TriadRound(models.Model):
    """A round: its case, who had which role, what its adviser took along.

    `focus` is JSON text: at most two criteria. `stage` says how far feedback has come
    (`triad.rules.Stage`). `to_triad`, `to_trainer`: what the adviser released to whom; `trainer`
    was invited to rate.

    .. pii: What people say about a talk, in their own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    triad = models.ForeignKey(TriadGroup, models.CASCADE, related_name="rounds", db_index=False)
    number = models.PositiveSmallIntegerField()
    case = models.CharField(max_length=40, blank=True, default="")
    adviser = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    colleague = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    observer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    trainer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    focus = models.TextField(default="[]")
    attention = models.CharField(max_length=300, blank=True, default="")
    stage = models.CharField(max_length=SHORT, blank=True, default="")
    intention = models.TextField(blank=True, default="")
    to_triad = models.BooleanField(default=False)
    to_trainer = models.BooleanField(default=False)
    begun_at = models.DateTimeField()
    talk_at = models.DateTimeField(null=True)
    talk_seconds = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_triad_round"
        constraints = [
            models.UniqueConstraint(fields=["triad", "number"], name="wbm_triad_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.triad_id} {self.number}"


class RoundSheet(models.Model):
    """How one rater saw the adviser of a round: `rater` is self, colleague, observer or trainer.

    `levels` is JSON text: criterion to 1–4; what could not be observed is not in it. `experience`
    is the colleague's, `strength` and `wish` the observer's and the trainer's.

    .. pii: What people say about a talk, in their own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    round = models.ForeignKey(TriadRound, models.CASCADE, related_name="sheets", db_index=False)
    rater = models.CharField(max_length=SHORT)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    levels = models.TextField(default="{}")
    experience = models.TextField(blank=True, default="")
    strength = models.TextField(blank=True, default="")
    wish = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_round_sheet"
        constraints = [
            models.UniqueConstraint(fields=["round", "rater"], name="wbm_round_sheet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.rater}"


class RoundNote(models.Model):
    """Something seen during a talk, `at` seconds after its beginning. `id` comes from the phone.

    A change of phase carries `phase`; a note `text` and perhaps the `criterion` it belongs to.

    .. pii: Notes about a talk, in the words of who observes.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    id = models.CharField(max_length=ID_LENGTH, primary_key=True)
    round = models.ForeignKey(TriadRound, models.CASCADE, related_name="notes")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.PositiveIntegerField()
    phase = models.CharField(max_length=SHORT, blank=True, default="")
    criterion = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    removed = models.BooleanField(default=False)

    class Meta:
        db_table = "wbm_round_note"

    def __str__(self) -> str:
        return f"{self.round_id} {self.at}"
