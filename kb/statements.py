"""What papers claim and what the press told, as lists."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kb.base import KnowledgeBase
from kb.claim import Claim
from kb.network import checked_work
from kb.press import PressCheck

#: Kinds after which a reader believes something that is not so, or not known to be. Spelling, a date that is
#: wanting (needs_date) and what was confirmed are no errors in this sense.
ERRORS = frozenset({"error", "incomplete", "misleading", "doubtful"})


def claims(base: KnowledgeBase, works: Collection[str] = ()) -> tuple[Claim, ...]:
    """Claims of some works, or of all where none are given, in the order of the files. Raises UnknownId.

    >>> {claim.id: claim.metric for claim in claims(base, ["gan"])}["GAN-1"]
    'Parzen-window log-likelihood'
    """
    works = {checked_work(base, work) for work in works}
    return tuple(claim for claim in base.claims.values() if not works or claim.paper in works)


def press(
    base: KnowledgeBase, about: Collection[str] = (), *, errors: bool = False
) -> tuple[PressCheck, ...]:
    """What was told about (or in) some things, or all of it; with ``errors`` only kinds of ERRORS.

    Ids may be works, people, awards, events, or the source that told it. Raises UnknownId.

    >>> "strong-generator" in [check.id for check in press(base, ["gan"], errors=True)]
    True
    """
    about = {base.id_of(name) for name in about}
    return tuple(
        check
        for check in base.press.values()
        if (not about or not set(about).isdisjoint((*check.about, *check.told_in)))
        and (not errors or check.kind in ERRORS)
    )


def claims_as_data(base: KnowledgeBase, found: tuple[Claim, ...]) -> list[dict[str, Any]]:
    """Claims as plain data, with the place in the paper in one line.

    >>> claims_as_data(base, (base.claims["GAN-4"],))[0]["where"]
    'section 5, figure 2'
    """
    from kb.cards import reference

    return [
        {
            **claim.model_dump(),
            "paper": reference(base, claim.paper),
            "where": str(claim.where),
            "source": reference(base, claim.source) if claim.source else None,
        }
        for claim in found
    ]


def press_as_data(base: KnowledgeBase, found: tuple[PressCheck, ...]) -> list[dict[str, Any]]:
    """Press checks as plain data, with things and sources named.

    >>> press_as_data(base, (base.press["strong-generator"],))[0]["about"][0]["label"]
    'GAN'
    """
    from kb.cards import reference

    def named(ids: tuple[str, ...]) -> list[dict[str, Any]]:
        return [reference(base, id_) for id_ in ids]

    return [
        {
            **check.model_dump(),
            "told_in": named(check.told_in),
            "about": named(check.about),
            "sources": named(check.sources),
        }
        for check in found
    ]
