"""A thing with everything that belongs to it, resolved to plain data: what `kb show` prints and pages draw.

A card holds only JSON types, and every reference comes with its label, so that nobody who shows a card
has to look anything up. Cards are compiled into the cache, which is why `kb show` starts so fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kb.award import Award
from kb.base import KnowledgeBase, Thing
from kb.event import Event
from kb.link import Link
from kb.paper import RESOLVERS, Paper
from kb.person import Person
from kb.press import PressCheck
from kb.source import Source
from kb.story import Story

Card = dict[str, Any]


def card(base: KnowledgeBase, id_: str) -> Card:
    """The card of a work, person, award, event, source or story. Raises KeyError for an unknown id.

    >>> card(base, "gan")["title"]
    'Generative Adversarial Nets'
    """
    thing = base[id_]
    if isinstance(thing, Paper):
        return _paper(base, thing)
    if isinstance(thing, Person):
        return _person(base, thing)
    if isinstance(thing, Award):
        return _award(base, thing)
    if isinstance(thing, Event):
        return {
            "kind": "event",
            "label": thing.title.en,
            **_event(base, thing),
            "press": _press(base, thing.id),
        }
    if isinstance(thing, Story):
        return _story(base, thing)
    return _source(base, thing)


def all_cards(base: KnowledgeBase) -> Iterator[Card]:
    """The card of everything that has an id: things first, then links, claims and press checks.

    >>> next(card["label"] for card in all_cards(base) if card["id"] == "gan")
    'GAN'
    """
    yield from (card(base, thing.id) for thing in base.things())
    yield from ({"kind": "link", **link_card(base, link)} for link in base.links.values())
    for claim in base.claims.values():
        yield {
            **_claim(base, claim.id),
            "kind": "claim",
            "claim_kind": claim.kind,
            "paper": reference(base, claim.paper),
        }
    for check in base.press.values():
        yield {**_press_check(base, check), "kind": "press", "press_kind": check.kind}


def reference(base: KnowledgeBase, id_: str) -> Card:
    """A thing as others mention it: id, kind, label in both languages, year where it has one.

    >>> reference(base, "resnet")
    {'id': 'resnet', 'kind': 'paper', 'label': 'ResNet', 'label_zh': '残差网络', 'year': 2015}
    """
    subject = base.names.subjects[id_]
    return {
        "id": id_,
        "kind": subject.kind,
        "label": subject.label,
        "label_zh": subject.label_zh,
        "year": subject.year,
    }


def _references(base: KnowledgeBase, ids: Iterable[str]) -> list[Card]:
    return [reference(base, id_) for id_ in ids]


def _paper(base: KnowledgeBase, paper: Paper) -> Card:
    cited = sorted(paper.cites, key=lambda c: base.papers[c].date)
    citing = sorted(base.cited_by(paper.id), key=lambda p: p.date)
    return {
        "id": paper.id,
        "kind": paper.kind,
        "label": paper.name,
        "label_zh": paper.name_in("zh"),
        "title": paper.title,
        "title_zh": paper.title_zh,
        "date": paper.date,
        "year": paper.year,
        "venue": paper.venue,
        "topic": paper.topic,
        "people": _references(base, paper.people),
        "summary": paper.summary.model_dump(),
        "aliases": {"en": list(paper.aliases.en), "zh": list(paper.aliases.zh)},
        "versions": [
            {
                **version.model_dump(),
                "urls": {s: RESOLVERS[s].format(v) for s, v in version.ids.items() if s in RESOLVERS},
                "source": _source_reference(base, version.source),
            }
            for version in paper.versions
        ],
        "awards": [_award_line(award) for award in base.awards_for(paper.id)],
        "links_from": [link_card(base, link) for link in base.links_from(paper.id)],
        "links_to": [link_card(base, link) for link in base.links_to(paper.id)],
        "claims": [_claim(base, claim.id) for claim in base.claims_of(paper.id)],
        "press": _press(base, paper.id),
        "events": [_event(base, event) for event in base.events_of(paper.id)],
        "cites": _references(base, cited),
        "cites_checked": paper.cites_checked,
        "cites_scope": paper.cites_scope,
        "stories": _references(base, [story.id for story in base.stories_with(paper.id)]),
        "cited_by": _references(base, [p.id for p in citing]),
    }


def _person(base: KnowledgeBase, person: Person) -> Card:
    works = base.works_by(person.id)
    together: dict[str, list[str]] = {}
    for work in works:
        for other in work.people:
            if other != person.id:
                together.setdefault(other, []).append(work.id)
    students = [p.id for p in base.people.values() if any(a.person == person.id for a in p.advisors)]
    return {
        "id": person.id,
        "kind": "person",
        "label": person.name,
        "label_zh": person.name_in("zh"),
        "native": person.native,
        "variants": list(person.variants),
        "summary": person.summary.model_dump() if person.summary else None,
        "affiliations": [
            {**a.model_dump(), "source": _source_reference(base, a.source)} for a in person.affiliations
        ],
        "advisors": [
            {
                **reference(base, a.person),
                "checked": a.checked,
                "note": a.note,
                "source": _source_reference(base, a.source),
            }
            for a in person.advisors
        ],
        "students": _references(base, students),
        "links": dict(person.links),
        "works": _references(base, [w.id for w in works]),
        "awards": [_award_line(award) for award in base.awards_for(person.id)],
        "events": [_event(base, event) for event in base.events_of(person.id)],
        "stories": _references(base, [story.id for story in base.stories_with(person.id)]),
        "coauthors": [
            {**reference(base, other), "works": ids}
            for other, ids in sorted(together.items(), key=lambda item: (-len(item[1]), item[0]))
        ],
        "press": _press(base, person.id),
    }


def _award(base: KnowledgeBase, award: Award) -> Card:
    prizes = []
    for prize in award.prizes:
        work = base.papers[prize.work] if prize.work else None
        people = prize.people or (work.people if work else ())
        prizes.append(
            {
                "work": reference(base, work.id) if work else None,
                "people": _references(base, people),
                "years_after": int(award.date[:4]) - work.year if work else None,
            }
        )
    return {
        "id": award.id,
        "kind": "award",
        "label": award.name.en,
        "label_zh": award.name.zh,
        "series": award.series,
        "organisation": award.organisation,
        "date": award.date,
        "year": int(award.date[:4]),
        "reason": award.reason.model_dump(),
        "prizes": prizes,
        "same_series": [
            _award_line(a) for a in base.awards.values() if a.series == award.series and a is not award
        ],
        "evidence": _evidence(base, award),
        "press": _press(base, award.id),
    }


def _source(base: KnowledgeBase, source: Source) -> Card:
    used = [link.id for link in base.links.values() if any(e.source == source.id for e in link.evidence)]
    events = [e.id for e in base.events.values() if any(item.source == source.id for item in e.evidence)]
    return {
        **source.model_dump(),
        "kind": "source",
        "source_kind": source.kind,
        "label": source.title.en,
        "label_zh": source.title.zh,
        "year": int(source.date[:4]) if source.date else None,
        "links": used,
        "events": _references(base, events),
        "press": _press(base, source.id),
    }


def _story(base: KnowledgeBase, story: Story) -> Card:
    stops = [
        {
            "at": reference(base, stop.at),
            "link": link_card(base, base.links[stop.link]) if stop.link else None,
            "text": stop.text.model_dump(),
        }
        for stop in story.stops
    ]
    return {
        "id": story.id,
        "kind": "story",
        "label": story.title.en,
        "label_zh": story.title.zh,
        "title": story.title.model_dump(),
        "summary": story.summary.model_dump(),
        "stops": stops,
    }


def link_card(base: KnowledgeBase, link: Link) -> Card:
    """A link with both ends named and its evidence.

    >>> link_card(base, base.links["wgan-improves-gan"])["object"]["label"]
    'GAN'
    """
    return {
        "id": link.id,
        "type": link.type,
        "status": link.status,
        "subject": reference(base, link.subject),
        "object": reference(base, link.object),
        "why": link.why.model_dump(),
        "evidence": _evidence(base, link),
    }


def _evidence(base: KnowledgeBase, owner: Link | Award | Event) -> list[Card]:
    """The evidence of a link, award or event; each item is known as ``<owner>#<number from 0>``."""
    return [
        {
            "id": f"{owner.id}#{number}",
            **item.model_dump(),
            "source": _source_reference(base, item.source),
        }
        for number, item in enumerate(owner.evidence)
    ]


def _source_reference(base: KnowledgeBase, id_: str | None) -> Card | None:
    if id_ is None:
        return None
    thing: Thing = base[id_]
    url = thing.url if isinstance(thing, Source) else None
    if isinstance(thing, Paper) and "arxiv" in thing.ids:
        url = RESOLVERS["arxiv"].format(thing.ids["arxiv"])
    return {**reference(base, id_), "url": url}


def _award_line(award: Award) -> Card:
    return {"id": award.id, "label": award.name.en, "label_zh": award.name.zh, "date": award.date}


def _event(base: KnowledgeBase, event: Event) -> Card:
    return {
        **event.model_dump(exclude={"people", "works", "evidence"}),
        "people": _references(base, event.people),
        "works": _references(base, event.works),
        "evidence": _evidence(base, event),
    }


def _claim(base: KnowledgeBase, id_: str) -> Card:
    claim = base.claims[id_]
    return {**claim.model_dump(), "where": str(claim.where), "source": _source_reference(base, claim.source)}


def _press(base: KnowledgeBase, id_: str) -> list[Card]:
    return [_press_check(base, check) for check in base.press_about(id_)]


def _press_check(base: KnowledgeBase, check: PressCheck) -> Card:
    return {
        **check.model_dump(exclude={"told_in", "about", "sources"}),
        "told_in": [_source_reference(base, s) for s in check.told_in],
        "about": _references(base, check.about),
        "sources": [_source_reference(base, s) for s in check.sources],
    }
