"""What a paper says it found, and the cell of the paper where it says so."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from kb.record import Checked, Id, Record, Text


class Spread(Record):
    """How far a value varies, and what that variation is over (examples, seeds, ...)."""

    value: float
    kind: str


class Comparison(Record):
    """Another method's value of the same metric, as the paper gives it."""

    name: str
    value: float | str
    spread: float | None = None


_PLACES = {
    "section": ("section {}", "第 {} 节"), "table": ("table {}", "表 {}"), "figure": ("figure {}", "图 {}"),
    "row": ("row {}", "{} 行"), "column": ("column {}", "{} 列"), "page": ("page {}", "第 {} 页"),
    "proposition": ("{}", "{}"),
}  # fmt: skip


class Place(Record):
    """Where in the paper a claim stands."""

    section: str | None = None
    table: str | None = None
    figure: str | None = None
    row: str | None = None
    column: str | None = None
    page: str | None = None
    proposition: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Place:
        if not any((self.section, self.table, self.figure, self.page, self.proposition)):
            raise ValueError("a claim names a section, table, figure, page or proposition of its paper")
        return self

    def __str__(self) -> str:
        return self.words("en")

    def words(self, language: str, *, notes: bool = True) -> str:
        """Where to look, in ``en`` or ``zh``; what the paper itself is called there stays as it is printed.

        >>> Place(section="5", table="1", row="GAN", proposition="Theorem 1").words("zh")
        '第 5 节，表 1，GAN 行，Theorem 1'
        """
        zh = language == "zh"
        told = [_PLACES[key][zh].format(value) for key, value in self if value and key in _PLACES]
        if notes and self.note:
            told.append(self.note)
        return ("，" if zh else ", ").join(told)


class Claim(Record):
    """One claim. ``selection`` says how the printed number was chosen (mean, best of n, one run)."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+-\d+$")]
    paper: Id
    statement: Text
    metric: str
    unit: str | None = None
    value: float | str
    spread: Spread | None = None
    dataset: str | None = None
    where: Place
    selection: str | None = None
    compared_with: tuple[Comparison, ...] = Field(default=())
    kind: Literal["value", "direction", "equivalence", "artefact"]
    checked: Checked
    source: Id | None = None
