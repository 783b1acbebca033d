"""The other rows of Table 3: an RNN and an LSTM that read the story word by word and say the answer.

They read statements and questions in the order in which they come, one stream a story, and say a word after
the last word of each question. What they knew is their state; nobody tells them which statements matter.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from reproductions.datasets.world import Episode
from reproductions.memory_networks.encoding import PLACE, WORDS

__all__ = ["KINDS", "Reader", "Streams"]

KINDS = {"lstm": nn.LSTM, "rnn": nn.RNN}
NOTHING = -100  # the answer of a question that is not there; cross_entropy leaves it out


class Streams:
    """Stories as words [E, L], the places of the last words of their questions [E, A], the answers [E, A]."""

    def __init__(self, stories: tuple[Episode, ...], device: torch.device) -> None:
        read = [_stream(story) for story in stories]
        length = max(len(words) for words, _, _ in read)
        asked = max(len(ends) for _, ends, _ in read)
        rows = [
            (words + [0] * (length - len(words)), _filled(ends, asked, 0), _filled(said, asked, NOTHING))
            for words, ends, said in read
        ]
        self.words, self.ends, self.answers = (
            torch.tensor(column, device=device) for column in zip(*rows, strict=True)
        )


def _stream(story: Episode) -> tuple[list[int], list[int], list[int]]:
    words: list[int] = []
    ends, answers, told = [], [], 0
    for question in story.questions:
        fresh = [word for statement in story.statements[told : len(question.story)] for word in statement]
        told = len(question.story)
        words += [PLACE[word] for word in (*fresh, *question.question)]
        ends.append(len(words) - 1)
        answers.append(PLACE[question.answer])
    return words, ends, answers


def _filled(row: list[int], length: int, value: int) -> list[int]:
    return row + [value] * (length - len(row))


class Reader(nn.Module):
    """Words in, one state, and after a question the scores of all words as its answer."""

    def __init__(self, kind: str, units: int, generator: torch.Generator, device: torch.device) -> None:
        super().__init__()
        self.words = nn.Embedding(len(WORDS), units)
        self.state = KINDS[kind](units, units, batch_first=True)
        self.say = nn.Linear(units, len(WORDS))
        reach = units**-0.5
        for (
            name,
            weights,
        ) in self.named_parameters():  # from the seed's own stream; `say` is 0: all words alike
            nn.init.zeros_(weights) if "say" in name else nn.init.uniform_(
                weights, -reach, reach, generator=generator
            )
        self.to(device)

    def forward(self, words: Tensor, ends: Tensor) -> Tensor:
        """Scores [E, A, W] after the words at `ends` [E, A]."""
        states = self.state(self.words(words))[0]
        scores: Tensor = self.say(states.gather(1, ends.unsqueeze(-1).expand(-1, -1, states.shape[-1])))
        return scores

    def loss(self, streams: Streams, picked: Tensor) -> Tensor:
        """Mean cross-entropy of the answers in some stories, nats."""
        scores = self(streams.words[picked], streams.ends[picked])
        return cross_entropy(scores.flatten(0, 1), streams.answers[picked].flatten(), ignore_index=NOTHING)

    @torch.no_grad()
    def accuracy(self, streams: Streams) -> Tensor:
        """Share of right answers over all stories."""
        right = self(streams.words, streams.ends).argmax(-1) == streams.answers
        share: Tensor = right.sum() / (streams.answers != NOTHING).sum()
        return share


class Lesson:
    """One reader of one seed in training: Adam, clipped gradients, its own order of stories."""

    def __init__(
        self, config: dict[str, Any], kind: str, seed: int, streams: dict[str, Streams], device: torch.device
    ) -> None:
        self.config, self.streams = config, streams
        self.generator = torch.Generator().manual_seed(seed)
        self.reader = Reader(kind, config["reader_units"], self.generator, device)
        self.optimiser = torch.optim.Adam(self.reader.parameters(), lr=config["reader_lr"])
        self.order = torch.zeros(0, dtype=torch.long)

    def step(self, at: int, batch: int) -> None:
        """Train on stories number at * batch and on of this epoch's order."""
        if at == 0:
            self.order = torch.randperm(len(self.streams["train"].words), generator=self.generator)
        picked = self.order[at * batch : (at + 1) * batch].to(self.streams["train"].words.device)
        self.optimiser.zero_grad()
        self.reader.loss(self.streams["train"], picked).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.reader.parameters(), self.config["reader_clip"])
        self.optimiser.step()

    @torch.no_grad()
    def valid_loss(self) -> Tensor:
        """Cross-entropy on the validation stories."""
        streams = self.streams["valid"]
        return self.reader.loss(streams, torch.arange(len(streams.words), device=streams.words.device))

    def state(self) -> dict[str, Any]:
        """Everything that the next step depends on."""
        return {
            "reader": self.reader.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "order": self.order,
            "stream": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on exactly where `state` was taken."""
        self.reader.load_state_dict(state["reader"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.order = state["order"]
        self.generator.set_state(state["stream"])
