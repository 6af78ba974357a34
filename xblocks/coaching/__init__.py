"""Coaching desk: external experts answer requests of trainees (`features C1-C9`)."""
