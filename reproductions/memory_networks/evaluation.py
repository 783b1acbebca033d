"""Table 3 on test questions, what the networks looked up, and the criteria of `paper.CLAIMS` as code."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from reproductions.datasets import world
from reproductions.harness.recorder import Cancelled, Recorder
from reproductions.harness.statistics import measure, paired_interval
from reproductions.harness.verdicts import DIRECTION, NOT_REPRODUCED, NOT_TESTABLE, REPRODUCED, verdict
from reproductions.memory_networks import encoding, network, paper
from reproductions.memory_networks.encoding import CELLS, COLUMNS, PLACE, Part
from reproductions.memory_networks.readers import KINDS

__all__ = ["evaluate", "judge", "picture"]

LAST = list(COLUMNS)[-1]  # the column of MEM-1
PUBLISHED = {  # percent, Table 3
    ("people_1", "k1"): 31.0, ("people_1", "k1_time"): 60.2, (LAST, "k1_time"): 44.4, (LAST, "k2_time"): 99.9,
    (LAST, "lstm"): 29.0, (LAST, "rnn"): 17.8,
}  # fmt: skip
ARM_WORDS = {
    "k1": "one look-up, no time",
    "k1_time": "one look-up with time",
    "k2": "two look-ups, no time",
    "k2_time": "two look-ups with time",
    "k2_time_both_orders": "two look-ups with time, trained in both orders",
    "k2_false_support": "control: two look-ups with time, told random supporting statements",
    "k1_false_time": "control: one look-up with random times",
}
COLUMN_WORDS = {
    "people_1": "difficulty 1, people",
    "people_5": "difficulty 5, people",
    "things_1": "difficulty 1, people and things",
    "things_5": "difficulty 5, people and things",
}
KIND_WORDS = {
    "person": "where a person is",
    "before": "where a person was before",
    "thing": "where a thing is",
}


def evaluate(config: dict[str, Any], table: paper.Table3, recorder: Recorder) -> dict[str, Any]:
    """All measurements of the trained networks and a verdict for each claim; writes the final pictures."""
    recorder.phase(table.update, "evaluating: memory networks")
    measures = _memory_networks(table)
    if recorder.cancelled:
        raise Cancelled
    recorder.phase(table.update, "evaluating: readers")
    measures |= _readers(table)
    _final_pictures(table, recorder)
    epochs = min(table.update, table.steps) // table.blocks
    reader_epochs = max(0, table.update - table.steps) // table.reader_blocks
    facts = {
        "dataset": config["dataset"],
        "updates": table.update,
        "epochs": epochs,
        "reader_epochs": reader_epochs,
        "trained": f"{epochs} epochs, the RNN and the LSTM {reader_epochs}",
    }
    judged = judge(measures, complete=table.update >= table.total)
    return {"facts": facts, "measures": measures, "claims": judged}


# Table 3 ----------------------------------------------------------------------------------------------------


def _percent(shares: Tensor) -> list[float]:
    return [100 * share for share in shares.tolist()]


def _memory_networks(table: paper.Table3) -> dict[str, Any]:
    part, found = table.parts["test"], table.found("test")
    right = found.word == part.answer  # [S, C, Q]
    rows = {
        f"{column}_{arm}": measure(
            _percent(right[:, c].float().mean(-1)), "%", f"{COLUMN_WORDS[column]}: {ARM_WORDS[arm]}",
            published=PUBLISHED.get((column, arm)),
        )
        for c, (column, arm) in enumerate(CELLS)
    }  # fmt: skip
    return rows | _by_kind(part, right) | _support(part, found)


def _by_kind(part: Part, right: Tensor) -> dict[str, Any]:
    """The last column by kind of question, with one look-up and with two."""
    rows = {}
    for arm in ("k1_time", "k2_time"):
        c = encoding.index(LAST, arm)
        for kind, asked in _kinds(part.question[:, c]).items():
            share = (right[:, c] & asked).sum(-1) / asked.sum(-1).clamp_min(1)
            about = f"{COLUMN_WORDS[LAST]}: {ARM_WORDS[arm]}, {KIND_WORDS[kind]}"
            rows[f"{LAST}_{arm}_{kind}"] = measure(_percent(share), "%", about)
    return rows


def _kinds(question: Tensor) -> dict[str, Tensor]:
    """Which questions [..., W] are of which kind."""
    before, thing = question[..., PLACE["before"]] > 0, question[..., PLACE["the"]] > 0
    return {"person": ~before & ~thing, "before": before, "thing": thing & ~before}


def _support(part: Part, found: network.Found) -> dict[str, Any]:
    """How often the look-ups of the best network find just the statements that support the answer."""
    c = encoding.index(LAST, "k2_time")
    rows = {}
    for name, chosen, at in (("first", found.first, 0), ("second", found.second, 1)):
        share = (chosen[:, c] == part.support[:, c, :, at]).float().mean(-1)
        about = f"{COLUMN_WORDS[LAST]}: {ARM_WORDS['k2_time']}, the {name} is the supporting statement"
        rows[f"{LAST}_{name}_support"] = measure(_percent(share), "%", about)
    return rows


def _readers(table: paper.Table3) -> dict[str, Any]:
    rows = {}
    for kind in KINDS:
        lessons = [row[kind] for row in table.lessons]
        shares = torch.stack([lesson.reader.accuracy(lesson.streams["test"]) for lesson in lessons])
        rows[f"{LAST}_{kind}"] = measure(
            _percent(shares), "%", f"{COLUMN_WORDS[LAST]}: {kind.upper()}", published=PUBLISHED[LAST, kind]
        )
    return rows


# Pictures: what is looked up, and accuracy over epochs ------------------------------------------------------


def picture(table: paper.Table3, recorder: Recorder) -> None:
    """What two look-ups with time prefer for one question about a thing, always the same."""
    _looked_up(table, recorder, "thing", f"looked-up-{table.update:07d}", table.found("valid"))


def _looked_up(table: paper.Table3, recorder: Recorder, kind: str, name: str, found: network.Found) -> None:
    """A row for each statement of the story, a column for each look-up; first seed, last column.

    [1] and [2] mark the statements that support the answer.
    """
    part, c = table.parts["valid"], encoding.index(LAST, "k2_time")
    fit = _kinds(part.question[0, c])[kind] & (part.length[0, c] <= 16)
    if not fit.any():
        return
    q = int(fit.nonzero()[-1])
    question = [asked for story in part.told[0][-1] for asked in story.questions][q]
    matrix = network.shares(table.u_o, part, 0, c, q, found).cpu().numpy()
    support = {at: f" [{rank}]" for rank, at in enumerate(question.support, 1)}
    rows = ["(nothing)"]
    rows += [world.prose(words) + support.get(at, "") for at, words in enumerate(question.story)]
    said = encoding.WORDS[int(found.word[0, c, q])]
    title = f"{world.prose(question.question)} Says: {said}. Right: {question.answer}"
    columns = ["1st look-up", "2nd look-up"]
    recorder.heatmap(
        name, matrix, title, table.update, rows=rows, columns=columns, x="share of others beaten"
    )


def _final_pictures(table: paper.Table3, recorder: Recorder) -> None:
    found = table.found("valid")
    for kind in KIND_WORDS:
        _looked_up(table, recorder, kind, f"looked-up-{kind}", found)
    history = 100 * torch.stack(table.history, -1).numpy()  # [S, C, epochs + 1]
    epochs = np.arange(history.shape[-1], dtype=float)
    for column in COLUMNS:
        series = {
            ARM_WORDS[arm]: (epochs, history[:, c]) for c, (where, arm) in enumerate(CELLS) if where == column
        }
        published = {f"paper, {arm}": v for (where, arm), v in PUBLISHED.items() if where == column}
        recorder.curves(
            f"accuracy-{column}", series, f"validation questions, {COLUMN_WORDS[column]}", table.update,
            x="epochs", y="% right", reference=published,
        )  # fmt: skip


# The verdicts -----------------------------------------------------------------------------------------------


def judge(measures: dict[str, Any], *, complete: bool) -> dict[str, Any]:
    """The verdict of each claim from the measurements alone; `complete`: every network had all its epochs."""
    judged = {"MEM-1": _judge_chaining(measures, complete), "MEM-2": _judge_time(measures)}
    criteria = {claim["id"]: claim["criterion"] for claim in paper.CLAIMS}
    return {name: {"criterion": criteria[name], **found} for name, found in judged.items()}


def _low_end(measures: dict[str, Any], name: str, other: str) -> float | None:
    """The low end of the interval of name - other; None with fewer than three seeds."""
    a, b = measures[name]["per_seed"], measures[other]["per_seed"]
    ends = paired_interval(a, b) if len(a) >= 3 else None
    return ends[0] if ends else None


def _judge_chaining(measures: dict[str, Any], complete: bool) -> dict[str, Any]:
    two, one = f"{LAST}_k2_time", f"{LAST}_k1_time"
    lead = _low_end(measures, two, one)
    over_readers = [_low_end(measures, two, f"{LAST}_{kind}") for kind in KINDS]
    if not complete:
        return verdict(NOT_TESTABLE, "not every network had all its epochs")
    if lead is None or None in over_readers:
        return verdict(NOT_TESTABLE, "fewer than three seeds")
    ahead = min(low for low in over_readers if low is not None)
    found = measures[two]["mean"]
    values = ", ".join(f"{kind.upper()} {measures[f'{LAST}_{kind}']['mean']:.1f}" for kind in KINDS)
    because = (
        f"two look-ups {found:.1f} %, one {measures[one]['mean']:.1f} (lead at least {lead:.1f}), {values}"
    )
    word = NOT_REPRODUCED
    if lead > 0 and ahead > 0:
        word = REPRODUCED if found > 95 and lead > 30 else DIRECTION
    false = measures[f"{LAST}_k2_false_support"]["mean"]
    false_lead = _low_end(measures, f"{LAST}_k2_false_support", one)
    fails = false < 95 and (false_lead is None or false_lead <= 30)
    control = f"random supporting statements: {false:.1f} %"
    return verdict(word, because, control=control, control_fails=fails, measure=two)


def _judge_time(measures: dict[str, Any]) -> dict[str, Any]:
    with_time, without, false = (measures[f"people_1_{arm}"] for arm in ("k1_time", "k1", "k1_false_time"))
    low = _low_end(measures, "people_1_k1_time", "people_1_k1")
    if low is None:
        return verdict(NOT_TESTABLE, "fewer than three seeds")
    gain, null = with_time["mean"] - without["mean"], false["mean"] - without["mean"]
    word = NOT_REPRODUCED if low <= 0 else REPRODUCED if gain >= 10 else DIRECTION
    because = f"{without['mean']:.1f} % to {with_time['mean']:.1f} %, a gain of at least {low:.1f} points"
    control, measured = f"random times: {null:+.1f} points", "people_1_k1_time"
    return verdict(word, because, control=control, control_fails=null < 10, measure=measured)
