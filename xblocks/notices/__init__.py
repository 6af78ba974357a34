"""Tells people that something waits: a row in their inbox and a mail without content."""
