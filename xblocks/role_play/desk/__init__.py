"""Pages of role-plays with people, and of who trains them."""
