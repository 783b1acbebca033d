"""Pictures that recorded runs left, each with the run, the seed, the commit and the machine that made it."""

from __future__ import annotations

from collections.abc import Iterable

from explorer import store
from explorer.markup import Markup, element, join
from explorer.parts.running import samples
from explorer.visit import Visit
from reproductions.ledger import Picture


def show(visit: Visit, paper: str) -> Markup:
    """Of each picture of a work the one that the longest, newest run drew; nothing where there is none."""
    newest: dict[tuple[str, str], Picture] = {}
    for picture in store.recorded_pictures(paper):
        newest.setdefault((picture.name, picture.title), picture)
    return figures(visit, newest.values())


def figures(visit: Visit, pictures: Iterable[Picture]) -> Markup:
    """Recorded pictures with their captions; nothing where there is none."""
    drawn = join(_figure(visit, picture) for picture in pictures)
    return element("div", drawn, cls="tt-gallery") if drawn else Markup()


def _figure(visit: Visit, picture: Picture) -> Markup:
    source = samples.inline(picture.path)
    if source is None:
        return Markup()
    run = picture.run
    said = store.words(run["paper"], visit.language).get(f"picture.{picture.name}", picture.title)
    hardware = run.get("hardware") or {}
    made = (
        element("a", run["run"], href=visit.href("reproduce", run=run["run"])),
        visit.t("gallery.seed", seed=(run.get("seeds") or ["–"])[0]),
        visit.t("gallery.commit", commit=str(run.get("git_commit") or "")[:12]),
        hardware.get("gpu") or hardware.get("cpu"),
    )
    told = picture.path.suffix == ".svg" and said == picture.title  # a drawing has its title in itself
    title = None if told else element("span", said)
    caption = element("figcaption", title, element("span", join(made, " · "), cls="tt-made"))
    return element("figure", element("img", src=source, alt=said, loading="lazy"), caption)
