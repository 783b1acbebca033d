"""The page that sets works side by side."""
