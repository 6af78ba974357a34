"""Rules of the branching dialogue."""
