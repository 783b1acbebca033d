"""`kb ledger`: what papers claim, held against what our recorded runs measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.claim_terms import term_in, value_in
from kb.cli.arguments import complete_work
from kb.cli.forms import Row
from kb.cli.labels import in_language
from kb.cli.names import works_meant
from kb.cli.options import answers
from kb.cli.output import Output
from kb.cli.run import PRESET
from kb.cli.vocabulary import Vocabulary, Words
from kb.cli.words import place_in, say

if TYPE_CHECKING:
    from kb.base import KnowledgeBase
    from reproductions.catalog import Reproduction
    from reproductions.ledger import Standing

EXAMPLES = (
    "kb ledger                       every claim of the papers that can be run here",
    "kb ledger gan                   those of one paper",
    "kb ledger GAN-1 --json          one claim, with criterion, control and the command that repeats the run",
    "kb ledger --verdict reproduced --preset gpu",
    "kb ledger -o ledger.md          a Markdown table (or --md)",
)
COLUMNS = (
    "id", "paper", "where", "claimed", "measured", "verdict", "because", "runs", "seeds", "preset",
    "hardware", "minutes", "run", "commit", "date",
)  # fmt: skip


def complete_claimed(incomplete: str) -> list[tuple[str, str]]:
    """Papers that can be run, and the claims of these, for the shell."""
    from reproductions.catalog import catalog

    tested = {test.id for story in catalog().values() for test in story.claims}
    return [found for found in complete_work(incomplete) if found[0] in tested or found[0] in catalog()]


def _verdicts() -> Words:
    from reproductions.ledger import WORDS

    return dict.fromkeys(WORDS, ())


VERDICT = Vocabulary("--verdict", _verdicts, beginnings=True)


@answers()
def ledger(
    out: Output,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="PAPER|CLAIM",
            help="One paper, or one claim (GAN-1); none: all papers that can be run.",
            autocompletion=complete_claimed,
            show_default=False,
        ),
    ] = None,
    verdict: Annotated[
        str | None,
        VERDICT.asked(
            "Only this verdict: reproduced, direction only, not reproduced, not testable here, or not "
            "run yet; a beginning is enough.",
            show_default=False,
        ),
    ] = None,
    preset: Annotated[
        str | None,
        PRESET.asked("Only what runs of this preset found.", show_default=False),
    ] = None,
) -> None:
    """Hold what papers claim against what our recorded runs measured: value, verdict, run, hardware, cost.

    Of several runs that tested a claim the longest counts (paper, gpu, cpu, smoke; of equals that over the
    most seeds, then the newest), and the column runs says what all of them found. A claim that no run has
    judged says why.
    """
    from kb.base import KnowledgeBase

    base = KnowledgeBase.load()
    rows = [row for row in entries(base, name, preset) if verdict in (None, row["verdict"])]
    if not rows:
        _remark(out, base, name)
    out.listing(
        rows,
        COLUMNS,
        flat=lambda row: [_flat(row, out.language)],
        human=lambda console, shown: _draw(console, shown, out),
    )


def _remark(out: Output, base: KnowledgeBase, name: str | None) -> None:
    """Why there is nothing to tell, and what can be done."""
    from reproductions.catalog import catalog

    works = works_meant(base, name) if name else []
    if works and not catalog().keys() & set(works):
        work, claims = works[0], len(base.claims_of(works[0]))
        out.warn(
            f"{work} cannot be run here, so none of its {claims} claims was measured; "
            f"`kb claims {work}` lists them, `kb run` what can be run"
        )
    else:
        out.warn("no claim fits; `kb ledger` without options lists all of them")


def entries(base: KnowledgeBase, name: str | None = None, preset: str | None = None) -> list[Row]:
    """The ledger as rows, one a claim; of one paper or one claim where a name is given.

    Raises UnknownId and Ambiguous. A paper that cannot be run here has no rows.

    >>> [(row["id"], row["claimed"]["value"]) for row in entries(base, "GAN-1")]
    [('GAN-1', 225.0)]
    """
    from reproductions.catalog import catalog

    claim = name.upper() if name and name.upper() in base.claims else None
    wanted = {claim} if claim else None if name is None else set(works_meant(base, name))
    rows = [
        _entry(base, reproduction, standing)
        for reproduction in catalog().values()
        for standing in _standings(base, reproduction, preset)
    ]
    return [
        row for row in rows if wanted is None or wanted & {row["id"], row["paper"]["id"], row["reproduction"]}
    ]


def _standings(base: KnowledgeBase, reproduction: Reproduction, preset: str | None) -> list[Standing]:
    """Every claim of a paper in the order of their numbers, those that its reproduction forgets too."""
    from reproductions import ledger

    standings: list[Standing] = ledger.standings(reproduction, preset)
    if preset is None:
        known = {standing.claim for standing in standings}
        standings += [
            ledger.Standing(reproduction.id, id_, ledger.NOT_TESTABLE, "its reproduction has no test of it")
            for id_, claim in base.claims.items()
            if claim.paper == reproduction.id and id_ not in known
        ]
    return sorted(standings, key=lambda standing: _number(standing.claim))


def _number(claim: str) -> tuple[str, int]:
    name, _, number = claim.rpartition("-")
    return name, int(number) if number.isdigit() else 0


def _entry(base: KnowledgeBase, reproduction: Reproduction, standing: Standing) -> Row:
    """A claim as one row: what the facts say of it, what was measured, and by which run."""
    return {
        "id": standing.claim,
        **_claimed(base, reproduction, standing),
        "measured": {"measure": standing.measure, **standing.measured} if standing.measured else None,
        "verdict": standing.verdict,
        "because": standing.because,
        "criterion": standing.criterion,
        "control": standing.control,
        "runs": dict(standing.verdicts),
        "reproduction": reproduction.id,
        **_run(standing),
    }


def _claimed(base: KnowledgeBase, reproduction: Reproduction, standing: Standing) -> Row:
    """What the paper says and where; from the header of the reproduction where the facts lack the claim."""
    from kb.cards import reference

    claim = base.claims.get(standing.claim)
    paper = claim.paper if claim else reproduction.id
    known = paper in base.papers
    title = reproduction.title
    return {
        "paper": reference(base, paper) if known else {"id": paper, "label": title, "label_zh": title},
        "statement": claim.statement.model_dump() if claim else {"en": standing.said, "zh": standing.said},
        "where": str(claim.where) if claim else "",
        "claimed": claim.model_dump(include={"metric", "value", "spread", "unit"}) if claim else None,
        "selection": claim.selection if claim else None,
    }


def _run(standing: Standing) -> Row:
    """The recorded run that counts: how, where, how long; nothing where there is none."""
    run: Mapping[str, Any] = standing.run or {}
    hardware, data = run.get("hardware") or {}, run.get("data") or {}
    per_seed = (standing.measured or {}).get("per_seed") or run.get("seeds") or ()
    return {
        "seeds": len(per_seed) or None,
        "preset": run.get("preset"),
        "dataset": data.get("name"),
        "in_place_of": data.get("substitute_for"),
        "hardware": hardware.get("gpu") or hardware.get("cpu"),
        "minutes": run.get("minutes"),
        "run": run.get("run"),
        "commit": (run.get("git_commit") or "")[:12] or None,
        "date": str(run.get("ended") or "")[:10] or None,
        "command": run.get("command"),
    }


def _flat(row: Row, language: str) -> Row:
    """A row of cells."""
    from reproductions import sentences

    (flat,) = in_language(language)(row)
    return {
        **flat,
        "because": sentences.told(row["reproduction"], language, row["because"], row["id"]),
        "where": place_in(row["where"], language),
        "claimed": value_in(language, row["claimed"]) if row["claimed"] else "",
        "measured": _measured_text(row["measured"], language) if row["measured"] else "",
        "runs": _counts(row["runs"], language),
    }


def _measured_text(measured: Row, language: str = "en") -> str:
    """The mean over seeds with its 95 % interval, where there is one.

    >>> _measured_text({"mean": 2.0, "interval": [1.0, 3.0], "unit": "nats"})
    '2 [1, 3] nats'
    """
    if measured["mean"] is None:
        return say("not finite", language)
    ends = " [{:.4g}, {:.4g}]".format(*measured["interval"]) if measured.get("interval") else ""
    return f"{measured['mean']:.4g}{ends} {term_in(language, measured['unit'])}"


def _counts(verdicts: Mapping[str, int], language: str = "en") -> str:
    """What all recorded runs found.

    >>> _counts({"reproduced": 3, "not reproduced": 1})
    '3 of 4 runs: reproduced; 1 of 4: not reproduced'
    """
    runs = sum(verdicts.values())
    if language == "zh":
        return "；".join(f"{runs} 次运行中 {n} 次：{say(word, language)}" for word, n in verdicts.items())
    first = f" run{'s' if runs > 1 else ''}"
    told = [f"{n} of {runs}{'' if k else first}: {word}" for k, (word, n) in enumerate(verdicts.items())]
    return "; ".join(told)


def _draw(console: Any, rows: Sequence[Row], out: Output) -> None:
    """For each paper a heading, for each claim its verdict, the two numbers, and the run."""
    from rich.text import Text

    from kb.cli.words import VERDICT_COLOURS
    from kb.cli.wrapping import Prose

    paper = None
    for row in rows:
        flat = _flat(row, out.language)
        if row["paper"]["id"] != paper:
            paper = row["paper"]["id"]
            label = row["paper"]["label_zh" if out.language == "zh" else "label"]
            console.print(Text.assemble((label, "bold"), f"  {paper}"))
        head = Text.assemble(
            (row["id"], "cyan"), "  ", (out.say(row["verdict"]), VERDICT_COLOURS.get(row["verdict"], "dim"))
        )
        console.print(Prose(head, 2))
        for line in _lines(flat, out):
            console.print(Prose(line, 9, hang=2))


def _lines(flat: Row, out: Output) -> list[Any]:
    """The lines under a claim."""
    from rich.text import Text

    claimed = f"{out.say('claimed')}: {flat['claimed'] or '-'} ({flat['where']})" if flat["where"] else ""
    measured = f"{out.say('measured')}: {flat['measured']}" if flat["measured"] else ""
    run = ", ".join(
        str(text)
        for text in (
            flat["preset"],
            flat["hardware"],
            f"{flat['minutes']} {out.say('min')}",
            flat["run"],
            flat["date"],
        )
        if text
    )
    told = [str(flat["statement"]), claimed, measured, flat["because"]]
    small = [run, flat["runs"]] if flat["run"] else []
    return [Text(line) for line in told if line] + [Text(line, style="dim") for line in small if line]
