"""Answers that the services once gave, replayed from a folder of recorded payloads where one stands.

``$KB_DATASETS`` names folders; one of them may hold ``api-fixtures`` with the recordings that the client
libraries test themselves with. They are no part of this repository.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.errors import SourceError
from kb.sources import arxiv, crossref, openalex, s2
from kb.sources.found import Found
from kb.sources.http import Line, Unknown
from tests.kb.sources.served import WORK, Reply, Service

for name in ("pyalex", "semanticscholar", "habanero", "arxiv"):
    pytest.importorskip(name, reason="the extra sources is not installed")

FOLDERS = [Path(place) for place in os.environ.get("KB_DATASETS", "").split(os.pathsep) if place]
RECORDED = next((folder / "api-fixtures" for folder in FOLDERS if (folder / "api-fixtures").is_dir()), None)
pytestmark = pytest.mark.skipif(RECORDED is None, reason="no api-fixtures in a folder of $KB_DATASETS")


def recorded(path: str) -> Path:
    assert RECORDED is not None
    if not (RECORDED / path).exists():
        pytest.skip(f"{path} is not among the recorded payloads")
    return RECORDED / path


def exchanges(path: Path) -> list[tuple[str, Reply]]:
    """The questions and answers of a VCR cassette: of vcrpy, or of R's vcr."""
    cassette = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    items = cassette.get("interactions") or cassette["http_interactions"]
    return [(item["request"]["uri"], _reply(item["response"])) for item in items]


def _reply(response: dict[str, Any]) -> Reply:
    """An answer as vcrpy writes it (for requests, for httpx), or R's vcr."""
    body = response["content"] if "content" in response else response["body"].get("string") or b""
    body = body.encode() if isinstance(body, str) else body
    told = response.get("status", response)
    status = told.get("code") or told["status_code"]
    headers = {"Content-Encoding": "gzip"} if body[:2] == b"\x1f\x8b" else {}
    kinds = [value for name, value in response["headers"].items() if name.lower() == "content-type"]
    kind = kinds[0][0] if kinds and isinstance(kinds[0], list) else (kinds or ["application/json"])[0]
    return Reply(body, int(status), headers | {"Content-Type": kind})


def plain(reply: Reply) -> Any:
    return json.loads(gzip.decompress(reply.body) if reply.body[:2] == b"\x1f\x8b" else reply.body)


@pytest.fixture
def heard(services: Service) -> Callable[..., Found]:
    """Ask a service under a key, with this recorded answer."""
    modules = {"openalex": openalex, "s2": s2, "crossref": crossref, "arxiv": arxiv}

    def ask(service: str, key: str, reply: Reply) -> Found:
        services.answer(WORK[service], reply)
        module: Any = modules[service]
        found: Found = module.read(module.ask(Line(service), key))
        return found

    return ask


def test_openalex_with_45_references(heard: Callable[..., Found], services: Service) -> None:
    services.answer("/openalex/works?", Reply(b'{"meta": {"count": 0}, "results": []}'))

    found = heard("openalex", "W2741809807", Reply(recorded("openalex/W2741809807.json").read_bytes()))

    assert (found.id, found.date, found.venue) == ("W2741809807", "2018-02-13", "PeerJ")
    assert found.ids["doi"] == "10.7717/peerj.4375"
    assert (len(found.references), found.counted) == (45, 45)
    assert found.references[0].ids == {"openalex": "W1560783210"}
    assert found.authors[0] == "Heather Piwowar"


def test_semantic_scholar_with_14_references(heard: Callable[..., Found]) -> None:
    body = gzip.decompress(recorded("semanticscholar/Paper.json.gz").read_bytes())

    found = heard("s2", "CorpusId:14636783", Reply(body))

    assert (found.title, found.date) == ("Computing Machinery and Intelligence", "1950-10-01")
    assert (found.ids["doi"], found.ids["s2"]) == ("10.1093/mind/lix.236.433", "14636783")
    assert found.authors == ("A. Turing",)
    assert (len(found.references), found.counted) == (14, 14)
    assert {"Calculating Instruments and Machines"} <= {cited.title for cited in found.references}


def test_semantic_scholar_does_not_know_paper_0(heard: Callable[..., Found]) -> None:
    (_, reply), *_ = exchanges(recorded("semanticscholar/test_not_found.yaml"))

    assert reply.status == 404
    with pytest.raises(Unknown):
        heard("s2", "0", reply)


def test_semantic_scholar_does_not_understand_a_question(heard: Callable[..., Found]) -> None:
    (_, reply), *_ = exchanges(recorded("semanticscholar/test_bad_query_parameters.yaml"))

    with pytest.raises(SourceError, match="HTTP 400"):
        heard("s2", "10.2139/ssrn.2250500", reply)


def test_crossref_with_one_doi(heard: Callable[..., Found]) -> None:
    ((uri, reply),) = exchanges(recorded("crossref-habanero/test_works_with_one_id.yaml"))
    doi = uri.split("/works/")[1]

    found = heard("crossref", doi, reply)

    assert found.id == doi == "10.1371/journal.pone.0033693"
    assert len(found.references) == found.counted
    assert (found.date or "").startswith("2012")
    assert found.authors
    assert found.venue == "PLoS ONE"


def test_every_recorded_answer_of_crossref_about_one_doi(heard: Callable[..., Found]) -> None:
    paths = sorted(recorded(".").glob("crossref-*/*works*.y*ml"))
    asked = [(uri.partition("/works/")[2], reply) for path in paths for uri, reply in exchanges(path)]
    about = [(key, reply) for key, reply in asked if key and reply.status in (200, 404)]

    answers = []
    for key, reply in about:
        try:
            answers.append(heard("crossref", key, reply).id)
        except Unknown:
            answers.append("unknown")

    assert len(answers) > 10
    assert answers == ["unknown" if reply.status == 404 else key.lower() for key, reply in about]


def test_every_work_that_a_search_of_crossref_found_can_be_read() -> None:
    paths = sorted(recorded(".").glob("crossref-*/*.y*ml"))
    asked = [(uri, reply) for path in paths for uri, reply in exchanges(path)]
    answers = [plain(reply) for uri, reply in asked if "/works?" in uri and reply.status == 200]
    works = [crossref.read({"message": item}) for answer in answers for item in answer["message"]["items"]]

    assert len(works) > 200
    assert all(work.id for work in works)
    assert sum(bool(work.authors and work.date) for work in works) > len(works) / 2


def test_every_paper_that_a_search_of_semantic_scholar_found_can_be_read() -> None:
    paths = sorted(recorded(".").glob("semanticscholar/test_search_paper*.yaml"))
    answers = [plain(reply) for path in paths for _, reply in exchanges(path) if reply.status == 200]
    papers = [s2.read(item) for answer in answers for item in answer["data"]]

    assert len(papers) > 10
    assert all(paper.id for paper in papers)


@pytest.mark.parametrize(
    ("file", "id_", "date", "first"),
    [
        ("id_1605.08386_s0_m100_199195aa31ad.json", "1605.08386", "2016-05-26", "Caprice Stanley"),
        ("id_1707.08567_s0_m100_6a1afebfc6a3.json", "1707.08567", "2017-07-27", None),
        ("id_astro-ph_0601001_s0_m100_3150dca9dc76.json", "astro-ph/0601001", "2006-01-02", None),
        ("id_quant-ph_0201082v1_s0_m100_86989fe779ef.json", "quant-ph/0201082", "2002-01-18", None),
        ("id_2104.12255v1_s0_m100_6ae69987ffe1.json", "2104.12255", None, None),
    ],
)
def test_arxiv_numbers_old_and_new(
    file: str, id_: str, date: str | None, first: str | None, heard: Callable[..., Found]
) -> None:
    answer = json.loads(recorded(f"arxiv/{file}").read_text("utf-8"))

    found = heard("arxiv", id_, Reply(answer["body"].encode(), answer["status_code"]))

    assert found.id == id_
    assert found.title
    assert found.authors
    assert date in (found.date, None)
    assert first in (found.authors[0], None)


def test_arxiv_does_not_know_a_number_that_nothing_has(heard: Callable[..., Found]) -> None:
    answer = json.loads(recorded("arxiv/id_0000.0000_s0_m100_8b51d9633a68.json").read_text("utf-8"))

    with pytest.raises(Unknown):
        heard("arxiv", "0000.0000", Reply(answer["body"].encode(), answer["status_code"]))


def test_arxiv_refuses_what_is_no_number(heard: Callable[..., Found]) -> None:
    answer = json.loads(recorded("arxiv/id_abc_s0_m100_b79c8dcf6bc3.json").read_text("utf-8"))

    with pytest.raises(SourceError, match="HTTP 400"):
        heard("arxiv", "abc", Reply(answer["body"].encode(), answer["status_code"]))
