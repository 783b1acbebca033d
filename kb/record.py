"""What all records share: frozen, no unknown fields, texts in two languages, dates as exact as known."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

Language = Literal["en", "zh"]
Checked = Literal["read", "reported", "recalled"]


class Record(BaseModel):
    """A fact that nobody can change after it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Text(Record):
    """A text for visitors, in both languages of the house."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


def _valid_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("an id is lower case a-z, 0-9 and single hyphens")
    return value


def _valid_date(value: str) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    if not match:
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    import datetime

    datetime.date(year, month, day)  # raises ValueError for the 31st of February
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
