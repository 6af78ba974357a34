"""Pages of sample talks, and of who trains people to talk."""
