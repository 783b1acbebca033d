"""A lineage as one deterministic SVG: layout apart from ink."""

from kb.drawing.ink import svg

__all__ = ["svg"]
