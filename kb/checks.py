"""The third ring: rules between records. Each rule is one generator of problems; `check` runs them all."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from kb.claim import Claim
from kb.errors import Problem
from kb.link_checks import LINK_RULES
from kb.paper import Paper
from kb.person import Person
from kb.reading import Facts, Located
from kb.record import Record
from kb.reference_lists import RULES as REFERENCE_LIST_RULES
from kb.spelling import fold, nearest

MANY = 1  # place that names an id which is not there; more are told as one
FEW = 4  # ids that are told one by one

Rule = Callable[[Facts], Iterator[Problem]]
RULES: list[Rule] = []


def rule(function: Rule) -> Rule:
    """Register a rule; its docstring is what `kb validate --rules` prints."""
    RULES.append(function)
    return function


def check(facts: Facts) -> list[Problem]:
    """All problems: those met while reading, and those that the rules find.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as empty:
    ...     check(kb.reading.read_facts(pathlib.Path(empty)))[0].message
    'file is missing'
    """
    found = [problem for run in RULES for problem in run(facts)]
    return sorted([*facts.problems, *found], key=lambda p: (p.file, p.line, p.field))


def _ids(facts: Facts, *files: str) -> set[str]:
    """The ids that stand in these files, those of blocks that do not fit too."""
    return {located.record.id for file in files for located in facts[file]}.union(
        *(facts.broken[file] for file in files)
    )


@rule
def arrivals_come_once(facts: Facts) -> Iterator[Problem]:
    """A work or a link arrives once."""
    for name in ("works", "links"):
        seen: set[str] = set()
        for batch in facts.arrivals:
            for place, id_ in enumerate(getattr(batch.record, name)):
                if id_ in seen:
                    yield batch.problem(f"{name}.{place}", id_, "has arrived before", "keep the first")
                seen.add(id_)


@rule
def ids_are_unique(facts: Facts) -> Iterator[Problem]:
    """An id stands once over all files (claims, links and press checks have name spaces of their own)."""
    shared = ("papers.yaml", "people.yaml", "awards.yaml", "events.yaml", "sources.yaml", "stories.yaml")
    for group in (shared, ("links.yaml",), ("claims.yaml",), ("press.yaml",)):
        first: dict[str, Located] = {}
        for file in group:
            for located in facts[file]:
                id_ = located.record.id
                if id_ in first:
                    there = first[id_]
                    yield located.problem(
                        "id",
                        id_,
                        f"id already stands in {there.file}:{there.line('id')}",
                        "choose another id",
                    )
                first.setdefault(id_, located)


def _references(located: Located) -> Iterator[tuple[str, str, str]]:
    """(field, id, what it should name) of every reference that a record makes."""
    record, file = located.record, located.file
    for i, item in enumerate(getattr(record, "evidence", ())):
        yield f"evidence.{i}.source", item.source, "source"
    if file == "papers.yaml":
        yield from ((f"people.{i}", p, "person") for i, p in enumerate(record.people))
        for i, version in enumerate(record.versions):
            yield from ((f"versions.{i}.people.{j}", p, "person") for j, p in enumerate(version.people))
        yield from ((f"cites.{i}", p, "work") for i, p in enumerate(record.cites))
        if record.people_source:
            yield "people_source", record.people_source, "source"
        yield from (
            (f"versions.{i}.source", v.source, "source") for i, v in enumerate(record.versions) if v.source
        )
        if record.cites_source:
            yield "cites_source", record.cites_source, "source"
    elif file == "people.yaml":
        if record.names_source:
            yield "names_source", record.names_source, "source"
        yield from (
            (f"affiliations.{i}.source", a.source, "source")
            for i, a in enumerate(record.affiliations)
            if a.source
        )
        for i, advisor in enumerate(record.advisors):
            yield f"advisors.{i}.person", advisor.person, "person"
            if advisor.source:
                yield f"advisors.{i}.source", advisor.source, "source"
    elif file == "awards.yaml":
        for i, prize in enumerate(record.prizes):
            if prize.work:
                yield f"prizes.{i}.work", prize.work, "work"
            yield from ((f"prizes.{i}.people.{j}", p, "person") for j, p in enumerate(prize.people))
    elif file == "events.yaml":
        yield from ((f"people.{i}", p, "person") for i, p in enumerate(record.people))
        yield from ((f"works.{i}", p, "work") for i, p in enumerate(record.works))
    elif file == "links.yaml":
        yield from (("subject", record.subject, "work"), ("object", record.object, "work"))
    elif file == "claims.yaml":
        yield "paper", record.paper, "work"
        if record.source:
            yield "source", record.source, "source"
    elif file == "press.yaml":
        yield from ((f"told_in.{i}", s, "source") for i, s in enumerate(record.told_in))
        yield from ((f"sources.{i}", s, "source") for i, s in enumerate(record.sources))
        yield from ((f"about.{i}", a, "object") for i, a in enumerate(record.about))
    elif file == "stories.yaml":
        for i, stop in enumerate(record.stops):
            yield f"stops.{i}.at", stop.at, "object"
            if stop.link:
                yield f"stops.{i}.link", stop.link, "link"


#: Which files hold what a reference may name.
_KEPT_IN = {
    "work": ("papers.yaml",),
    "person": ("people.yaml",),
    "source": ("sources.yaml", "papers.yaml"),
    "link": ("links.yaml",),
    "object": ("papers.yaml", "people.yaml", "awards.yaml", "events.yaml", "sources.yaml"),
}


@rule
def references_lead_somewhere(facts: Facts) -> Iterator[Problem]:
    """Every id that a record names exists and is of the right kind (a paper may stand as a source)."""
    empty = {file for file in facts.located if not facts[file] and not facts.broken[file]}
    told = facts.unread | empty  # one problem, and not one more for everyone who names something of it
    known = {kind: _ids(facts, *files) for kind, files in _KEPT_IN.items() if not told & {*files}}
    yield from _missed_in_empty_files(facts, empty - facts.unread)
    lost: dict[tuple[str, str], list[tuple[Located, str]]] = defaultdict(list)
    for located in facts.everything():
        for field, id_, what in _references(located):
            if what in known and id_ not in known[what]:
                lost[what, id_].append((located, field))
    for what in known:
        yield from _lost(what, {id_: places for (w, id_), places in lost.items() if w == what}, known[what])


def _lost(what: str, lost: dict[str, list[tuple[Located, str]]], known: set[str]) -> Iterator[Problem]:
    """The ids that no block has; a block that was renamed, or a file cut short, is few problems."""
    for number, (id_, places) in enumerate(lost.items()):
        located, field = places[0]
        if number == FEW and len(lost) > FEW + 1:
            tip = f"the first is {id_}; is {_KEPT_IN[what][0]} whole?"
            yield located.problem(field, "", f"{len(lost) - FEW} more unknown {what} ids", tip)
            return
        near = nearest(id_, known, 1)
        article = "an" if what == "object" else "a"
        tip = f"did you mean {near[0]}?" if near else f"add {article} {what} of this id first"
        if len(places) > MANY:
            tip = f"named {len(places)} times; {tip}"
        for located, field in places if len(places) <= MANY else places[:1]:
            yield located.problem(field, id_, f"unknown {what} id", tip)


def _missed_in_empty_files(facts: Facts, empty: set[str]) -> Iterator[Problem]:
    """One problem for each file without a block that others name something of."""
    named = [what for located in facts.everything() for _, _, what in _references(located)]
    for what in ("work", "person", "link"):
        (file,) = _KEPT_IN[what]
        if file in empty and (count := named.count(what)):
            tip = f"{count} references name a {what}; put its block back"
            yield Problem(file, 1, "", "", "file holds no block", tip)


@rule
def no_name_is_shared_in_silence(facts: Facts) -> Iterator[Problem]:
    """An alias or identifier leads to one work, unless each work declares it in ambiguous_aliases."""
    owners: dict[str, list[tuple[Located, str, str]]] = defaultdict(list)
    for located in facts["papers.yaml"]:
        paper: Paper = located.record
        names = {fold(n): ("aliases", n) for n in [*paper.aliases, *paper.ambiguous_aliases, paper.title]}
        names |= {
            f"{s}:{v}".lower(): ("versions", f"{s}:{v}") for ver in paper.versions for s, v in ver.ids.items()
        }
        for key, (field, name) in names.items():
            owners[key].append((located, field, name))
    for sharers in owners.values():
        if len(sharers) < 2:
            continue
        for located, field, name in sharers:
            if fold(name) not in map(fold, located.record.ambiguous_aliases):
                others = ", ".join(o.record.id for o, _, _ in sharers if o is not located)
                yield located.problem(
                    field,
                    name,
                    f"name also belongs to {others}",
                    "declare it in ambiguous_aliases of each, or remove it",
                )


for later_rule in (*LINK_RULES, *REFERENCE_LIST_RULES):
    rule(later_rule)


@rule
def what_was_read_names_its_source(facts: Facts) -> Iterator[Problem]:
    """A claim, version, author list, name, affiliation or advisor that was read or reported says where."""
    for located in facts.everything():
        for field, checked, source in _checks(located.record):
            if checked != "recalled" and not source:
                yield located.problem(field, checked, "source is missing", "name it, or recalled")


def _checks(record: Record) -> Iterator[tuple[str, str, str | None]]:
    """(field, how it was checked, source) of what carries a source of its own."""
    if isinstance(record, Claim):
        yield "checked", record.checked, record.source
    elif isinstance(record, Paper):
        yield "people_checked", record.people_checked, record.people_source
        for i, version in enumerate(record.versions):
            yield f"versions.{i}.checked", version.checked, version.source
    elif isinstance(record, Person):
        yield "names_checked", record.names_checked, record.names_source
        for i, affiliation in enumerate(record.affiliations):
            yield f"affiliations.{i}.checked", affiliation.checked, affiliation.source
        for i, advisor in enumerate(record.advisors):
            yield f"advisors.{i}.checked", advisor.checked, advisor.source


@rule
def one_conference_has_one_first_day(facts: Facts) -> Iterator[Problem]:
    """Versions of one conference bear one date, the first day of the conference, as exact as it is known."""
    dates: dict[str, Counter[str]] = defaultdict(Counter)
    for located in facts["papers.yaml"]:
        dates_of_work = {(v.venue, v.date) for v in located.record.versions if v.kind == "conference"}
        for venue, date in dates_of_work:
            dates[venue][date] += 1
    for located in facts["papers.yaml"]:
        for i, version in enumerate(located.record.versions):
            usual = max(dates[version.venue].items(), key=lambda item: (item[1], item[0]), default=None)
            if version.kind == "conference" and usual and version.date != usual[0]:
                yield located.problem(
                    f"versions.{i}.date",
                    version.date,
                    f"{version.venue} is dated {usual[0]} elsewhere",
                    "give all its papers the first day of the conference",
                )


@rule
def a_venue_hides_no_title(facts: Facts) -> Iterator[Problem]:
    """The venue of a version is its name alone; another printed title stands in the title of the version."""
    for located in facts["papers.yaml"]:
        for i, version in enumerate(located.record.versions):
            if re.search(r"\(as\b|[\"“”《》]", version.venue):
                yield located.problem(
                    f"versions.{i}.venue",
                    version.venue,
                    "holds more than the venue",
                    "move the title to versions.title",
                )


@rule
def every_work_is_connected(facts: Facts) -> Iterator[Problem]:
    """Links of any kind lead from every work to the largest family of works, or `alone` says why not."""
    works = _ids(facts, "papers.yaml")  # a block that does not fit is a work, too
    if not works or _links_may_be_missing(facts, works):
        return
    families = {id_: {id_} for id_ in works}
    for located in facts["links.yaml"]:
        one, other = families[located.record.subject], families[located.record.object]
        if one is not other:
            families |= dict.fromkeys(one | other, one | other)
    largest = max(families.values(), key=len)
    for located in facts["papers.yaml"]:
        paper = located.record
        if paper.id not in largest and not paper.alone:
            yield located.problem(
                "id",
                paper.id,
                "no chain of links leads to the other works",
                "add a link, or say why in alone",
            )
        elif paper.id in largest and paper.alone and len(families) > 1:
            yield located.problem(
                "alone", paper.alone.en, "links lead from it to other works", "remove alone"
            )


def _links_may_be_missing(facts: Facts, works: set[str]) -> bool:
    """Whether a link or an end of one could not be read: it may be the one that joins two families."""
    ends = {end for located in facts["links.yaml"] for end in (located.record.subject, located.record.object)}
    incomplete = facts.unread or facts.broken["links.yaml"] or not facts["links.yaml"]
    return bool(incomplete) or not ends <= works
