"""Questions per CPU-second of a MemN2N update: ours against a plain PyTorch module that gathers every word.

    python benchmarks/memn2n.py [--rounds 5] [--updates 60] [--json FILE]

The plain module is written as public implementations write theirs: an nn.Embedding a hop, each word of each
sentence of each question looked up and weighted by its position, sums over words, autograd, clipping and SGD.
Three hops, 20 dimensions, batches of 32, one thread; on bAbI task 3 (50 sentences of up to 6 words and a
time), or on stories of the simulated world where bAbI is not at hand. Ours trains one network and ten at
once. The rounds alternate, and medians are compared; CPU-seconds rather than seconds, so that other load on
the machine counts little.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

import contest

from reproductions import datasets
from reproductions.datasets import world
from reproductions.datasets.stories import Question, Stories
from reproductions.errors import ReproductionError
from reproductions.memn2n import paper
from reproductions.memn2n.course import Course, Training, material

TASK, HOPS, WIDTH, BATCH = 3, 3, 20, 32
SEEDS = (1, 10)
PLAIN = "gather of every word, autograd"


class PlainMemN2N(nn.Module):
    """Adjacent tying and position encoding, from word numbers; 0 is the empty word."""

    def __init__(self, symbols: int, words: int) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.Embedding(symbols, WIDTH, padding_idx=0) for _ in range(HOPS + 1))
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.1)
        j, k = torch.arange(1, words + 1)[:, None], torch.arange(1, WIDTH + 1)[None]
        self.register_buffer("weight", 1 + 4 * (k - (WIDTH + 1) / 2) * (j - (words + 1) / 2) / WIDTH / words)

    def embed(self, table: int, sentences: Tensor) -> Tensor:
        """[..., words] to [..., WIDTH]."""
        return (self.tables[table](sentences) * self.weight[: sentences.shape[-1]]).sum(-2)

    def forward(self, stories: Tensor, questions: Tensor) -> Tensor:
        """Word numbers [B, M, words] and [B, words - 1] to logits over all symbols."""
        u = self.embed(0, questions)
        for hop in range(HOPS):
            m, c = self.embed(hop, stories), self.embed(hop + 1, stories)
            p = torch.softmax((m * u.unsqueeze(1)).sum(-1), -1)
            u = u + (p.unsqueeze(-1) * c).sum(1)
        return u @ self.tables[HOPS].weight.T


def as_numbers(questions: list[Question]) -> tuple[Tensor, Tensor, Tensor, int]:
    """Stories [Q, M, words + 1] with the time as last word, questions [Q, words], answers [Q], symbols."""
    words: dict[str, int] = {}
    sentences = [s for q in questions for s in (*q.story, q.question)]
    longest, slots = max(map(len, sentences)), min(50, max(len(q.story) for q in questions))
    for sentence in [*sentences, *((q.answer,) for q in questions)]:
        for word in sentence:
            words.setdefault(word, len(words) + 1)
    stories = torch.zeros(len(questions), slots, longest + 1, dtype=torch.long)
    asked = torch.zeros(len(questions), longest, dtype=torch.long)
    for q, question in enumerate(questions):
        asked[q, : len(question.question)] = torch.tensor([words[word] for word in question.question])
        for slot, sentence in enumerate(reversed(question.story[-slots:])):
            stories[q, slot, : len(sentence)] = torch.tensor([words[word] for word in sentence])
            stories[q, slot, -1] = len(words) + 1 + slot
    answers = torch.tensor([words[question.answer] for question in questions])
    return stories, asked, answers, len(words) + 1 + slots


def plain_loop(data: Stories) -> Iterator[int]:
    """Train for ever; yields the number of questions after each update."""
    stories, asked, answers, symbols = as_numbers(data.train[TASK])
    net = PlainMemN2N(symbols, stories.shape[2])
    optimiser = torch.optim.SGD(net.parameters(), lr=0.005)
    loss = nn.CrossEntropyLoss(reduction="sum")
    while True:
        picks = torch.randint(len(answers), (BATCH,))
        optimiser.zero_grad()
        loss(net(stories[picks], asked[picks]), answers[picks]).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 40.0)
        optimiser.step()
        yield BATCH


def our_loop(data: Stories, seeds: int) -> Iterator[int]:
    """The same with our update, `seeds` networks at once; the questions of all count. Noise included."""
    config = {**paper.CONFIG, "hops": HOPS, "width": WIDTH, "batch": BATCH, "linear_epochs": 0}
    course = Course("main", TASK)
    training = Training(material(config, data, course, torch.device("cpu")), course, list(range(seeds)))
    while True:
        with torch.no_grad():
            training.step()
        yield BATCH * seeds


def stories() -> tuple[str, Stories]:
    """bAbI, or stories of the simulated world with as many sentences."""
    try:
        if datasets.locate("babi").present:
            return "babi", datasets.load("babi")
    except ReproductionError as error:
        print(error.message, file=sys.stderr)
    return "simulated-world", world.stories(length=50)


def main() -> None:
    """Print the table, and a JSON object beside it if asked."""
    asked = contest.options(__doc__, rounds=5, updates=60)
    name, data = stories()
    loops = {PLAIN: plain_loop(data)}
    loops |= {f"ours, {seeds} seed(s)": our_loop(data, seeds) for seeds in SEEDS}
    contest.alternating(loops, 1, 5)  # warm up
    found = contest.alternating(loops, asked.rounds, asked.updates)
    medians = contest.medians(found)
    ratios = {label: median / medians[PLAIN] for label, median in medians.items()}
    ratio = ratios["ours, 1 seed(s)"]
    contest.table(f"MemN2N update, 1 thread, {name}", "questions/CPU-s", found, ratios)
    print(f"ratio {ratio:.2f} for one network (aim: at least 3)")
    contest.finish("questions per CPU-second", found, asked.json, data=name, ratio=ratio, ratios=ratios)


if __name__ == "__main__":
    main()
