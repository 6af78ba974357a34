"""Appointments with experts: offered, booked, cancelled, moved, in calendars."""
