"""SQLite of Django 4.2 with two options that Django has since 5.1."""
