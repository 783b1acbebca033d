"""Asking a trained memory network: a question about the simulated world, and what it looks up for it."""

from __future__ import annotations

from typing import Any

import torch

from reproductions.datasets import world
from reproductions.memory_networks import encoding, network
from reproductions.memory_networks.encoding import WORDS
from reproductions.memory_networks.paper import Table3

ABOUT = "Ask about a story of the simulated world, and see which statements each look-up prefers."
FIELDS = {
    "question": {"about": "Number of the question", "default": 1, "least": 1, "most": 9999},
    "look_ups": {"about": "Look-ups (1 or 2)", "default": 2, "least": 1, "most": 2},
    "network": {
        "about": "Which of the trained networks", "default": 1, "least": 1, "most": 100,
        "most_in": "seeds",
    },
}  # fmt: skip
TEXTS = {
    "looked-up": "How many of the other statements each statement beats, in the first and the second look-up",
    "question": "Question",
    "says": "The network says",
    "right": "Right is",
    "first": "Looked up first",
    "second": "Looked up then",
    "network": "The network that answered",
}
COLUMN = list(encoding.COLUMNS)[-1]  # people and things, as far back as it goes


def answer(
    config: dict[str, Any], state: dict[str, Any], _data: Any, asked: dict[str, Any], sheet: Any
) -> dict[str, Any]:
    """One held-out question to the network with one or two look-ups and time, of one seed."""
    table = Table3(config, torch.device("cpu"))
    table.restore(state)
    k, c = (asked["network"] - 1) % len(table.seeds), encoding.index(COLUMN, f"k{asked['look_ups']}_time")
    part, found = table.parts["valid"], table.found("valid")
    questions = [question for story in part.told[k][-1] for question in story.questions]
    at = (asked["question"] - 1) % len(questions)
    question = questions[at]
    matrix = network.shares(table.u_o, part, k, c, at, found)[:, : asked["look_ups"]].numpy()
    rows = ["(nothing)", *(world.prose(words) for words in question.story)]
    columns = ["1st look-up", "2nd look-up"][: asked["look_ups"]]
    asks, says = world.prose(question.question), WORDS[int(found.word[k, c, at])]
    sheet.heatmap("looked-up", matrix, asks, rows=rows, columns=columns, x="share of others beaten")
    begin = int(part.begin[k, c, at])
    seen = [rows[int(place[k, c, at]) - begin] for place in (found.first, found.second)]
    facts = {"question": asks, "says": says, "right": question.answer, "first": seen[0]}
    return facts | ({"second": seen[1]} if asked["look_ups"] == 2 else {}) | {"network": k + 1}
