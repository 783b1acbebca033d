"""A card drawn for a terminal with rich."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from kb.claim_terms import term_in, value_in
from kb.cli.forms import cell
from kb.cli.words import place_in, say, say_link, say_of
from kb.cli.wrapping import Prose

_MARK = {"accepted": "", "disputed": " (?)", "refuted": " (✗)"}


def draw_card(console: Console, card: dict[str, Any], language: str) -> None:
    """Draw one card of any kind."""
    parts = [part for part in _parts(card, language) if part is not None]
    heading = Text(_title(card, language), style="bold")
    console.print(
        Panel(
            Group(*parts),
            title=heading,
            subtitle=Text(str(card["id"]), style="cyan"),
            padding=(1, 2),
            width=_width(console),
        )
    )


def _width(console: Console) -> int:
    return min(console.width, 110)  # longer lines are hard to read


def _title(card: dict[str, Any], language: str) -> str:
    if "title" in card and isinstance(card["title"], str):
        return str((card.get("title_zh") if language == "zh" else None) or card["title"])
    if card["kind"] == "link":
        ends = [_name(card[end], language) for end in ("subject", "object")]
        return f" {say_link(card, language)} ".join(ends)
    for field in ("statement", "told"):
        if field in card:
            return f"{say(card['kind'], language)} {card['id']}"
    return _name(card, language)


def _parts(card: dict[str, Any], language: str) -> Iterator[RenderableType | None]:
    yield _facts(card, language)
    for field in ("summary", "reason", "what", "statement", "why", "told", "right", "how"):
        text = card.get(field)
        if isinstance(text, dict):
            label = (
                ""
                if field in ("summary", "what", "statement")
                else f"{say_of(field, card['kind'], language)}: "
            )
            yield Padding(Prose(label + text[language]), (1, 0, 0, 0))
    yield _section("versions", [_version(v, language) for v in card.get("versions", ())], language)
    yield _section("affiliations", [_affiliation(a) for a in card.get("affiliations", ())], language)
    yield _section("prizes", [_prize(p, language) for p in card.get("prizes", ())], language)
    yield _section("awards", [_dated(a, language) for a in card.get("awards", ())], language)
    for field in ("links_from", "links_to"):
        yield _section(field, [_link(link, field, language) for link in card.get(field, ())], language)
    yield _section("claims", [_claim(c, language) for c in card.get("claims", ())], language)
    yield _section("press", [_press(p, language) for p in card.get("press", ())], language)
    yield _section("events", [_dated(e, language) for e in card.get("events", ())], language)
    yield _section("stops", [_stop(n, s, language) for n, s in enumerate(card.get("stops", ()), 1)], language)
    yield _names("stories", card.get("stories", ()), language)
    for field in ("works", "advisors", "students", "coauthors", "cites", "cited_by", "same_series"):
        yield _names(field, card.get(field, ()), language)
    yield _section("evidence", [evidence_text(e, language) for e in card.get("evidence", ())], language)


def _facts(card: dict[str, Any], language: str) -> RenderableType:
    first = [
        say(card["kind"], language),
        card.get("date"),
        card.get("venue"),
        card.get("place"),
        card.get("organisation"),
    ]
    first += [say(str(card["topic"]), language)] if card.get("topic") else []
    lines = [Text(" · ".join(str(f) for f in first if f), style="dim")]
    other = card.get("title" if language == "zh" else "title_zh") or card.get(
        "label_zh" if language == "en" else "label"
    )
    if isinstance(other, str) and other != _title(card, language):
        lines.append(Text(other, style="italic"))
    if card.get("people"):
        lines.append(Text(", ".join(_name(p, language) for p in card["people"])))
    plain = ("metric", "value", "unit", "selection", "where", "native", "url")
    told = [field for field in plain if card.get(field) not in (None, "")]
    lines += [Text(f"{say(field, language)}: {_plain(card, field, language)}") for field in told]
    return Group(*(Prose(line, hang=2) for line in lines))


def _plain(card: dict[str, Any], field: str, language: str) -> str:
    if field == "where":
        return place_in(card[field], language)
    text = cell(card[field])
    return term_in(language, text) if field in ("metric", "unit", "value") else text


def _section(field: str, items: Iterable[RenderableType], language: str) -> RenderableType | None:
    items = list(items)
    if not items:
        return None
    told = [Prose(item, hang=2) if isinstance(item, Text) else item for item in items]
    body = Padding(Group(*told), (0, 0, 0, 2))
    return Padding(Group(Text(say(field, language), style="bold green"), body), (1, 0, 0, 0))


def _names(field: str, references: Iterable[dict[str, Any]], language: str) -> RenderableType | None:
    names = [_name(r, language) + (f" ({r['year']})" if r.get("year") else "") for r in references]
    return _section(field, [Text(", ".join(names))] if names else [], language)


def _name(reference: dict[str, Any], language: str) -> str:
    return str(
        (reference.get("label_zh") if language == "zh" else None) or reference.get("label") or reference["id"]
    )


def _version(version: dict[str, Any], language: str) -> Text:
    line = Text(f"{version['date']}  {version['venue']}")
    for scheme, value in version["ids"].items():  # a link where the terminal can
        url = version["urls"].get(scheme)
        line.append("  ")
        line.append(f"{scheme}:{value}", style=f"cyan link {url}" if url else "cyan")
    return line.append(f"  [{say(version['checked'], language)}]", style="dim")


def _affiliation(item: dict[str, Any]) -> Text:
    years = " – ".join(str(item.get(end) or "") for end in ("start", "end"))
    return Text("  ".join(str(p) for p in (years.strip(" –"), item["organisation"], item.get("role")) if p))


def _prize(prize: dict[str, Any], language: str) -> Text:
    people = ", ".join(_name(p, language) for p in prize["people"])
    work = prize["work"]
    return Text(f"{_name(work, language)} ({work['year']}): {people}" if work else people)


def _dated(item: dict[str, Any], language: str) -> Text:
    title = item["title"][language] if isinstance(item.get("title"), dict) else _name(item, language)
    date = item.get("date") or item.get("year") or ""
    return Text(f"{date}  {title}  ").append(item["id"], style="cyan dim")


def _link(link: dict[str, Any], field: str, language: str) -> RenderableType:
    incoming = field == "links_to"
    other = link["subject" if incoming else "object"]
    line = Text.assemble(
        (say_link(link, language, incoming=incoming) + " ", "yellow"), (_name(other, language), "bold")
    )
    line.append(_MARK[link["status"]], style="red")
    return Group(Prose(line, hang=2), Prose(link["why"][language], 2, style="dim"))


def _stop(number: int, stop: dict[str, Any], language: str) -> RenderableType:
    at = stop["at"]
    year = f" ({at['year']})" if at.get("year") else ""
    head = Text.assemble((f"{number}. ", "dim"), (_name(at, language) + year, "bold"))
    return Group(Prose(head, hang=2), Prose(stop["text"][language], 3))


def _claim(claim: dict[str, Any], language: str) -> RenderableType:
    head = Text.assemble((f"{claim['id']}  ", "cyan"), claim["statement"][language])
    metric, value = term_in(language, claim["metric"]), value_in(language, claim)
    tail = Text(f"{metric}: {value} ({place_in(claim['where'], language)})", style="dim")
    return Group(Prose(head, hang=2), Prose(tail, 2))


def _press(check: dict[str, Any], language: str) -> RenderableType:
    told = Text.assemble((f"[{say(check['kind'], language)}] ", "red"), check["told"][language])
    return Group(Prose(told, hang=2), Prose("→ " + check["right"][language], 2, style="dim"))


def evidence_text(item: dict[str, Any], language: str) -> Text:
    """One item of evidence: source, place, what it says, and how that was checked."""
    against = "" if item["supports"] else f" [{say('against', language)}]"
    where = f"{_name(item['source'], language)}, {item['where']}"
    line = Text.assemble((where, "cyan"), (against, "red"), f": {item['says'][language]}")
    return line.append(f" ({say(item['checked'], language)}, {item['date']})", style="dim")


def link_lines(link: dict[str, Any], language: str) -> list[RenderableType]:
    """A link as a sentence with its two ends, and why."""
    ends = [_name(link[end], language) for end in ("subject", "object")]
    line = Text.assemble((ends[0], "bold"), (f" {say_link(link, language)} ", "yellow"), ends[1])
    doubt = "" if link["status"] == "accepted" else f" [{say(link['status'], language)}]"
    return [Prose(line.append(doubt, style="red"), hang=2), Prose(link["why"][language], 2, style="dim")]
