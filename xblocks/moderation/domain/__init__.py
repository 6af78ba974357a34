"""Rules of moderation, without Django."""
