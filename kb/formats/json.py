"""JSON: the records as they are, by kind; of the whole base, what is read back equals what was written."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

from kb.base import KnowledgeBase
from kb.errors import FactsInvalid, Problem
from kb.kinds import FILES

ABOUT = "records of works, people, links, claims ... by kind"
EXTENSION = ".json"
SCHEMA_VERSION = "1"
_KEYS = {file: file.removesuffix(".yaml") for file in FILES}


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """The whole base, or works with their people, claims, the links among them and the sources of those.

    >>> data = json.loads(write(base, ["gan", "dcgan"]))
    >>> data["papers"][0]["title"], data["links"][0]["id"]
    ('Generative Adversarial Nets', 'dcgan-builds-on-gan')
    """
    chosen = _everything(base) if works is None else _around(base, dict.fromkeys(works))
    data = {key: [_dump(record) for record in records] for key, records in chosen.items()}
    return json.dumps({"schema_version": SCHEMA_VERSION, **data}, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> KnowledgeBase:
    """The base that was written. Raises FactsInvalid with every record that does not fit.

    >>> read(write(base)).papers == base.papers
    True
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise FactsInvalid([Problem("json", error.lineno, "", "", f"not JSON: {error.msg}")]) from error
    if not isinstance(data, dict) or data.get("schema_version") != SCHEMA_VERSION:
        got = str(data.get("schema_version")) if isinstance(data, dict) else type(data).__name__
        raise FactsInvalid([Problem("json", 1, "schema_version", got, f"expected {SCHEMA_VERSION}")])
    problems: list[Problem] = []
    records = {file: _records(data.get(key, []), file, key, problems) for file, key in _KEYS.items()}
    if problems:
        raise FactsInvalid(problems)
    return KnowledgeBase(records)


def _records(blocks: Any, file: str, key: str, problems: list[Problem]) -> list[Any]:
    found = []
    for i, block in enumerate(blocks):
        try:
            found.append(FILES[file].model_validate(block))
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                field = ".".join(map(str, (key, i, *fault["loc"])))
                problems.append(Problem("json", 1, field, repr(fault["input"])[:80], fault["msg"]))
    return found


def _dump(record: Any) -> Any:
    return record.model_dump(mode="json", by_alias=True, exclude_none=True)


def _everything(base: KnowledgeBase) -> dict[str, list[Any]]:
    return {_KEYS[file]: list(records.values()) for file, records in base.by_file().items()}


def _around(base: KnowledgeBase, works: Collection[str]) -> dict[str, list[Any]]:
    papers = [base.papers[work] for work in works]
    links = [link for link in base.links.values() if link.subject in works and link.object in works]
    claims = [claim for work in works for claim in base.claims_of(work)]
    people = dict.fromkeys(person for paper in papers for person in paper.people)
    named = [item.source for link in links for item in link.evidence]
    named += [
        source
        for paper in papers
        for source in (*(v.source for v in paper.versions), paper.cites_source)
        if source
    ]
    return {
        "papers": papers,
        "people": [base.people[person] for person in people],
        "sources": [base.sources[s] for s in dict.fromkeys(named) if s in base.sources],
        "links": links,
        "claims": claims,
    }
