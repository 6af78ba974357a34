"""What is kept of people, how long, and how they get it or have it removed."""
