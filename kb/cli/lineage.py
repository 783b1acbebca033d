"""`kb lineage`: what a work came from and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kb.cli.arguments import WORK
from kb.cli.filters import YEARS_FROM, YEARS_TO, year_range
from kb.cli.forms import Row
from kb.cli.labels import in_language, spelt_out
from kb.cli.links import TYPES
from kb.cli.names import work_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.lineage import Lineage

EXAMPLES = (
    "kb lineage gan                        two links up and down, as a tree",
    "kb lineage gan --depth 3 --direction descendants --json",
    "kb lineage transformer --type builds_on --type improves",
    "kb lineage gan -o gan.svg             a picture (-o gan.json: data)",
    "kb lineage gan -o gan.html            one page that opens without a network",
    "kb lineage gan -o gan.mmd             for Mermaid (-o gan.dot: for Graphviz)",
    "kb lineage gan --lang zh -o gan.svg",
)
COLUMNS = ("id", "label", "date", "topic", "steps", "side", "because")
DIRECTION = Vocabulary(
    "--direction", ("both", "ancestors", "descendants"),
    also={"both": ("双向",), "ancestors": ("up", "in"), "descendants": ("down", "out")},
)  # fmt: skip
THEME = Vocabulary("--theme", ("light", "dark"), also={"light": ("浅色",), "dark": ("深色",)})
PICTURES = (".svg", ".html", ".mmd", ".dot")


@answers(limit=50)
def lineage(
    out: Output,
    name: Annotated[str, WORK],
    depth: Annotated[int, typer.Option(min=0, max=50, help="How many links away from NAME.")] = 2,
    direction: Annotated[
        Literal["both", "ancestors", "descendants"],
        DIRECTION.asked("What it came from, what came of it, or both."),
    ] = "both",
    types: TYPES = None,
    from_year: YEARS_FROM = None,
    to_year: YEARS_TO = None,
    include_disputed: Annotated[
        bool, typer.Option("--include-disputed", help="Disputed and refuted links too.")
    ] = False,
    theme: Annotated[Literal["light", "dark"], THEME.asked("Colours of an SVG.")] = "light",
) -> None:
    """Show the works around a work, along typed links: ancestors, descendants, and what stands beside it.

    --limit says how many works at most, the nearest first. With -o FILE.svg the lineage is drawn, with .html
    as a page of its own to zoom and read; with .mmd or .dot it is written for Mermaid or Graphviz.
    """
    from kb.base import KnowledgeBase
    from kb.lineage import as_data
    from kb.lineage import lineage as lineage_of

    base = KnowledgeBase.load()
    found = lineage_of(
        base,
        work_meant(base, name),
        depth=depth,
        direction=direction,
        types=types,
        years=year_range(from_year, to_year),
        include_disputed=include_disputed,
        limit=(out.limit or 50) * out.page,
    )
    if found.left_out and out.page == 1:
        out.warn(f"{len(found.members)} works shown, {found.left_out} left out; more with --limit")
    if out.file and out.file.suffix.lower() in PICTURES:
        out.text(_picture(out, base, found, theme))
        return
    data = as_data(base, found)
    first = (out.limit or 50) * (out.page - 1)
    works, out.limit, out.page = data["works"][first:], None, 1
    out.listing(
        works,
        COLUMNS,
        flat=in_language(out.language),
        whole=data,
        human=lambda console, _: _tree(console, data, out.language, base),
    )


def _picture(out: Output, base: KnowledgeBase, found: Lineage, theme: Literal["light", "dark"]) -> str:
    from kb.drawing import dot, mermaid, svg
    from kb.drawing.standalone import page

    ending = out.file.suffix.lower() if out.file else ".svg"
    if ending == ".svg":
        return svg(base, found, theme=theme, language=out.language)
    if ending == ".html":
        return page(base, found, language=out.language)
    return (mermaid if ending == ".mmd" else dot)(base, found, language=out.language)


def _tree(console: Any, data: Row, language: str, base: KnowledgeBase) -> None:
    from rich.text import Text
    from rich.tree import Tree

    from kb.cli.words import say

    centre = next(work for work in data["works"] if work["id"] == data["centre"]["id"])
    root = Tree(Text(_named(centre, language) + spelt_out(base, centre["id"], language), style="bold"))
    lines = [work for work in data["works"] if work is not centre]
    links = {link["id"]: link for link in data["links"]}
    for heading, chosen in (
        ("ancestors", [w for w in lines if w["steps"] < 0 and not w["side"]]),
        ("descendants", [w for w in lines if w["steps"] > 0 and not w["side"]]),
        ("beside", [w for w in lines if w["side"]]),
    ):
        if chosen:
            branch = root.add(Text(say(heading, language), style="bold green"))
            _grow(branch, chosen, links, centre["id"], language, base)
    console.print(root)


def _grow(
    branch: Any,
    works: Sequence[Row],
    links: dict[str, Row],
    centre: str,
    language: str,
    base: KnowledgeBase,
) -> None:
    """Hang every work under the work that its link leads to; nearest first, so that one is always there."""
    from rich.text import Text

    from kb.cli.words import say_link

    at = {centre: branch}
    for work in works:
        link = links.get(work["because"])
        ends = [link["subject"]["id"], link["object"]["id"]] if link else []
        parent = next((end for end in ends if end != work["id"]), centre)
        line = Text(_named(work, language))
        if link:
            word = say_link(link, language, incoming=link["subject"]["id"] == work["id"])
            line = Text.assemble((f"{word} ", "yellow"), _named(work, language))
        line.append(spelt_out(base, work["id"], language), style="dim")
        at[work["id"]] = at.get(parent, branch).add(line)


def _named(work: Row, language: str) -> str:
    return f"{work['label_zh'] if language == 'zh' else work['label']} ({work['year']})"
