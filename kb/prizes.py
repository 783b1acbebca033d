"""Which awards there are, and what they honour."""

from __future__ import annotations

from typing import Any

from kb.award import Award
from kb.base import KnowledgeBase
from kb.errors import UsageError
from kb.record import earliest
from kb.spelling import nearest


def awards(
    base: KnowledgeBase, *, series: str | None = None, years: tuple[int, int] | None = None
) -> tuple[Award, ...]:
    """Awards in order of date, of one series or of some years. Raises UsageError for an unknown series.

    >>> [award.id for award in awards(base, series="turing-award", years=(2019, 2019))]
    ['turing-award-2018']
    """
    known = sorted({award.series for award in base.awards.values()})
    if series is not None and series not in known:
        near = nearest(series, known, 1)
        tip = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}"
        raise UsageError(f"no award series is called {series!r}; {tip}")
    found = [
        award
        for award in base.awards.values()
        if series in (None, award.series) and (years is None or years[0] <= int(award.date[:4]) <= years[1])
    ]
    return tuple(sorted(found, key=lambda award: (earliest(award.date), award.id)))


def as_data(base: KnowledgeBase, found: tuple[Award, ...]) -> list[dict[str, Any]]:
    """Awards as plain data: works, people (authors stand for a work without named people), how checked.

    >>> as_data(base, (base.awards["turing-award-2018"],))[0]["date"]
    '2019-03-27'
    """
    from kb.cards import reference

    return [
        {
            **reference(base, award.id),
            "date": award.date,
            "series": award.series,
            "organisation": award.organisation,
            "works": [reference(base, prize.work) for prize in award.prizes if prize.work],
            "people": [reference(base, id_) for id_ in base.prized(award) if id_ in base.people],
            "reason": award.reason.model_dump(),
            "checked": sorted({item.checked for item in award.evidence}),
        }
        for award in found
    ]
