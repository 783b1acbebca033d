"""The page of ways from one work to another."""
