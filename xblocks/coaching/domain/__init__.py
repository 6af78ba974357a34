"""The rules of coaching on plain values."""
