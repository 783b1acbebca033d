"""Asking a trained memory network, end to end: a test question or a story of one's own, and its attention."""

from __future__ import annotations

from typing import Any

import torch

from reproductions.datasets.stories import Question, Stories
from reproductions.errors import BadOverride
from reproductions.memn2n.course import JOINT, Course, Training, answers, material
from reproductions.memn2n.encoding import Encoded, Vocabulary, encode

ABOUT = (
    "Ask one of the test questions, or tell a story of your own in its words, and see where each hop looks."
)
FIELDS = {
    "task": {"about": "Task", "default": 1, "least": 1, "most": 20},
    "question": {"about": "Number of the test question", "default": 1, "least": 1, "most": 1000},
    "story": {"about": "Or a story of your own, a sentence a line, the question last", "default": ""},
    "network": {
        "about": "Which of the trained networks", "default": 1, "least": 1, "most": 100,
        "most_in": "seeds",
    },
}  # fmt: skip
TEXTS = {
    "attention": "Where each hop looks, sentence by sentence, the oldest first",
    "task": "Task",
    "question": "Question",
    "says": "The network says",
    "sure": "How sure it is (%)",
    "right": "Right is",
    "network": "The network that answered",
}


def answer(
    config: dict[str, Any], state: dict[str, Any], data: Stories, asked: dict[str, Any], sheet: Any
) -> dict[str, Any]:
    """One question to the main network of a task, of one seed, without noise."""
    course = _course(config, state, data, asked["task"])
    seeds = [config["seed"] + s for s in range(config["seeds"])]
    training = Training(material(config, data, course, torch.device("cpu")), course, seeds)
    training.network.flat.copy_(state["weights"][course.name])
    k, own = (asked["network"] - 1) % len(seeds), bool(str(asked["story"]).strip())
    tests = data.test[asked["task"]]
    words = training.stuff.words
    question = told(asked["story"], words) if own else tests[(asked["question"] - 1) % len(tests)]
    encoded = encode([question], words, training.config["position"], training.config["width"])
    _, logits, attention = next(answers(training.network, Encoded(**vars(encoded))))
    _draw(question, attention[k, :, 0], int(encoded.lengths[0]), sheet)
    chances = logits[k, 0].softmax(-1)
    names = list(words.words)
    facts = {
        "task": f"{asked['task']}, {data.tasks[asked['task']]}",
        "question": " ".join(question.question) + "?",
        "says": names[int(chances.argmax())],
        "sure": round(100 * float(chances.max()), 1),
    }
    return facts | ({} if own else {"right": question.answer}) | {"network": k + 1}


def _course(config: dict[str, Any], state: dict[str, Any], data: Stories, task: int) -> Course:
    """The finished training that knows this task."""
    course = Course("main", JOINT if config["protocol"] == "joint" else task)
    if task not in data.tasks:
        raise BadOverride(
            f"task: this data has the tasks {', '.join(map(str, sorted(data.tasks)))}, got {task}"
        )
    if course.name not in state["weights"]:
        raise BadOverride(f"task: this run did not train task {task} to the end")
    return course


def told(text: str, words: Vocabulary) -> Question:
    """A story of one's own: a sentence a line, the question last.

    Raises BadOverride for a word that the training did not have, and for a sentence longer than all of its.
    """
    lines = [
        tuple(line.lower().translate(str.maketrans("", "", ".?!,;:")).split()) for line in text.splitlines()
    ]
    lines = [line for line in lines if line]
    if len(lines) < 2:
        raise BadOverride("story: expected at least one sentence and then a question, a line each")
    unknown = sorted({word for line in lines for word in line} - set(words.words))
    if unknown:
        some = ", ".join(sorted(words.words)[:40])
        raise BadOverride(
            f"story: the network never met {', '.join(unknown[:5])}; it knows, for example: {some}"
        )
    if too_long := max(lines, key=len)[words.longest :]:
        raise BadOverride(
            f"story: a sentence may have {words.longest} words; {too_long[0]!r} is one too many"
        )
    return Question(tuple(lines[:-1]), lines[-1], next(iter(words.words)), ())


def _draw(question: Question, attention: torch.Tensor, kept: int, sheet: Any) -> None:
    matrix = attention[:, :kept].flip(1).T.numpy()  # [statements, hops], oldest first
    first = len(question.story) - kept
    rows = [
        f"{'* ' if first + n in question.support else ''}{' '.join(sentence)}"
        for n, sentence in enumerate(question.story[first:])
    ]
    columns = [f"hop {hop + 1}" for hop in range(matrix.shape[1])]
    title = " ".join(question.question) + "?"
    sheet.heatmap("attention", matrix, title, rows=rows, columns=columns, x="hop", y="sentence, oldest first")
