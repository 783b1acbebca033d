"""The static site: whole, linked to itself alone, readable for reference managers, safe to write."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import urlopen

import pytest

from kb import KnowledgeBase
from kb.cards import card
from kb.errors import UsageError
from kb.site import build

HOSTILE = "<img src=x onerror=alert(1)>"


class Reader(HTMLParser):
    """What a page links to, loads, and says of itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.loads: list[str] = []
        self.meta: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.tags: list[str] = []
        self.text = html
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids.add(found.get("id", ""))
        if tag == "a" and "href" in found:
            self.hrefs.append(found["href"])
        if tag == "meta" and "name" in found:
            self.meta.append((found["name"], found["content"]))
        if "src" in found or (tag == "link" and found.get("rel") == "stylesheet"):
            self.loads.append(found.get("src") or found["href"])


@pytest.fixture
def base(facts: Path) -> KnowledgeBase:
    return KnowledgeBase.read(facts)


@pytest.fixture
def site(base: KnowledgeBase, tmp_path: Path) -> Path:
    """The site of the invented facts."""
    return build(base, tmp_path / "site").folder


def pages(site: Path) -> dict[Path, Reader]:
    return {file: Reader(file.read_text("utf-8")) for file in site.rglob("*.html")}


def test_every_thing_has_a_page_in_both_languages(site: Path, base: KnowledgeBase) -> None:
    for root in ("", "zh"):
        for folder, things in (
            ("works", base.papers), ("people", base.people), ("awards", base.awards),
            ("events", base.events), ("stories", base.stories),
        ):  # fmt: skip
            assert {file.stem for file in (site / root / folder).glob("*.html")} == set(things)


def test_every_link_within_the_site_leads_to_a_page_and_to_a_place_on_it(site: Path) -> None:
    read = pages(site)
    followed = 0
    for file, page in read.items():
        for href in page.hrefs:
            parts = urlsplit(href)
            if parts.scheme:
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            assert target.is_file(), f"{file.relative_to(site)} leads to {href}"
            if parts.fragment and target in read:
                assert parts.fragment in read[target].ids, f"{file.relative_to(site)}: {href}"
            followed += 1
    assert followed > 300


def test_nothing_is_loaded_but_files_of_the_site(site: Path) -> None:
    for file, page in pages(site).items():
        for name in page.loads:
            assert (file.parent / name).is_file(), f"{file.relative_to(site)} loads {name}"


def test_a_work_says_who_wrote_it_when_and_where_in_highwires_terms(tmp_path: Path) -> None:
    real = KnowledgeBase.load()
    from kb.site import meta

    tags = Reader(str(meta.highwire(real, real.papers["gan"]))).meta
    assert tags[0] == ("citation_title", "Generative Adversarial Nets")
    assert [value for name, value in tags if name == "citation_author"] == [
        real.people[person].name for person in real.papers["gan"].people
    ]
    assert ("citation_publication_date", "2014/06/10") in tags
    assert ("citation_arxiv_id", "1406.2661") in tags
    assert ("citation_pdf_url", "https://arxiv.org/pdf/1406.2661") in tags


def test_the_data_beside_a_page_is_its_card(site: Path, base: KnowledgeBase) -> None:
    for folder, things in (("works", base.papers), ("people", base.people), ("awards", base.awards)):
        for id_ in things:
            found = json.loads((site / folder / f"{id_}.json").read_text("utf-8"))
            assert found == json.loads(json.dumps(card(base, id_)))


def test_the_page_shows_every_link_with_all_its_evidence(site: Path, base: KnowledgeBase) -> None:
    link = next(iter(base.links.values()))
    for end in (link.subject, link.object):
        text = re.sub(r"<[^>]+>", "", (site / "works" / f"{end}.html").read_text("utf-8"))
        for item in link.evidence:
            assert item.says.en in text


def test_the_map_of_addresses_lists_every_page_once(base: KnowledgeBase, tmp_path: Path) -> None:
    site = build(base, tmp_path / "site", url="https://example.org/papers").folder
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = [loc.text for loc in ET.parse(site / "sitemap.xml").iterfind(".//s:loc", names)]
    there = {f.relative_to(site).as_posix() for f in site.rglob("*.html")}
    unlisted = {f"{root}{name}" for root in ("", "zh/") for name in ("404.html", "search.html")}
    wanted = {name for name in there - unlisted if "lineage/" not in name}
    assert sorted(listed) == sorted(f"https://example.org/papers/{name}" for name in wanted)
    home = (site / "zh" / "index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/papers/zh/index.html">' in home


def test_the_index_knows_every_thing_by_its_names(site: Path, base: KnowledgeBase) -> None:
    rows = json.loads((site / "search-en.js").read_text("utf-8").removeprefix("window.KB_INDEX=")[:-2])
    by_path = {row[3]: row for row in rows}
    assert all((site / path).is_file() for path in by_path)
    assert "brass lamp" in by_path["works/brass-lamp.html"][5]


def test_a_title_with_markup_stays_text_everywhere(facts: Path, tmp_path: Path) -> None:
    file = facts / "papers.yaml"
    text = file.read_text("utf-8")
    title = KnowledgeBase.read(facts).papers["brass-lamp"].title
    assert title in text
    file.write_text(text.replace(title, f'"{HOSTILE}</script><script>alert(2)</script>"', 1), "utf-8")
    site = build(KnowledgeBase.read(facts), tmp_path / "site").folder
    for page in pages(site).values():
        assert "img" not in page.tags
    scripts = re.findall(r"<script[^>]*>([^<]*)", (site / "works" / "brass-lamp.html").read_text("utf-8"))
    assert scripts == [""]
    assert "</script" not in (site / "search-en.js").read_text("utf-8")


def test_a_site_takes_the_place_of_an_older_one_and_of_nothing_else(
    base: KnowledgeBase, site: Path, tmp_path: Path
) -> None:
    (site / "left-over.html").write_text("old")
    build(base, site)
    assert not (site / "left-over.html").exists()
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "dear.txt").write_text("you")
    with pytest.raises(UsageError, match="holds other files"):
        build(base, letters)
    with pytest.raises(UsageError, match="is a file"):
        build(base, letters / "dear.txt")
    assert (letters / "dear.txt").read_text() == "you"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/", "https://example.org/?a=1", "/papers"])
def test_an_address_that_is_none_is_refused_in_a_line(base: KnowledgeBase, tmp_path: Path, url: str) -> None:
    with pytest.raises(UsageError, match="expected an address such as"):
        build(base, tmp_path / "site", url=url)
    assert not (tmp_path / "site").exists()


def test_the_same_facts_make_the_same_site(base: KnowledgeBase, tmp_path: Path) -> None:
    one, two = (build(base, tmp_path / name).folder for name in ("one", "two"))
    files = sorted(f.relative_to(one) for f in one.rglob("*") if f.is_file())
    assert files == sorted(f.relative_to(two) for f in two.rglob("*") if f.is_file())
    assert [f for f in files if (one / f).read_bytes() != (two / f).read_bytes()] == []


class Pages(SimpleHTTPRequestHandler):
    """A server that has the site at /papers/, and answers what it does not know as GitHub Pages does."""

    def translate_path(self, path: str) -> str:
        below = urlsplit(path).path.removeprefix("/papers/")
        return super().translate_path("/" + below) if below != urlsplit(path).path else "/nowhere"

    def send_error(self, code: int, *_why: object) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None: ...


@pytest.fixture
def served(base: KnowledgeBase, tmp_path: Path) -> Iterator[str]:
    """The address of a site on such a server."""
    folder = build(base, tmp_path / "site", url="https://example.org/papers/").folder
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/papers/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "missing", ["nope.html", "works/nope.html", "zh/works/nope.html", "a/b/c/d.html", "people/x/"]
)
def test_a_missing_page_leads_on_from_any_depth(served: str, missing: str) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(served + missing)
    with caught.value as answer:
        page = Reader(answer.read().decode())
    assert (caught.value.code, "There is no such page" in page.text) == (404, True)
    leads = {urljoin(served + missing, way) for way in page.loads + page.hrefs if not way.startswith("#")}
    assert served + "index.html" in leads and served + "site.css" in leads
    for address in leads:
        with urlopen(address) as found:
            assert found.status == 200, address


def test_without_an_address_a_missing_page_is_right_beside_the_first_page(site: Path) -> None:
    page = Reader((site / "404.html").read_text("utf-8"))
    assert {"site.css", "search.js"} <= set(page.loads)
    assert "index.html" in page.hrefs
