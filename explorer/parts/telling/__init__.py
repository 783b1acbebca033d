"""What is told: stories, awards, press, sources."""
