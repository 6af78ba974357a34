"""Coaching's pages."""
