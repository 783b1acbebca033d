"""The ledger page says what `kb ledger` says, of every claim, and draws what the facts and the runs hold."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest

from explorer import entries
from explorer.charts import aims
from explorer.links.ledger import LedgerView
from explorer.parts.ledger.tested import lines, scale
from explorer.visit import Visit
from kb import KnowledgeBase
from kb.claim import Claim
from kb.claim_terms import value_in
from kb.cli import ledger as command
from reproductions.ledger import NOT_RUN, WORDS, Standing


@pytest.fixture
def base(real: KnowledgeBase) -> KnowledgeBase:
    """The project's own facts."""
    return real


class Rows(HTMLParser):
    """The text of each row of a claim, by its id; as often as the row stands on the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.open = False
        self.feed(html)
        self.texts = {id_: " ".join(" ".join(texts).split()) for id_, texts in self.found}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id")
        if tag == "tr":
            self.open = name is not None
            if name:
                self.found.append((name, []))

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[-1][1].append(data)


def test_every_claim_is_on_the_page_once_or_one_click_away(open_page, base, read_address) -> None:
    page = open_page("ledger")
    shown = [id_ for id_, _ in Rows(page.html).found]
    assert len(shown) == len(set(shown))
    there = [read_address(link) for link in page.links]
    works = {
        work for name, work in (one for one in there if one) if name == "ledger" for work in work.values()
    }
    assert {base.claims[id_].paper for id_ in set(base.claims) - set(shown)} <= works
    waiting = re.findall(r"(\d+) claims?</span></li>", page.html)
    assert len(shown) + sum(map(int, waiting)) == len(base.claims)


def test_the_claims_of_a_work_that_waits_stand_on_its_own_page_of_the_ledger(open_page, base) -> None:
    claims = sorted(id_ for id_, claim in base.claims.items() if claim.paper == "transformer")
    rows = Rows(open_page("ledger", paper="transformer").html)
    assert sorted(id_ for id_, _ in rows.found) == claims
    assert all("not run yet" in rows.texts[id_] for id_ in claims)


def test_the_promise_says_what_the_ledger_holds(open_page, base) -> None:
    page = open_page("ledger")
    told = [row["verdict"] for row in command.entries(base)]
    tested = sum(verdict in ("reproduced", "direction only", "not reproduced") for verdict in told)
    assert f"{tested} of {len(base.claims)} claims held against a run so far" in page.text
    assert f"Of {len(base.claims)} claims, {tested} were held against a run" in open_page("").text


def test_the_page_and_the_command_give_the_same_answers(open_page, base) -> None:
    rows = Rows(open_page("ledger").html).texts
    told = command.entries(base)
    assert len(told) > 10
    for row in told:
        text = rows[row["id"]]
        assert value_in("en", row["claimed"]) in text, row["id"]
        assert row["verdict"] in text and row["where"] in text and row["because"] in text, row["id"]
        assert f"{row['run'] or ''}" in text, row["id"]
        if row["measured"]:
            assert command._measured_text(row["measured"]) in text, row["id"]
            assert f"{row['minutes']} min" in text and row["hardware"] in text, row["id"]
        assert row["criterion"] in text and (row["control"] or "") in text, row["id"]


def test_numbers_on_top_lead_to_their_claims(open_page, base, read_address) -> None:
    page = open_page("ledger", paper="gan")
    links = [read_address(link) for link in page.links]
    for word in WORDS:
        assert ("ledger", {"verdict": word.replace(" ", "-"), "paper": "gan"}) in links
    told = {row["id"]: row["verdict"] for row in command.entries(base, "gan")}
    numbers = re.findall(r"<b>(\d+)</b>", page.html[page.html.index("tt-tally") :])[: 1 + len(WORDS)]
    assert [int(n) for n in numbers] == [len(told), *(list(told.values()).count(word) for word in WORDS)]


@pytest.mark.parametrize("verdict", ["direction only", "not reproduced"])
def test_a_verdict_leaves_only_its_claims(open_page, base, verdict: str) -> None:
    page = open_page("ledger", verdict=verdict.replace(" ", "-"))
    expected = sorted(row["id"] for row in command.entries(base) if row["verdict"] == verdict)
    assert sorted(id_ for id_, _ in Rows(page.html).found) == expected
    assert page.html.count('class="tt-tested-line"') == len(expected)


def test_a_work_is_found_by_any_identifier_and_a_wrong_one_offers_the_nearest(open_page) -> None:
    assert open_page("ledger", paper="1406.2661").headings[0][1] == "What GAN claims, and what was measured"
    assert "No paper is called “gann”" in open_page("ledger", paper="gann").headings[0][1]


def test_a_work_without_such_a_claim_says_so_and_leads_on(open_page) -> None:
    page = open_page("ledger", paper="memory-networks", verdict="not-reproduced")
    assert "No claim here has this verdict." in page.text
    assert "ledger?verdict=not-reproduced" in page.links


@pytest.mark.parametrize("view", [LedgerView(), *(LedgerView(word, "gan") for word in WORDS)])
def test_a_view_comes_back_from_its_address(view: LedgerView) -> None:
    assert LedgerView.read(view.params()) == view
    assert LedgerView.read({"verdict": "wonderful"}) == LedgerView()


def claim(value: float | str, unit: str | None, spread: float | None = None) -> Claim:
    """A claim with this value."""
    return Claim.model_validate(
        {
            "id": "X-1", "paper": "x", "statement": {"en": "s", "zh": "说"}, "metric": "m", "unit": unit,
            "value": value, "where": {"section": "1"}, "kind": "value", "checked": "read",
            "spread": None if spread is None else {"value": spread, "kind": "over seeds"},
        }
    )  # fmt: skip


def measured(mean: float, unit: str, **more: object) -> dict[str, object]:
    """A measure of three seeds around a mean."""
    seeds = [mean - 1, mean, mean + 1]
    return {"mean": mean, "interval": [mean - 1, mean + 1], "unit": unit, "per_seed": seeds, **more}


def test_gold_is_the_value_and_the_spread_of_the_facts(base) -> None:
    for one in base.claims.values():
        aim = aims.beside(one, {"unit": one.unit})
        if isinstance(one.value, float):
            assert (aim.value, aim.spread) == (one.value, one.spread.value if one.spread else None)
        else:
            assert aim is None


@pytest.mark.parametrize(
    ("one", "unit", "same"),
    [
        (claim(13.3, "percent"), "percent", True),
        (claim(13.3, "percent"), "%", True),
        (claim(13.3, "percent"), "points", False),
        (claim(0.5, None), "probability", True),
        (claim(0.5, None), "nats", False),
        (claim("stronger", None), "ratio", False),
    ],
)
def test_another_quantity_is_not_drawn_beside_ours(one: Claim, unit: str, same: bool) -> None:
    assert (aims.beside(one, measured(5.0, unit)) is not None) == same


def test_a_criterion_with_two_reaches_gives_none() -> None:
    assert aims.tolerance("within 12.4 +- 2.0", 12.4) == 2.0
    assert aims.tolerance("13.9 +- 2.5, or 12.4 +- 2.0 for one network", 12.4) is None
    assert aims.tolerance("within 9 +- 1", 12.4) is None


def drawn(one: Claim, found: dict[str, object], verdict: str, criterion: str = "") -> str:
    """The line of one claim."""
    standing = Standing("x", "X-1", verdict, "because", "", criterion, measure="m", measured=found)
    return lines(Visit(), [entries.Entry(one, standing, True)], {"x": "Work"}, "ledger")


def place(html: str, kind: str) -> list[tuple[float, ...]]:
    """Where the marks of a kind are on the line, in per cent: left, and width where they have one."""
    styles = re.findall(rf'class="{kind}[^"]*" style="([^"]*)"', html)
    return [tuple(map(float, re.findall(r"([\d.]+)%", style))) for style in styles]


def test_a_line_shows_the_papers_number_its_bands_and_ours_to_scale() -> None:
    line = drawn(claim(225.0, "nats", 3.0), measured(90.0, "nats"), "not reproduced", "within 225 +- 30")
    assert scale([225 + 30, 90]) == (0.0, 300.0)
    assert place(line, "tt-aim") == [(75.0,)]
    assert place(line, "tt-spread") == [(74.0, 2.0)]
    assert place(line, "tt-tolerance") == [(65.0, 20.0)]
    assert place(line, "tt-mean tt-shape-not_reproduced") == [(30.0,)]
    assert place(line, "tt-interval") == [(29.67, 0.67)]
    assert len(place(line, "tt-seed")) == 3
    assert "X-1: the paper says 225 ± 3 nats; measured 90 [89, 91] nats, 3 seed(s)" in line


def test_a_line_without_a_number_of_the_paper_says_so() -> None:
    words = drawn(claim("faster", None), measured(-0.5, "nats"), "reproduced")
    other = drawn(claim(13.3, "percent"), measured(11.0, "points"), "reproduced")
    assert "the paper gives no number" in words and "its number is of another quantity" in other
    assert place(words, "tt-aim") == place(other, "tt-aim") == []


@pytest.mark.parametrize("verdict", ["reproduced", "direction only", "not reproduced"])
def test_failures_are_drawn_like_successes(verdict: str) -> None:
    line = drawn(claim(1.0, "x"), measured(1.0, "x"), verdict)
    shape = {"reproduced": "reproduced", "direction only": "direction", "not reproduced": "not_reproduced"}
    assert len(place(line, f"tt-mean tt-shape-{shape[verdict]}")) == 1
    assert f">{verdict}</span>" in line


def test_claims_that_can_be_run_come_first_and_all_keep_their_numbers(base) -> None:
    first = next(claim.id for claim in base.claims.values() if claim.paper == "transformer")
    standing = Standing("transformer", first, "reproduced", "")
    found = entries.entries(base, {"gan": {}, "transformer": {first: standing}})
    groups = list(entries.by_paper(found))
    assert groups[:2] == ["gan", "transformer"] and len(found) == len(base.claims)
    assert [e.claim.id for e in found if e.claim.paper == "gan"] == [f"GAN-{n}" for n in range(1, 6)]
    counts = entries.counts(found)
    assert (counts["reproduced"], counts[NOT_RUN]) == (1, len(found) - 1)


def test_the_address_of_a_filter_is_read_back(read_address) -> None:
    href = Visit().href("ledger", **LedgerView("not run yet", "gan").params())
    assert LedgerView.read(dict(parse_qsl(urlsplit(href).query))) == LedgerView("not run yet", "gan")


@pytest.mark.parametrize("page", [("ledger", {}), ("paper", {"id": "memory-networks"})])
def test_reasons_and_controls_are_told_in_chinese(open_page, page: tuple[str, dict[str, str]]) -> None:
    shown = open_page(page[0], **page[1], lang="zh").text
    assert "领先至少" in shown and "two look-ups" not in shown
    assert "随机指定支持句" in shown and "random supporting" not in shown
