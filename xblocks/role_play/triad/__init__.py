"""Role-play of three: gathering, the clock, notes and sheets, feedback, what is released."""
