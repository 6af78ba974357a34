"""Addresses of the transfer project: everything shared is written and read here."""
