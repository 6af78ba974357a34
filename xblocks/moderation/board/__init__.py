"""A group's card board: who reaches it, and what is done on it.

Every use case takes the actor and the board's id, asks the permission on its first line, holds the
board's row (`membership.held`) and makes its revision grow (`membership.touch`). `step` is the id
of the step a page writes in: unless the group stands there and it is open, `StepClosed` (409) is
raised and the page keeps the text. `secret` is what the browser's cookie holds, "" for none; `seat`
the number of somebody without a device, for whom the moderator or a proxy writes.

    opening.boards_of(actor, exercise) -> list[Board]             that they may enter now
    opening.open_board(actor, exercise, now, title="") -> Board   team's, district's, or a new code
    opening.open_for(actor, exercise, *, company, district, now) -> Board    a trainer, for a group
    opening.join(actor, exercise, code, now) -> Board
    opening.leave(actor, board_id, now) -> None

    membership.reached(actor, board_id) -> Access                 to read; `NotFound` for others
    membership.members(board) -> list[Person]

    moderating.take(actor, board_id, now)                         while nobody has it
    moderating.hand_over(actor, board_id, person, now)            moderator to a member
    moderating.appoint(actor, board_id, person, now)              trainer
    moderating.lay_down(actor, board_id, now)
    moderating.set_seats(actor, board_id, count, now)
    moderating.set_proxy(actor, board_id, person, now, *, proxy)
    moderating.act(actor, board_id, step, act, now, *, anonymous=None)   act: domain.board.Act

    cards.write(actor, board_id, step, card, text, now, *, secret="", seat=None) -> Card
    cards.withdraw(actor, board_id, step, card, now, *, secret="", seat=None) -> None
    cards.take_off(actor, board_id, card, now) -> int             moderator; number of the move

    arranging.move_cards(actor, board_id, step, cards, group, before, now) -> int
    arranging.add_group(actor, board_id, step, heading, cards, now) -> tuple[int, int]   group, move
    arranging.rename_group(actor, board_id, step, group, heading, was, now) -> int
    arranging.move_group(actor, board_id, step, group, before, now) -> int
    arranging.remove_group(actor, board_id, step, group, now) -> int   its cards stand alone again
    undoing.undo(actor, board_id, step, number, now) -> None
    undoing.last_move(access) -> int | None

    voting.put_dots(actor, board_id, step, target, number, now, *, secret="", seat=None) -> Mine
    voting.vote_of(access, step, secret="", seat=None) -> Vote    sums None until it is closed

    measures.add(actor, board_id, step, values, now) -> BoardMeasure
    measures.change(actor, board_id, step, measure, values, version, now) -> BoardMeasure
    measures.remove(actor, board_id, step, measure, now, *, back=False) -> None
    measures.Values(what, who, who_else, until, sign, group)      who: person id, or who_else: name
    measures.of(access, since=0) -> list[BoardMeasure]

    feedback.keep(actor, board_id, moderator, ratings, text, version, now) -> BoardFeedback
    feedback.CRITERIA, feedback.LEVELS
    feedback.readable(access) -> list[BoardFeedback]

    reading.frame(access) -> Frame                                steps, who moderates, counts
    reading.cards(access, step=None, since=0) -> list[CardShown]  visible ones, never hidden ones
    cards.own_cards(access, step, secret, seat) -> list[Card]     hidden or not; seat None: oneself
    reading.groups(access, since=0) -> list[GroupShown]
    reading.gone(access, since) -> (card ids, group ids)          taken off after a revision

    polling.key(access) -> str                                    into each page part
    polling.unchanged(key, board_id, since) -> bool               one statement, no session

    marks.COOKIE, marks.new_secret(), marks.is_secret(text)       cookie: HttpOnly, Lax, path of the
                                                                  board, set at an anonymous write
"""
