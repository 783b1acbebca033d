"""`kb site`: the knowledge base as a folder of plain HTML that opens from disk."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

EXAMPLES = (
    "kb site -o papers                                    then open papers/index.html",
    "kb site -o papers --url https://example.org/papers/  for a web server: full addresses in sitemap.xml",
)
_PAUSE = 5.0  # seconds between two lines of progress that go into a log


def site(
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIR", help="The folder of the site: new, empty, or a site made before."
        ),
    ],
    url: Annotated[
        str | None,
        typer.Option(help="Where the site will stand on the web.", show_default=False),
    ] = None,
) -> None:
    """Write a static site: every work, person, award, event and story in English and Chinese.

    It opens from disk with no network: pages, pictures of lineages, search, data as JSON, Highwire tags for
    reference managers, sitemap.xml. The folder is written beside its place and then moved there. On stdout
    comes the page to open.
    """
    from kb import __version__
    from kb.base import KnowledgeBase
    from kb.site import build

    built = build(
        KnowledgeBase.load(), output, url=url, version=__version__, measured=_measured(), progress=_progress()
    )
    size = f"{built.bytes / 1e6:.0f} MB"
    print(f"{built.pages:,} pages, {built.files:,} files, {size} in {built.folder}", file=sys.stderr)
    if url is None:
        told = "sitemap.xml says http://localhost/, and 404.html finds its style beside itself only"
        print(f"{told}; for the web give --url", file=sys.stderr)
    print(built.folder / "index.html")


def _measured() -> dict[str, dict[str, Any]]:
    """What recorded runs came to, by claim: verdict, why, and the number with its interval."""
    from reproductions import catalog, ledger, sentences

    found = {}
    for reproduction in catalog.catalog().values():
        for standing in ledger.standings(reproduction):
            if standing.run is not None or standing.because:
                value = _value(standing.measured) if standing.measured else ""
                found[standing.claim] = {
                    "verdict": standing.verdict,
                    "value": value,
                    "because": {
                        "en": standing.because,
                        "zh": sentences.told(reproduction.id, "zh", standing.because, standing.claim),
                    },
                }
    return found


def _value(measured: Any) -> str:
    if measured.get("mean") is None:
        return ""
    ends = " [{:.4g}, {:.4g}]".format(*measured["interval"]) if measured.get("interval") else ""
    return f"{measured['mean']:.4g}{ends} {measured.get('unit', '')}".strip()


def _progress() -> Callable[[int, int], None]:
    """A line on stderr with a rate and an end time: anew on a terminal, now and then in a log."""
    began, live = time.monotonic(), sys.stderr.isatty()
    shown = began

    def tell(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown < (0.2 if live else _PAUSE):
            return
        shown, rate = now, done / max(now - began, 1e-9)
        end = time.strftime("%H:%M:%S", time.localtime(time.time() + (total - done) / rate))
        line = f"writing: {done:,}/{total:,} pages, {rate:,.0f} pages/s, done at about {end}  "
        print(line, end="\r" if live else "\n", file=sys.stderr, flush=True)

    return tell
