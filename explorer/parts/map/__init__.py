"""The map of all works."""
