"""`kb enrich`: what services say about works and we do not: proposed, never written."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli.arguments import SOME_WORKS
from kb.cli.forms import Row
from kb.cli.names import works_given
from kb.cli.options import answers
from kb.cli.output import Output
from kb.errors import SourceError, UsageError

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from kb.paper import Paper
    from kb.sources.asking import Answer, Service
    from kb.sources.proposals import Proposal

EXAMPLES = (
    "kb enrich transformer                         what stored answers say and we do not",
    "kb enrich transformer gan --online            ask the services first, once",
    "kb enrich transformer --from s2,crossref --as-yaml   the block to paste, with what we lack put in",
    "kb enrich - --online --refresh                ask again about the works on stdin",
    "kb search attention --jsonl | kb enrich - --online",
)
COLUMNS = ("work", "field", "ours", "theirs", "service", "retrieved", "do")
_FROM = typer.Option(
    "--from", metavar="SERVICES", help="Which services: openalex, s2, crossref, arxiv; commas between."
)
_PAUSE = 5.0  # seconds between two lines of progress that go into a log


@answers()
def enrich(
    out: Output,
    names: Annotated[list[str], SOME_WORKS],
    from_: Annotated[str, _FROM] = "openalex,s2,crossref,arxiv",
    online: Annotated[
        bool, typer.Option("--online", help="Ask the services what is not stored (so does KB_OFFLINE=0).")
    ] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again what is stored.")] = False,
    as_yaml: Annotated[
        bool, typer.Option("--as-yaml", help="Print blocks of papers.yaml to paste instead.")
    ] = False,
) -> None:
    """Propose what services say and our facts do not: identifiers, dates, authors, references.

    Changes nothing. Works from stored answers unless --online is given. Asking needs the extra sources
    (pip install 'timetested[sources]'); KB_EMAIL, OPENALEX_API_KEY and S2_API_KEY say who asks.
    """
    from kb.base import KnowledgeBase
    from kb.sources.asking import SERVICES, chosen, stored
    from kb.sources.citing import identifiers_of
    from kb.sources.proposals import propose

    online = online or os.environ.get("KB_OFFLINE", "1") == "0"
    if refresh and not online:
        raise UsageError("--refresh asks the services again: add --online")
    if as_yaml and out.form:
        raise UsageError(f"choose one of --as-yaml and --{out.form}")
    services = chosen(from_.split(","))
    base = KnowledgeBase.load()
    papers = [base.papers[work] for work in works_given(base, names, out)]
    said = _asked(out, papers, services, refresh) if online else _stored(out, papers, services)
    _require(said, online, out)
    every = [answer for paper in base.papers.values() for answer in stored(paper, SERVICES.values())]
    _answer(out, base, papers, propose(base, said, identifiers_of(base, [*said, *every])), as_yaml)


def _answer(
    out: Output, base: KnowledgeBase, papers: list[Paper], proposals: list[Proposal], as_yaml: bool
) -> None:
    if as_yaml:
        from kb.sources.pasting import as_yaml as block

        with_some = dict.fromkeys(proposal.work for proposal in proposals)
        out.text("\n".join(block(base.papers[work], proposals) for work in with_some))
    else:
        out.listing([asdict(proposal) for proposal in proposals], COLUMNS, human=_draw)
    count = f"{len(proposals)} proposal{'' if len(proposals) == 1 else 's'}"
    if out.shape != "json":
        out.note(f"{count} about {len(papers)} work{'' if len(papers) == 1 else 's'}; nothing was changed")


def _stored(out: Output, papers: list[Paper], services: Sequence[Service]) -> list[Answer]:
    from kb.sources.asking import stored

    said = [answer for paper in papers for answer in stored(paper, services)]
    if any(answer.found for answer in said):
        out.warn("offline: from stored answers only; --online asks the services")
    return said


def _asked(out: Output, papers: list[Paper], services: Sequence[Service], refresh: bool) -> list[Answer]:
    from kb.sources.asking import Asking

    asking = Asking(services, refresh)
    return [answer for paper in _progress(papers, out) for answer in asking.about(paper)]


def _require(said: list[Answer], online: bool, out: Output) -> None:
    """Say what did not come. Raises SourceError where nothing came at all."""
    if any(answer.found for answer in said):
        for line in _problems(said):
            out.warn(line)
        return
    if not said:
        return
    waiting = not online and any(answer.status == "not asked" for answer in said)
    tip = "; --online asks the services" if waiting else ""
    raise SourceError("nothing there: " + "; ".join(_problems(said)) + tip)


def _problems(said: list[Answer]) -> Iterator[str]:
    """One line a work and service that failed or does not know it; one a service for what was not asked."""
    for answer in said:
        if answer.status in ("failed", "unknown"):
            yield f"{answer.work}: {answer.service}: {answer.problem}"
    waiting = [answer for answer in said if answer.status in ("not asked", "no identifier")]
    for service, problem in dict.fromkeys((answer.service, answer.problem) for answer in waiting):
        works = [a.work for a in waiting if (a.service, a.problem) == (service, problem)]
        named = ", ".join(works[:3]) + (f" and {len(works) - 3} more" if len(works) > 3 else "")
        yield f"{named}: {service}: {problem}"


def _progress(papers: list[Paper], out: Output) -> Iterator[Paper]:
    """The papers one by one, with a line of progress on stderr where there are several."""
    live, begun, shown = sys.stderr.isatty(), time.monotonic(), 0.0
    for done, paper in enumerate(papers):
        now = time.monotonic()
        if (
            len(papers) > 1
            and (live or out.shape != "json")
            and (done == 0 or now - shown >= (0.0 if live else _PAUSE))
        ):
            print(
                _line(done, len(papers), now - begun), end="\r" if live else "\n", file=sys.stderr, flush=True
            )
            shown = now
        yield paper
    if len(papers) > 1 and live:
        print(" " * 70, end="\r", file=sys.stderr)


def _line(done: int, total: int, elapsed: float) -> str:
    if not done:
        return f"asking: 0/{total} works"
    rate = done / max(elapsed, 1e-9)
    end = time.strftime("%H:%M:%S", time.localtime(time.time() + (total - done) / rate))
    return f"asking: {done}/{total} works, {rate:.2f} works/s, done at about {end}  "


def _draw(console: Any, rows: Sequence[Row]) -> None:
    """A work as a heading, and a line or two for each difference: the columns would not fit side by side."""
    from rich.text import Text

    from kb.cli.wrapping import Prose

    work = ""
    for row in rows:
        if row["work"] != work:
            work = row["work"]
            console.print(Text(work, style="bold cyan"))
        ours = Text.assemble((f"{row['ours']} ", "red"), "-> ") if row["ours"] else Text()
        theirs = (row["theirs"] or "nothing", "green")
        told = (f"  {row['service']} {row['retrieved'][:10]}", "dim")
        console.print(Prose(Text.assemble((f"{row['field']}: ", "yellow"), ours, theirs, told), 2, hang=2))
        console.print(Prose(row["do"], 6, style="dim"))
