"""Matches people to accounts when they register."""

from __future__ import annotations


def connect() -> None:
    """Listen for new accounts."""
