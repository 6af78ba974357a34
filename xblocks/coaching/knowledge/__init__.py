"""Shared knowledge: made of answers, agreed to by who asked, signed, and found again."""
