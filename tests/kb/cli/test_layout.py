"""On a terminal of any usual width nothing is lost, no word is broken, and no line is too long."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kb.base import KnowledgeBase
from kb.cli.layout import Column, Listing
from kb.cli.output import Output
from kb.cli.words import say
from kb.cli.wrapping import Prose, broken
from tests.kb.cli.test_contract import CALLS as SMALL

Kb = Callable[..., Any]
WIDTHS = (60, 80, 100, 160)
ENDLESS = 20_000

#: Calls on the project's own facts, whose texts are long.
LARGE = {
    "search": ["search", "attention"],
    "show": ["show", "gan", "ian-goodfellow", "neurips-test-of-time-2024", "GAN-1", "wgan-improves-gan"],
    "links": ["links", "gan"],
    "lineage": ["lineage", "transformer"],
    "path": ["path", "lstm", "transformer", "-k", "3", "--explain"],
    "mainpath": ["mainpath", "--over", "influence", "--to", "transformer"],
    "missing-without": ["missing-without", "rnnsearch"],
    "compare": ["compare", "bert", "gpt-3", "vit"],
    "compare of two": ["compare", "gan", "wgan"],
    "compare of runs": ["compare", "gan-cpu-seed100", "gan-cpu-seed105"],
    "similar": ["similar", "gan"],
    "rank": ["rank"],
    "communities": ["communities"],
    "timeline": ["timeline", "gan", "ian-goodfellow"],
    "awards": ["awards"],
    "coauthors": ["coauthors", "yoshua-bengio"],
    "labs": ["coauthors", "ian-goodfellow", "--labs"],
    "genealogy": ["genealogy", "yoshua-bengio"],
    "claims": ["claims", "transformer", "gan", "ntm"],
    "press": ["press"],
    "lesson": ["lesson", "transformer", "--from", "seq2seq"],
    "stories": ["stories"],
    "story": ["stories", "how-attention-was-born"],
    "stats": ["stats"],
    "ledger": ["ledger", "gan"],
    "run": ["run"],
    "validate": ["validate", "--rules"],
    "help": ["help", "exit-codes"],
}  # fmt: skip
CALLS = {f"{name}, invented": ("small", call) for name, call in SMALL.items() if name != "enrich"} | {
    name: ("large", call) for name, call in LARGE.items()
}


@pytest.fixture(autouse=True)
def _one_base(real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's facts are read once for all calls."""
    load = KnowledgeBase.load

    def loaded(directory: Any = None) -> KnowledgeBase:
        import os

        return load(directory) if directory or "KB_DATA" in os.environ else real

    monkeypatch.setattr(KnowledgeBase, "load", loaded)


def pictures(run: Kb, words: list[str], monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Console], None]]:
    """What a command draws on a terminal, to be drawn at any width."""
    drawn: list[Callable[[Console], None]] = []
    with monkeypatch.context() as terminal:
        terminal.setattr(Output, "shape", property(lambda out: out.form or "table"))
        terminal.setattr(Output, "draw", lambda out, picture: drawn.append(picture))
        assert run(*words).code == 0
    return drawn


def at(width: int, drawn: list[Callable[[Console], None]]) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    for picture in drawn:
        picture(console)
    return console.file.getvalue()  # type: ignore[attr-defined,no-any-return]


def without_headings(text: str) -> str:
    """Without the first line of a table: a block names most of its facts otherwise."""
    lines = text.splitlines()
    rules = [number for number, line in enumerate(lines) if line.strip() and not line.strip(" ─")]
    return "\n".join(line for number, line in enumerate(lines) if number + 1 not in rules)


def characters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def words_of(text: str) -> set[str]:
    """Latin words of a usual length."""
    return {word for word in re.findall(r"[A-Za-z]+", text) if len(word) <= 20}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", CALLS)
def test_at_any_width_nothing_is_lost_and_no_word_is_broken(
    name: str, language: str, small: Kb, kb: Kb, monkeypatch: pytest.MonkeyPatch, compiled_home: Any
) -> None:
    which, call = CALLS[name]
    if which == "large":
        monkeypatch.delenv("KB_DATA")
        monkeypatch.setenv("KB_HOME", str(compiled_home))
    drawn = pictures(kb, [*call, "--lang", language], monkeypatch)
    whole = without_headings(at(ENDLESS, drawn))
    for width in WIDTHS:
        shown = at(width, drawn)
        assert max(map(cell_len, shown.splitlines()), default=0) <= width, width
        assert not characters(whole) - characters(shown), width
        assert words_of(whole) <= words_of(shown), width


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", sorted(LARGE.keys() - {"show"}))  # captured, a card is in both languages
def test_every_text_of_the_captured_answer_stands_on_the_terminal(
    name: str, language: str, large: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = [*LARGE[name], "--lang", language]
    whole = "".join(at(ENDLESS, pictures(large, call, monkeypatch)).split())
    _, *rows = large(*call).rows

    cells = [re.sub(r"^\[\w+\] ", "", cell) for row in rows for cell in row]
    texts = [cell for cell in cells if len(cell) > 30 and " " in cell and "→" not in cell]
    texts = [text for text in texts if say(text, language) == text]
    assert [text for text in texts if "".join(text.split()) not in whole] == []


def test_chinese_breaks_between_characters_and_never_before_a_full_stop() -> None:
    lines = [line.plain for line in broken(Text("GAN 由生成器和判别器组成。二者对抗。"), 14)]

    assert lines == ["GAN 由生成器和", "判别器组成。二", "者对抗。"]


def test_a_word_longer_than_the_line_is_cut_at_a_seam_and_whole() -> None:
    address = "https://example.org/a/long/path/to/a/page"

    lines = [line.plain for line in broken(Text(address), 16)]

    assert "".join(lines) == address
    assert lines[0] == "https://example."


def test_hanging_lines_are_indented_and_fit() -> None:
    console = Console(file=io.StringIO(), width=20)
    console.print(Prose("one two three four five six seven", 2, hang=2))

    assert console.file.getvalue().splitlines() == [  # type: ignore[attr-defined]
        "  one two three four", "    five six seven"
    ]  # fmt: skip


def columns(**cells: str) -> list[Column]:
    return [Column(name, name, (text,)) for name, text in cells.items()]


def drawn_at(width: int, listing: Listing) -> str:
    return at(width, [lambda console: console.print(listing)])


def test_what_fits_is_a_table_and_what_does_not_is_blocks() -> None:
    long = "a sentence that is long enough to need a line or two of its own, and then again one more of them"
    listing = Listing(columns(id="gan", year="2014", told=long, right=long, how=long))

    assert drawn_at(400, listing).splitlines()[1].split() == ["id", "year", "told", "right", "how"]
    assert drawn_at(80, listing).splitlines()[:2] == [
        "gan (2014)",
        "  told: a sentence that is long enough to need a line or two of its own, and",
    ]


def test_a_column_without_values_is_left_out() -> None:
    assert "empty" not in drawn_at(80, Listing(columns(id="gan", empty="")))
