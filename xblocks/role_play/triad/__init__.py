"""Role-play of three: who is in it, the clock, notes, feedback in its order, whose the sheets are.

Every use case takes the actor and the triad's id, asks the permission on its first line, holds the
triad's row (`membership.held`) and makes its revision grow (`membership.touch`); notes and levels
change nothing that others see, so they leave the revision alone. `number` names the round a page
shows, so that what a phone sends late lands where it belongs.
"""
