"""Exercises and desks for continuing-education mentors, as an Open edX plug-in."""
