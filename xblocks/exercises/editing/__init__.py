"""The editor of exercises: one for all kinds, made from the schema of their definition."""
