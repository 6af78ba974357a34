"""The curriculum as data, and everything that turns it into a course."""
