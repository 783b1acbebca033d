"""Pictures that a run leaves behind, drawn with numpy alone: PNG for pixels, SVG for what has axes."""
