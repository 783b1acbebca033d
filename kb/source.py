"""Where facts were read."""

from __future__ import annotations

from typing import Literal

from kb.record import Id, PartialDate, Record, Text


class Source(Record):
    """A text, a list, a post or a repository that a fact was read in."""

    id: Id
    kind: Literal[
        "article", "email", "post", "talk", "paper_list", "paper", "repository", "page", "announcement"
    ]
    title: Text
    author: str | None = None
    publisher: str | None = None
    date: PartialDate | None = None
    language: str = "en"
    url: str | None = None
    machine_made: bool = False  # written by a program, in whole or for the most part: carries no link alone
    note: Text | None = None

    def name_in(self, language: str) -> str:
        return self.title[language]
