"""Proposals as a block of ``papers.yaml`` to paste: what we lack is put in, what differs stands above it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb.canonical import block
from kb.paper import Paper, Version
from kb.sources.found import normal
from kb.sources.proposals import Proposal


def as_yaml(paper: Paper, proposals: Iterable[Proposal]) -> str:
    """The whole block of a work with the additions in it, in canonical form; comments say where each is from.

    Nothing that we have is changed: a difference, and an identifier of which services give two, is only told.

    >>> day, do = "2026-01-05T09:00:00Z", "see whether it is the same work at all"
    >>> odd = Proposal("lstm", "title", "Long Short-Term Memory", "LSTM can solve", "s2", day, "check", do)
    >>> as_yaml(base.papers["lstm"], [odd]).splitlines()[0].partition(";")[0]
    '# not changed: title: s2 (2026-01-05) has LSTM can solve, we have Long Short-Term Memory'
    """
    data = paper.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    told: list[str] = []
    mine = [proposal for proposal in proposals if proposal.work == paper.id]
    for field in dict.fromkeys(proposal.field for proposal in mine):
        same = [proposal for proposal in mine if proposal.field == field]
        told += _cites(data, same) if field == "cites" else _others(paper, data, same)
    comments = "".join(f"# {line}\n" for line in told)
    return comments + block("papers.yaml", data)


def _cites(data: dict[str, Any], proposals: list[Proposal]) -> list[str]:
    works = dict.fromkeys(proposal.theirs for proposal in proposals)
    data["cites"] = [*data.get("cites", []), *works]
    return [
        f"added: cites {work} ({_who([p for p in proposals if p.theirs == work])}); {proposals[0].do}"
        for work in works
    ]


def _others(paper: Paper, data: dict[str, Any], proposals: list[Proposal]) -> list[str]:
    values = dict.fromkeys(proposal.theirs for proposal in proposals)
    if all(proposal.kind == "add" for proposal in proposals) and len(values) == 1:
        scheme, value = proposals[0].field.removeprefix("ids."), proposals[0].theirs
        at = _version(paper.versions, scheme, value)
        if at is None:
            return [_told(proposal) for proposal in proposals]
        version = data["versions"][at]
        version["ids"] = {**version.get("ids", {}), scheme: value}
        where = paper.versions[at].venue
        return [f"added: {scheme} {value} ({_who(proposals)}) to {where}; look whether it is of this version"]
    return [_told(proposal) for proposal in proposals]


def _told(p: Proposal) -> str:
    has, have = p.theirs or "nothing", p.ours or "nothing"
    return f"not changed: {p.field}: {p.service} ({p.retrieved[:10]}) has {has}, we have {have}; {p.do}"


def _who(proposals: list[Proposal]) -> str:
    return ", ".join(f"{p.service} {p.retrieved[:10]}" for p in proposals)


def _version(versions: tuple[Version, ...], scheme: str, value: str) -> int | None:
    """The version that an identifier is most likely of: arXiv's of the preprint, a DOI of what came out.

    None where each version has one of this scheme already.
    """
    open_ = [at for at, version in enumerate(versions) if scheme not in version.ids]
    if scheme in ("openalex", "s2"):
        return next(iter(open_), None)
    of_preprint = "arxiv" in normal(scheme, value)
    open_.sort(key=lambda at: (versions[at].kind == "preprint") != of_preprint)
    return next(iter(open_), None)
