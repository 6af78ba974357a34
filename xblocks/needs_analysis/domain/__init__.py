"""The rules of a needs analysis, on plain values."""
