"""Files people bring: received in parts, checked by content, kept once, handed out as downloads."""
