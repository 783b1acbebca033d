"""What `kb show` does: cards from the compiled cache. Imports nothing heavy, so that it starts at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kb.cache import Cache, facts_directory, open_cache
from kb.cli.forms import Row
from kb.cli.names import given_names
from kb.cli.output import PAIRS, Output
from kb.errors import KnowledgeBaseError


def show_cards(out: Output, names: Sequence[str]) -> None:
    """Answer with the cards that names mean; of a single name the card itself, not a list of one."""
    cache = open_cache(facts_directory())
    cards = [find_card(cache, name) for name in given_names(names)]
    single = cards[0] if len(names) == 1 and names[0] != "-" else None
    out.listing(cards, PAIRS, flat=lambda card: _pairs(out, card), whole=single, human=_draw(out))


def find_card(cache: Cache, name: str) -> Row:
    """The card that a name means: any name of a thing, or the id of a link, claim or press check."""
    try:
        return cache.card(cache.resolve(name)) or {}
    except KnowledgeBaseError:
        other = cache.card(name) or cache.card(name.upper())
        if other is None:
            raise
        return other


def _draw(out: Output) -> Any:
    def human(console: Any, cards: Any) -> None:
        from kb.cli.card_view import draw_card

        for card in cards:
            draw_card(console, card, out.language)

    return human


def _pairs(out: Output, card: Row) -> list[Row]:
    """The card as lines of field and value; ``--fields`` chooses among the card's own fields."""
    if out.fields:
        out.check_fields(card)
    chosen = {name: card[name] for name in out.fields} if out.fields else card
    return [{"field": field, "value": value} for field, value in flatten(chosen)]


def flatten(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Leaves with dotted paths; a thing that is only mentioned is its id; what is empty is left out.

    >>> list(flatten({"people": [{"id": "a", "label": "A"}], "versions": [{"venue": "arXiv"}]}))
    [('people', 'a'), ('versions.0.venue', 'arXiv')]
    """
    if isinstance(value, dict) and path and "id" in value and "label" in value:
        yield path, value["id"]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        for i, inner in enumerate(value):
            plain = not isinstance(inner, (dict, list)) or (
                isinstance(inner, dict) and {"id", "label"} <= inner.keys()
            )
            yield from flatten(inner, path if plain else f"{path}.{i}")
    elif value is not None:
        yield path, value
