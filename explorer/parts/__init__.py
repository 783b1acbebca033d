"""Small functions that draw one thing each, from facts to HTML; pages put them together."""
