"""Running papers: before, during and after."""
