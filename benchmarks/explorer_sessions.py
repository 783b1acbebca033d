"""Twenty visitors at once: how long a click takes on the server, and what the visitors cost it in memory.

Each visitor is a websocket of its own that does what a browser does: opens the lineage page, then every
three seconds chooses a work, goes to another lineage, to a work, to a person. A click is over when the script
of the page has run and everything it changed has been sent. The peer is one visitor alone, on the same server
in the same run. The last line is the result as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import websockets
from served import serve
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

VISITORS, EVERY, SECONDS = 20, 3.0, 60.0
Address = tuple[str, dict[str, str]]


def walk(seed: int) -> Any:
    """An endless walk through the explorer, as a reader takes it: mostly cards of a lineage, some pages."""
    choose = random.Random(seed)
    works = ("gan", "rnnsearch", "transformer", "seq2seq", "lstm", "vae", "dqn", "bert", "ddpm", "resnet")
    people = ("ian-goodfellow", "dzmitry-bahdanau", "ilya-sutskever")
    while True:
        work = choose.choice(works)
        yield "lineage", {"work": work}
        for _ in range(3):
            yield "lineage", {"work": work, "selected": choose.choice(works)}
        yield "paper", {"id": work}
        yield "person", {"id": choose.choice(people)}


class Visitor:
    """A session, as the server sees it: asks for pages, reads all that is sent until the script has ended."""

    def __init__(self, socket: Any, pages: dict[str, str]) -> None:
        self.socket, self.pages = socket, pages
        self.page = ""
        self.bytes: list[int] = []
        self.errors = 0

    async def open(self, address: Address) -> float:
        """Seconds until the page of an address was sent whole."""
        page, params = address
        ask = BackMsg()
        ask.rerun_script.query_string = urlencode(params)
        ask.rerun_script.page_script_hash = self.pages.get(page, "")
        if not self.pages:
            ask.rerun_script.page_name = page
        began = time.perf_counter()
        await self.socket.send(ask.SerializeToString())
        sent = 0
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), 60)
            sent += len(raw)
            told = ForwardMsg.FromString(raw)
            kind = told.WhichOneof("type")
            if kind == "navigation":
                self.pages.update({p.url_pathname: p.page_script_hash for p in told.navigation.app_pages})
            if kind == "delta" and told.delta.new_element.WhichOneof("type") == "exception":
                self.errors += 1
            if kind == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                self.errors += told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR
                self.bytes.append(sent)
                return time.perf_counter() - began


async def visit(url: str, seed: int, seconds: float, wait: float) -> tuple[list[float], list[int], int]:
    """One visitor for some time: seconds of every click after the first page, bytes of it, errors."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:
        visitor = Visitor(socket, {})
        steps = walk(seed)
        await asyncio.sleep(wait)
        await visitor.open(next(steps))
        taken, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            began = time.perf_counter()
            taken.append(await visitor.open(next(steps)))
            await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - began)))
        return taken, visitor.bytes[1:], visitor.errors


async def everywhere(url: str) -> None:
    """One visitor who sees every address of the walk."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:
        visitor, steps, seen = Visitor(socket, {}), walk(99), set()
        for _ in range(400):
            page, params = next(steps)
            if (page, *params.values()) not in seen:
                seen.add((page, *params.values()))
                await visitor.open((page, params))


def resident(pid: int) -> float:
    """MB that a process holds in memory now."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


async def crowd(url: str, visitors: int, seconds: float) -> list[tuple[list[float], list[int], int]]:
    """All visitors together, not all at the same instant."""
    waits = [EVERY * n / visitors for n in range(visitors)]
    return await asyncio.gather(*(visit(url, n, seconds, wait) for n, wait in enumerate(waits)))


def measure(visitors: int, seconds: float) -> dict[str, Any]:
    """The numbers of one run."""
    process, url = serve()
    try:
        # Every address once fills the caches that all share; what grows after it, grows with visitors.
        asyncio.run(everywhere(url))
        alone, _, _ = asyncio.run(visit(url, 0, 12.0, 0.0))
        before = resident(process.pid)
        found = asyncio.run(crowd(url, visitors, seconds))
        after = resident(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
    clicks = sorted(taken for some, _, _ in found for taken in some)
    return {
        "visitors": visitors,
        "clicks": len(clicks),
        "median_seconds": statistics.median(clicks),
        "p95_seconds": clicks[int(0.95 * (len(clicks) - 1))],
        "slowest_seconds": clicks[-1],
        "ratio_to_one_visitor": statistics.median(clicks) / statistics.median(alone),
        "errors": sum(errors for _, _, errors in found),
        "memory_before_mb": before,
        "memory_growth_mb": after - before,
        "load_before": os.getloadavg()[0],
    }


def main() -> None:
    """Print the numbers and one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=VISITORS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    found = measure(asked.visitors, asked.seconds)
    for name, value in found.items():
        print(f"{name.replace('_', ' '):28} {value:8.2f}")
    print(json.dumps({name: round(v, 4) if isinstance(v, float) else v for name, v in found.items()}))


if __name__ == "__main__":
    main()
