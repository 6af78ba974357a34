"""The matrix of a team: who reaches it, and what is done with it."""
