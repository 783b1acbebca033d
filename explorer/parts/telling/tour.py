"""A guided tour: the rail of its stops, a stop with its card and its evidence, the way on and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from explorer import store
from explorer.links.story import StoryView
from explorer.markup import Markup, element, join
from explorer.parts import evidence, works
from explorer.parts.actions import button
from explorer.visit import Visit

Card = Mapping[str, Any]
_keys = st.components.v2.component(
    "timetested_tour", js=(Path(__file__).resolve().parent / "tour.js").read_text("utf-8")
)


def listen(visit: Visit, story: Card, stop: int) -> None:
    """Let the arrow keys walk, and say which stop one has come to."""
    at = story["stops"][stop - 1]["at"]
    says = visit.t("story.says", n=stop, of=len(story["stops"]), name=visit.label(at))
    _keys(key="tour", data={"stop": stop, "says": says})


def address(visit: Visit, story: Card, stop: int = 1, whole: bool = False) -> str:
    """The address of a stop, or of the whole tour on one page."""
    return visit.href("story", StoryView(story["id"], stop, whole).params())


def rail(visit: Visit, story: Card, here: int | None) -> Markup:
    """All stops in order, the one in focus marked."""
    stops = join(
        element(
            "li",
            element(
                "a",
                element("b", number),
                element("span", visit.label(stop["at"]), element("small", stop["at"]["year"])),
                href=address(visit, story, number),
                aria_current="step" if number == here else None,
                aria_label=visit.t(
                    "story.says", n=number, of=len(story["stops"]), name=visit.label(stop["at"])
                ),
            ),
        )
        for number, stop in enumerate(story["stops"], 1)
    )
    return element("nav", element("ol", stops), cls="tt-rail", aria_label=visit.t("story.rail"))


def stops(visit: Visit, story: Card, here: int | None) -> Markup:
    """Every stop; on the screen only the one in focus is seen, on paper all of them."""
    return join(_stop(visit, story, number, here) for number in range(1, len(story["stops"]) + 1))


def _stop(visit: Visit, story: Card, number: int, here: int | None) -> Markup:
    stop = story["stops"][number - 1]
    thing = store.card(stop["at"]["id"])
    number_of = visit.t("story.stop", n=number, of=len(story["stops"]))
    cls = "tt-stop" if here is None else "tt-stop tt-here" if number == here else "tt-stop tt-away"
    return element(
        "section",
        element("p", join([number_of, _when(visit, thing)], " · "), cls="tt-kicker"),
        element("h2", visit.link(stop["at"])),
        element("p", visit.text(stop["text"]), cls="tt-told"),
        _step(visit, stop["link"]) if stop["link"] else None,
        _card(visit, thing),
        cls=cls,
    )


def _when(visit: Visit, thing: Card) -> Markup:
    place = thing.get("venue") or thing.get("place") or thing.get("organisation")
    return join([visit.t(f"kind.{thing['kind']}"), thing.get("date"), place], " · ")


def _step(visit: Visit, link: Card) -> Markup:
    """The influence that led to this stop, with its reason and all that it rests on."""
    return element(
        "div",
        element("h3", visit.t("story.step")),
        element("p", evidence.sentence(visit, link), cls="tt-step-says"),
        element("p", visit.text(link["why"])),
        evidence.items(visit, link["evidence"]),
        cls="tt-step",
    )


def _card(visit: Visit, thing: Card) -> Markup:
    """What stands at the stop, in brief, and the ways from there."""
    about = {"event": _event, "award": _award, "person": _person}.get(thing["kind"], _work)
    return element("div", element("h3", visit.t("story.here")), about(visit, thing), cls="tt-stop-card")


def _work(visit: Visit, work: Card) -> Markup:
    id_ = work["id"]
    run = id_ in store.reproductions()
    return join(
        [
            element("p", works.dot(work["topic"]), works.title_of(visit, work), cls="tt-title"),
            element("p", works.people(visit, work["people"]), cls="tt-from"),
            element("p", visit.text(work["summary"])),
            element(
                "p",
                button(visit.t("paper.run"), visit.href("reproduce", paper=id_), primary=True)
                if run
                else None,
                button(visit.t("paper.to_lineage"), visit.href("lineage", work=id_)),
                button(visit.t("story.open"), visit.href_of(work)),
                cls="tt-actions",
            ),
        ]
    )


def _event(visit: Visit, event: Card) -> Markup:
    return join(
        [
            element("p", visit.text(event["what"])),
            element("p", works.people(visit, event["people"]), cls="tt-from") if event["people"] else None,
            evidence.items(visit, event["evidence"]),
        ]
    )


def _award(visit: Visit, award: Card) -> Markup:
    return join([element("p", visit.text(award["reason"])), evidence.items(visit, award["evidence"])])


def _person(visit: Visit, person: Card) -> Markup:
    summary = element("p", visit.text(person["summary"])) if person["summary"] else None
    return join([summary, works.lines(visit, person["works"]) if person["works"] else None])


def ways(visit: Visit, story: Card, here: int) -> Markup:
    """On to the next stop and back to the one before, as links that the arrow keys follow too."""
    last = len(story["stops"])
    back = _way(visit, story, here - 1, "prev") if here > 1 else None
    on = _way(visit, story, here + 1, "next") if here < last else None
    return element("nav", back, on, cls="tt-ways", aria_label=visit.t("story.ways"))


def _way(visit: Visit, story: Card, stop: int, rel: str) -> Markup:
    name = visit.label(story["stops"][stop - 1]["at"])
    return element(
        "a",
        element("small", visit.t("story.back" if rel == "prev" else "story.next")),
        element("span", name),
        href=address(visit, story, stop),
        rel=rel,
        cls=f"tt-way-{rel}",
    )


def minutes(story: Card, language: str) -> int:
    """How long the texts of a tour take to read: 200 English words or 300 Chinese characters a minute."""
    texts = [stop["text"][language] for stop in story["stops"]]
    size = sum(len(text) / 300 if language == "zh" else len(text.split()) / 200 for text in texts)
    return max(1, round(size))


def length(visit: Visit, story: Card, runnable: Collection[str]) -> Markup:
    """How many stops, how many minutes, over which years, and what of it can be run."""
    years = [stop["at"]["year"] for stop in story["stops"] if stop["at"]["year"]]
    span = f"{min(years)}–{max(years)}" if years and min(years) < max(years) else years[0] if years else None
    runs = sum(stop["at"]["id"] in runnable for stop in story["stops"])
    return join(
        [
            visit.t("story.stops", n=len(story["stops"])),
            visit.t("story.minutes", n=minutes(story, visit.language)),
            span,
            element("span", visit.t("story.runs", n=runs), cls="tt-mark tt-run") if runs else None,
        ],
        " · ",
    )


def sources(visit: Visit, story: Card) -> Markup:
    """Every source that the stops rest on, with its address: what a handout needs at its end."""
    found: dict[str, Card] = {}
    for stop in story["stops"]:
        thing = store.card(stop["at"]["id"])
        for item in [*(stop["link"]["evidence"] if stop["link"] else ()), *thing.get("evidence", ())]:
            found.setdefault(item["source"]["id"], item["source"])
    lines = join(element("li", visit.link(source), " ", _url(source)) for source in found.values())
    return element("ol", lines, cls="tt-sources") if lines else Markup()


def _url(source: Card) -> Markup | None:
    return element("span", source["url"], cls="tt-from") if source["url"] else None


def onward(visit: Visit, story: Card, others: Collection[Card], shown: int = 4) -> Markup:
    """Where to go next: the tours that share a stop with this one first, each with the stop they share."""
    here = {stop["at"]["id"]: stop["at"] for stop in story["stops"]}
    shared = {o["id"]: [s["at"] for s in o["stops"] if s["at"]["id"] in here] for o in others}
    ranked = sorted(others, key=lambda other: -len(shared[other["id"]]))[:shown]
    lines = join(_onward(visit, other, shared[other["id"]]) for other in ranked)
    return element("ul", lines, cls="tt-onward") if lines else Markup()


def _onward(visit: Visit, other: Card, shared: list[Card]) -> Markup:
    names = join((visit.label(stop) for stop in shared[:3]), visit.t("list.comma"))
    return element(
        "li",
        element("h3", visit.link(other)),
        element("p", visit.text(other["summary"])),
        element("p", visit.t("story.shares"), " ", names, cls="tt-from") if shared else None,
    )
