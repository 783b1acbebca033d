"""One training, of one arm of Table 1 on one task: its questions, its noise, its schedule, its score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from reproductions.datasets.stories import Stories
from reproductions.memn2n.encoding import EMPTY, Encoded, Vocabulary, encode, time_weight, vocabulary
from reproductions.memn2n.network import Batch, Network, Shape, loss

__all__ = [
    "ARMS",
    "JOINT",
    "Course",
    "Material",
    "Training",
    "answers",
    "batch_of",
    "material",
    "narrowed",
    "noisy_times",
    "rows_of",
    "score",
]

# Sec. 4, "Synthetic question and answering experiments": what is compared with what ------------------------

ARMS: dict[str, dict[str, Any]] = {  # Table 1's columns
    "main": {},
    "1 hop": {"hops": 1},
    "2 hops": {"hops": 2},
    "BoW": {"position": "none", "linear_epochs": 0, "time_noise": 0.0},
    "PE": {"linear_epochs": 0, "time_noise": 0.0},
    "PE LS": {"time_noise": 0.0},
}
JOINT = 0  # the number of the "task" that is all of them
MANY = 1000  # distinct statements, beyond which a batch embeds only its own


@dataclass(frozen=True)
class Course:
    """One training: an arm on one task, or on all of them."""

    arm: str
    task: int

    @property
    def name(self) -> str:
        """As states and pictures call it."""
        return f"{self.arm}, task {self.task}" if self.task else f"{self.arm}, all tasks"


@dataclass(frozen=True)
class Material:
    """What a course needs: its settings, and its questions as tensors."""

    config: dict[str, Any]
    words: Vocabulary
    train: Encoded
    validation: Encoded
    tests: dict[int, Encoded]  # by task

    @property
    def batches(self) -> int:
        """Updates in an epoch."""
        return max(1, len(self.train.answers) // int(self.config["batch"]))

    @property
    def updates(self) -> int:
        """Updates in all."""
        return int(self.config["linear_epochs"] + self.config["epochs"]) * self.batches


def material(config: dict[str, Any], data: Stories, course: Course, device: torch.device) -> Material:
    """Encode the questions of a course for its arm."""
    chosen = {**config, **ARMS[course.arm]}
    tasks = [course.task] if course.task else sorted(data.tasks)
    most = chosen["questions"] or None
    train = {task: data.train[task][:most] for task in tasks}
    words = vocabulary([q for task in tasks for q in (*train[task], *data.test[task])], chosen["memory"])

    def encoded(questions: list[Any]) -> Encoded:
        made = encode(questions, words, chosen["position"], chosen["width"])
        return Encoded(**{name: tensor.to(device) for name, tensor in vars(made).items()})

    kept = {task: max(1, len(questions) * 9 // 10) for task, questions in train.items()}
    return Material(
        chosen,
        words,
        encoded([q for task in tasks for q in train[task][: kept[task]]]),
        encoded([q for task in tasks for q in train[task][kept[task] :] or train[task]]),
        {task: encoded(data.test[task]) for task in tasks},
    )


def rows_of(encoded: Encoded, picks: Tensor, times: Tensor) -> Tensor:
    """What the memories of questions `picks` [..., B] read, given the numbers of their times [..., B, M]."""
    U, slots = len(encoded.counts), torch.arange(encoded.statements.shape[1], device=picks.device)
    filled = slots < encoded.lengths[picks].unsqueeze(-1)
    return torch.cat([encoded.statements[picks], torch.where(filled, U + times, EMPTY)], -1)


def batch_of(encoded: Encoded, picks: Tensor, times: Tensor) -> Batch:
    """The questions `picks` [S, B], each memory with the number of its time [S, B, M], counted from 0."""
    rows = rows_of(encoded, picks, times)
    return Batch(encoded.counts, rows, encoded.asked[picks], encoded.answers[picks])


def narrowed(batch: Batch) -> Batch:
    """The same batch over the distinct statements that it reads alone: less to embed where there are many."""
    statements, times = batch.rows.chunk(2, -1)
    first = statements.new_full((1,), EMPTY)
    used, places = torch.cat([first, statements.flatten()]).unique(return_inverse=True)
    later = torch.where(times == EMPTY, EMPTY, times - len(batch.counts) + len(used))
    rows = torch.cat([places[1:].view_as(statements), later], -1)
    return Batch(batch.counts[used], rows, batch.asked, batch.answers)


# Sec. 4.1, "Learning time invariance by injecting random noise" (RN) ---------------------------------------


def noisy_times(lengths: Tensor, slots: int, noise: float, generator: torch.Generator) -> Tensor:
    """Numbers of the times of each question's memories [n, M], newest first, with random gaps.

    Of n statements and up to ceil(noise n) empty times, the statements keep their order and the empty ones
    fall anywhere; a number beyond the memory's size becomes its last.
    """
    device = lengths.device
    usual = torch.arange(slots, device=device).expand(len(lengths), -1)
    if not noise:
        return usual
    most = (lengths * noise - 1e-6).ceil().long()
    drawn = torch.rand(len(lengths), generator=generator, device=device)
    places = lengths + torch.minimum((drawn * (most + 1)).long(), most)
    width = slots + int((slots * noise) + 1)
    keys = torch.rand(len(lengths), width, generator=generator, device=device)
    at = torch.arange(width, device=device)
    keys = torch.where(at < places.unsqueeze(1), keys, 2.0)
    last = keys.sort(1).values.gather(1, (lengths - 1).clamp_min(0).unsqueeze(1))
    kept = torch.where(keys <= last, at, width)  # a random choice of n out of the places
    return kept.sort(1).values[:, :slots].clamp_max_(slots - 1)


# Sec. 4.2, "Training details" -------------------------------------------------------------------------------


class Training:
    """One course for S seeds: the network, its schedule, and the streams that its batches come from."""

    def __init__(self, stuff: Material, course: Course, seeds: list[int]) -> None:
        self.stuff, self.config, self.seeds, self.task = stuff, stuff.config, seeds, course.task
        self.device = stuff.train.answers.device
        self.update = 0
        config, words = stuff.config, stuff.words
        shape = Shape(config["hops"], config["width"], len(words.words), words.slots, config["tying"])
        weight = time_weight(config["position"], words.longest, config["width"])
        streams = [self._stream(seed, 999) for seed in seeds]
        self.network = Network(shape, weight, streams, config["deviation"])
        self.sums = torch.zeros(3, len(seeds), device=self.device)  # loss, errors, questions since last asked
        self._drawn: tuple[int, Tensor, Tensor] | None = None

    def _stream(self, seed: int, epoch: int) -> torch.Generator:
        """The random stream of a seed in an epoch: the same in every arm, so that arms are pairs."""
        number = seed * 1_000_003 + self.task * 2003 + epoch
        return torch.Generator(self.device).manual_seed(number)

    @property
    def epoch(self) -> int:
        """Epochs finished."""
        return self.update // self.stuff.batches

    @property
    def linear(self) -> bool:
        """Whether the memory layers still have no softmax."""
        return self.epoch < int(self.config["linear_epochs"])

    def rate(self) -> float:
        """The learning rate now: from the softmax on, halved at every `halve_every`th epoch."""
        first = self.config["lr_linear"] if self.config["linear_epochs"] else self.config["lr"]
        halvings = 0 if self.linear else (self.epoch - self.config["linear_epochs"] + 1)
        return float(first) * 0.5 ** (halvings // int(self.config["halve_every"]))

    def _draw(self) -> tuple[Tensor, Tensor]:
        """The questions of this epoch's batches [batches, S, B] and their rows [batches, S, B, 2M]."""
        if self._drawn is None or self._drawn[0] != self.epoch:
            train, count = self.stuff.train, self.stuff.batches * self.config["batch"]
            picked, rows = [], []
            for seed in self.seeds:
                stream = self._stream(seed, 1000 + self.epoch)
                picks = torch.randint(len(train.answers), (count,), generator=stream, device=self.device)
                lengths, slots = train.lengths[picks], train.statements.shape[1]
                times = noisy_times(lengths, slots, self.config["time_noise"], stream)
                picked.append(picks)
                rows.append(rows_of(train, picks, times))
            split = self.stuff.batches, -1
            self._drawn = (
                self.epoch,
                torch.stack([picks.unflatten(0, split) for picks in picked], 1),
                torch.stack([row.unflatten(0, split) for row in rows], 1),
            )
        return self._drawn[1:]

    def step(self) -> None:
        """One update of every seed."""
        (drawn, rows), linear, train = self._draw(), self.linear, self.stuff.train
        at = self.update % self.stuff.batches
        batch = Batch(train.counts, rows[at], train.asked[drawn[at]], train.answers[drawn[at]])
        if len(train.counts) > MANY and self.device.type == "cpu":
            batch = narrowed(batch)
        made = self.network.forward(batch, linear)
        self.network.backward(batch, made, linear)
        self.network.descend(self.rate(), self.config["clip"] or float("inf"))
        assert made.logits is not None
        self.sums[0] += loss(made, batch.answers).sum(1)
        self.sums[1] += (made.logits.argmax(2) != batch.answers).sum(1)
        self.sums[2] += batch.answers.shape[1]
        self.update += 1

    def since_last(self) -> dict[str, Tensor]:
        """Mean loss (nats) and error (percent) of the questions trained on since the last call, per seed."""
        means = self.sums[:2] / self.sums[2].clamp_min(1)
        self.sums.zero_()
        return {"loss": means[0], "error": 100 * means[1]}

    def state(self) -> dict[str, Any]:
        """Everything that the next update depends on; batches follow from the seeds and the epoch."""
        return {"weights": self.network.flat, "sums": self.sums, "update": self.update}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on exactly where `state` was taken."""
        self.network.flat.copy_(state["weights"])
        self.sums.copy_(state["sums"])
        self.update = int(state["update"])


@torch.no_grad()
def answers(
    network: Network, encoded: Encoded, linear: bool = False
) -> Iterator[tuple[Batch, Tensor, Tensor]]:
    """All questions in parts, without noise: the batch, its logits [S, B, V], attention [S, K, B, M]."""
    slots = encoded.statements.shape[1]
    everything = torch.arange(len(encoded.answers), device=encoded.answers.device)
    for part in everything.split(250):
        picks = part.expand(len(network.flat), -1)
        times = torch.arange(slots, device=part.device).expand(*picks.shape, -1)
        batch = batch_of(encoded, picks, times)
        made = network.forward(batch, linear)
        assert made.logits is not None
        yield batch, made.logits, torch.stack(made.attention, 1)


def score(network: Network, encoded: Encoded, linear: bool = False) -> dict[str, Tensor]:
    """Mean loss (nats) and error (percent) over all questions, per seed."""
    losses, wrong = [], []
    for batch, logits, _ in answers(network, encoded, linear):
        losses.append(torch.nn.functional.cross_entropy(logits.mT, batch.answers, reduction="none"))
        wrong.append((logits.argmax(2) != batch.answers).float())
    return {"loss": torch.cat(losses, 1).mean(1), "error": 100 * torch.cat(wrong, 1).mean(1)}
