"""Card boards: who works on them, cards, groups of cards, dots, measures.

Whoever changes anything of a board locks its row first and makes `revision` grow; what is changed
carries that revision, so that a page asks for what is newer than it has.

What is anonymous names nobody from the beginning: there is no author, no time, and a random key in
place of a number that would tell the order. The page that wrote it proves so by a secret of its
own browser; here stands the hash of it (`mark`), other for each card, until the step ends.
"""

from __future__ import annotations

from django.db import models

from xblocks.moderation.records.plans import KEY_LENGTH
from xblocks.roster.records import Company, District, Person

ID_LENGTH = 32
CODE_LENGTH = 8
TITLE_LENGTH = 100
TEXT_LENGTH = 300
MARK_LENGTH = 64


class Board(models.Model):
    """A group's board of an exercise: of a company, of a district, or of a seminar with a `code`.

    `step` names the step the group stands at; what comes after it nobody reads.

    .. no_pii:
    """

    course_key = models.CharField(max_length=KEY_LENGTH)
    usage_key = models.CharField(max_length=KEY_LENGTH)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=CODE_LENGTH, null=True)  # noqa: DJ001 - unique where it is
    title = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    moderator = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=1)
    definition_hash = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_board"
        constraints = [
            models.UniqueConstraint(fields=["usage_key", "company"], name="wbm_board_of_team"),
            models.UniqueConstraint(fields=["usage_key", "district"], name="wbm_board_of_district"),
            models.UniqueConstraint(fields=["usage_key", "code"], name="wbm_board_of_code"),
        ]

    def __str__(self) -> str:
        return f"{self.usage_key} {self.pk}"


class BoardMember(models.Model):
    """Somebody who joined with the code, or writes for those without a device (`proxy`).

    .. no_pii:
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="members", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proxy = models.BooleanField(default=False)

    class Meta:
        db_table = "wbm_board_member"
        constraints = [
            models.UniqueConstraint(fields=["board", "person"], name="wbm_board_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.person_id}"


class BoardSeat(models.Model):
    """Somebody in the room without a device: a number, no name.

    .. no_pii:
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="seats", db_index=False)
    number = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "wbm_board_seat"
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="wbm_board_seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.number}"


class BoardStep(models.Model):
    """Where a step of a board stands: `state` of `domain.board.State`.

    `anonymous` is decided before the step opens and never taken back.

    .. no_pii:
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="steps", db_index=False)
    step = models.CharField(max_length=40)
    state = models.CharField(max_length=16)
    anonymous = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "wbm_board_step"
        constraints = [
            models.UniqueConstraint(fields=["board", "step"], name="wbm_board_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.step}"


class CardGroup(models.Model):
    """Cards that belong together, under a heading of the group.

    `voted` is the step of the first vote on it; from then on it stays as it is.

    .. pii: Headings as groups write them.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="groups", db_index=False)
    heading = models.CharField(max_length=TEXT_LENGTH, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    voted = models.CharField(max_length=40, blank=True, default="")
    removed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField()

    class Meta:
        db_table = "wbm_card_group"
        indexes = [models.Index(fields=["board", "revision"], name="wbm_card_group_newer")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.heading}"


class Card(models.Model):
    """A card: one thought. `id` comes from the page that wrote it, so that sent twice is once.

    `author` or `seat` in steps with names; in anonymous ones neither, and `mark` until the reveal.

    .. pii: Thoughts as people write them, with their author where the step has names.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    board = models.ForeignKey(Board, models.CASCADE, related_name="cards", db_index=False)
    step = models.CharField(max_length=40)
    text = models.CharField(max_length=TEXT_LENGTH)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField(null=True)
    mark = models.CharField(max_length=MARK_LENGTH, blank=True, default="")
    group = models.ForeignKey(CardGroup, models.SET_NULL, null=True, related_name="cards")
    position = models.PositiveIntegerField(default=0)
    removed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField()

    class Meta:
        db_table = "wbm_card"
        indexes = [models.Index(fields=["board", "revision"], name="wbm_card_newer")]

    def __str__(self) -> str:
        return self.id


class Ballot(models.Model):
    """The dots of one voter in one step. `dots` is JSON text: group or field of the scale → number.

    With names it says `person` or `seat`; without, only `mark`, until the vote closes.

    .. no_pii:
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    board = models.ForeignKey(Board, models.CASCADE, related_name="ballots", db_index=False)
    step = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField(null=True)
    mark = models.CharField(max_length=MARK_LENGTH, blank=True, default="")
    dots = models.TextField(default="{}")

    class Meta:
        db_table = "wbm_ballot"
        constraints = [
            models.UniqueConstraint(fields=["board", "step", "person"], name="wbm_ballot_person"),
            models.UniqueConstraint(fields=["board", "step", "seat"], name="wbm_ballot_seat"),
        ]

    def __str__(self) -> str:
        return self.id


class DrawnBallot(models.Model):
    """That somebody has taken a ballot of an anonymous vote: that, not which one.

    .. no_pii:
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="drawn", db_index=False)
    step = models.CharField(max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "wbm_ballot_drawn"
        constraints = [
            models.UniqueConstraint(fields=["board", "step", "person"], name="wbm_drawn_person"),
            models.UniqueConstraint(fields=["board", "step", "seat"], name="wbm_drawn_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.step}"


class BoardMeasure(models.Model):
    """What a group agreed on: what, who (one person), until when, how it is recognised.

    .. pii: Measures and responsible people as a group writes them.
    .. pii_types: name, other
    .. pii_retirement: local_api
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="measures", db_index=False)
    step = models.CharField(max_length=40)
    group = models.ForeignKey(CardGroup, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=TEXT_LENGTH, blank=True, default="")
    who = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    who_else = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    until = models.DateField(null=True)
    sign = models.CharField(max_length=TEXT_LENGTH, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    revision = models.PositiveIntegerField()

    class Meta:
        db_table = "wbm_board_measure"
        indexes = [models.Index(fields=["board", "revision"], name="wbm_board_measure_newer")]

    def __str__(self) -> str:
        return f"{self.board_id} {self.what}"


class BoardMove(models.Model):
    """What the group did while arranging, to be undone: JSON text before and after, and no name.

    .. no_pii:
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="moves", db_index=False)
    number = models.PositiveIntegerField()
    before = models.TextField()
    after = models.TextField()
    undone = models.BooleanField(default=False)

    class Meta:
        db_table = "wbm_board_move"
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="wbm_board_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.number}"


class BoardFeedback(models.Model):
    """What a trainer says to who moderates. `ratings` is JSON text: criterion of 3.9 → 1 to 4.

    .. pii: Feedback on a person's moderation, by name of the trainer.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="feedback", db_index=False)
    trainer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    moderator = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ratings = models.TextField(default="{}")
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "wbm_board_feedback"
        constraints = [
            models.UniqueConstraint(
                fields=["board", "trainer", "moderator"], name="wbm_board_feedback_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.trainer_id}"
