"""What the page of demonstrations shows: of which paper, by which run, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reproductions.demonstrating import Demonstration, Field


@dataclass(frozen=True)
class Trial:
    """A question in an address; ``asked`` says that its answer is wanted. No run means the newest."""

    paper: str | None = None
    run: str | None = None
    asked: bool = False

    @classmethod
    def read(cls, params: Mapping[str, str]) -> Trial:
        """The trial that an address asks for."""
        return cls(params.get("paper") or None, params.get("run") or None, params.get("ask") == "1")


def question(demonstration: Demonstration, params: Mapping[str, str]) -> dict[str, int | str]:
    """The question in an address; what cannot be understood falls back to its default.

    Fields keep their own names, after an underscore: ``_length=30``.
    """
    return {field.name: _value(field, params.get(f"_{field.name}")) for field in demonstration.fields}


def _value(field: Field, text: str | None) -> int | str:
    if field.least is None or field.most is None:
        return text if text is not None else field.default
    number = int(text) if text and text.isdecimal() and len(text) < 9 else field.default
    return min(max(int(number), field.least), field.most)


def params(demonstration: Demonstration, asked: Mapping[str, int | str]) -> dict[str, str]:
    """The parameters of a question, without those that are as by default."""
    return {f"_{f.name}": str(asked[f.name]) for f in demonstration.fields if asked[f.name] != f.default}
