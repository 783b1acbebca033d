"""A lineage as one deterministic SVG, layout apart from ink; or as text for Mermaid and Graphviz."""

from kb.drawing.diagrams import dot, mermaid
from kb.drawing.ink import svg

__all__ = ["dot", "mermaid", "svg"]
