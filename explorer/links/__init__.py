"""The address of everything: what a page shows <-> the query parameters that say so. Pure functions.

Addresses are relative, so that the explorer also works below a path of a server. A parameter that has its
default is left out: the shortest address of a view is the one to pass on. What a page reads from its address
stands in a file of its own here.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

#: Pages by the last part of their address; the empty one is home.
PAGES = (
    "", "lineage", "path", "map", "paper", "person", "people", "award", "awards", "event", "source", "story",
    "stories", "compare", "press", "ledger", "reproduce", "try", "about",
)  # fmt: skip

#: Pages of the header, and those behind its "more".
MAIN = ("lineage", "path", "map", "stories", "ledger", "reproduce")
MORE = ("people", "awards", "press", "compare", "try", "about")

#: Which page shows a kind of thing.
PAGE_OF_KIND = {
    "paper": "paper",
    "dataset": "paper",
    "system": "paper",
    "film": "paper",
    "person": "person",
    "award": "award",
    "event": "event",
    "source": "source",
    "story": "story",
}


def address(page: str = "", params: Mapping[str, str | None] | None = None, /, **named: str | None) -> str:
    """The relative address of a page; parameters that are None or empty are left out.

    What a visitor's address holds goes in as ``params``: its names are data, and any name may stand there.
    ``named`` are parameters that a page writes itself, and stand before them.

    >>> address("paper", id="gan", lang=None)
    'paper?id=gan'
    >>> address(q="注意力")
    './?q=%E6%B3%A8%E6%84%8F%E5%8A%9B'
    >>> address("awards", {"page": "2", "params": "3"}, lang="zh")
    'awards?page=2&params=3&lang=zh'
    """
    query = urlencode({name: value for name, value in {**(params or {}), **named}.items() if value})
    return (page or "./") + (f"?{query}" if query else "")
