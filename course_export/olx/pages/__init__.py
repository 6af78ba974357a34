"""Pages made from data, as accessible HTML."""
