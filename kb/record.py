"""What all records share: frozen, no unknown fields, texts in two languages, dates as exact as known."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

Language = Literal["en", "zh"]
Checked = Literal["read", "reported", "recalled"]


LONGEST_ID = 100  # characters
FIRST_YEAR, LAST_YEAR = 1500, 2100  # nothing older is cited here; a later year is a slip of the finger


#: What of pydantic a reader of facts uses; the rest is its own, much of it deprecated.
_KEPT = frozenset({"model_copy", "model_dump", "model_dump_json", "model_validate", "model_fields"})


class Record(BaseModel):
    """A fact that nobody can change after it was read."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False, defer_build=True
    )

    def __dir__(self) -> list[str]:
        """What is meant to be used: the fields and properties, and how to take a record apart or make one."""
        inherited = set(dir(BaseModel)) - _KEPT
        return sorted(name for name in super().__dir__() if name not in inherited or name.startswith("__"))


class Text(Record):
    """A text for visitors, in both languages of the house."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def _valid_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) or len(value) > LONGEST_ID:
        raise ValueError(f"an id is lower case a-z, 0-9 and single hyphens, at most {LONGEST_ID}")
    if re.fullmatch(r"con|prn|aux|nul|(com|lpt)[0-9]", value):
        raise ValueError(
            "Windows keeps this name for a device, and no page can be called so; add a word to it"
        )
    return value


def _valid_date(value: str) -> str:
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", value)
    if not match:
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD; write it in quotes")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"a year lies between {FIRST_YEAR} and {LAST_YEAR}; check the digits")
    try:
        datetime.date(year, month, day)
    except ValueError as error:
        raise ValueError("there is no such day; check month and day") from error
    return value


def _year_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Id = Annotated[str, AfterValidator(_valid_id)]
PartialDate = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_valid_date)]


def earliest(date: str) -> str:
    """The first day that a partial date can mean.

    >>> earliest("2014-06")
    '2014-06-01'
    """
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def latest(date: str) -> str:
    """A text that sorts after every day that a partial date can mean.

    >>> latest("2014") >= "2014-12-31"
    True
    """
    return (date + "-99-99")[:10] if len(date) == 4 else (date + "-99")[:10]
