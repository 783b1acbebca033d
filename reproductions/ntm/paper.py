"""Neural Turing Machines (Graves, Wayne, Danihelka, 2014, arXiv 1410.5401), told in the paper's own order.

A contest: machines with a memory that they address themselves (Sec. 3, `machine.py`) and a stack of LSTM
layers (`lstm.py`) see the same sequences of the same task (Sec. 4, `tasks.py`), and each is trained as the
paper says (`learner.py`, `optimiser.py`). Beside them runs a control: the same machine with weightings that
start spread evenly over a memory of equal slots. Nothing it can learn tells its slots apart, so that all of
its memory is worth one slot.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Generator, Tensor

from reproductions.harness.recorder import Cancelled, Recorder
from reproductions.ntm import tasks
from reproductions.ntm.learner import Learner, NtmLearner, bits_per_sequence
from reproductions.ntm.lstm import LstmLearner
from reproductions.ntm.machine import Machine

ID = "ntm"
TITLE = "Neural Turing Machines"
ABOUT = "A network learns to copy, recall and sort with a memory that it reads and writes by attention."

CONFIG = {
    "dataset": "generated",
    "seed": 0,  # the first seed; the others follow it
    "seeds": 1,
    "task": "copy",
    "machines": "feedforward",  # controllers of the machines that take part
    "sequences": 1_000_000,  # each seed sees so many
    "max_seconds": 0.0,  # of training; 0: no limit
    "batch": 1,
    "longest": 0,  # vectors (copy, repeat copy, sort), items (recall) or bits (ngrams); 0: as published
    "slots": 128,
    "width": 20,
    "heads": 0,  # pairs of a reading and a writing head; 0 here and below: as in Tables 1 to 3
    "hidden": 0,
    "lr": 0.0,
    "lstm_layers": 3,
    "lstm_hidden": 0,
    "lstm_lr": 0.0,
    "log_every": 200,  # updates
    "watch_every": 1000,  # updates between pictures
    "test_sequences": 20,
    "compile": "auto",  # never: for runs that are shorter than compiling
    "threads": 1,
}
LIMITS = {
    "dataset": ["generated"], "seed": [0, 1_000_000], "seeds": [1, 100],
    "task": ["copy", "repeat_copy", "recall", "ngrams", "sort"],
    "machines": ["feedforward", "lstm", "both"], "sequences": [1, 100_000_000],
    "max_seconds": [0, 1_000_000], "batch": [1, 1000], "longest": [0, 1000], "slots": [2, 4096],
    "width": [1, 1000], "heads": [0, 16], "hidden": [0, 4096], "lr": [0, 1], "lstm_layers": [1, 10],
    "lstm_hidden": [0, 4096], "lstm_lr": [0, 1], "log_every": [1, 100_000], "watch_every": [1, 1_000_000],
    "test_sequences": [1, 1000], "compile": ["auto", "never"], "threads": [0, 256],
}  # fmt: skip
PRESETS = {
    "smoke": {
        "about": "does it work here: three seeds copy up to three vectors with small networks, in seconds",
        "budget_seconds": 10,
        "config": {
            "seeds": 3, "sequences": 4800, "batch": 16, "longest": 3, "slots": 20,
            "width": 10, "hidden": 32, "lr": 0.001, "lstm_layers": 1, "lstm_hidden": 32, "lstm_lr": 0.001,
            "log_every": 24, "watch_every": 120, "compile": "never",
        },
    },
    "cpu": {
        "about": "the published sizes on copy, three seeds, 15,000 sequences",
        "budget_seconds": 1200,
        "config": {"seeds": 3, "sequences": 15_000, "max_seconds": 1110.0},
    },
    "gpu": {
        "about": "the published sizes on copy, both controllers, ten seeds, 50,000 sequences",
        "budget_seconds": 600,
        "config": {"seeds": 10, "machines": "both", "sequences": 50_000, "max_seconds": 500.0},
    },
    "paper": {
        "about": "as published: one training of a million sequences",
        "budget_seconds": None,
        "config": {"machines": "both"},
    },
}  # fmt: skip

CLAIMS = [
    {
        "id": "NTM-1",
        "measure": "ntm_log_ratio",
        "claim": "On copy an NTM learns much faster than an LSTM and reaches a lower cost (Sec. 4.1, Fig. 3)",
        "criterion": "Copy at the published lengths, at least 3 seeds, the same sequences for both. Solved: "
        "the mean cost of the sequences since the last log is at most 1 bit; a seed that never "
        "gets there counts as the whole of training, which draws a ratio towards 1. Reproduced: the interval "
        "of the log ratio of the sequences until solved, NTM over LSTM in pairs of seeds, lies below 0, and "
        "so does the paired interval of the difference of their costs over the last tenth of training. "
        "Direction only: the second alone. Control: the machine whose weightings start uniform, in place of "
        "the NTM, must not be reproduced.",
    },
    {
        "id": "NTM-2",
        "measure": "ntm_error_6",
        "claim": "Trained on up to 20 vectors the NTM copies 30, 50 and 120; the LSTM fails beyond 20 (Fig. "
        "4, 5)",
        "criterion": "Copy at the published lengths. Converged: at most 1 bit per sequence over the last "
        "tenth of training. Direction only: at least 2 seeds and at least half of all seeds converge, at "
        "least half of the converged ones get fewer than 5 % of the bits wrong at 30, at 50 and at 120 "
        "vectors, and the LSTM gets more than 20 % wrong at 30 and more than 35 % at 120 (means over "
        "seeds). Reproduced: besides, the LSTM has learned what it was trained on (less than 5 % wrong at "
        "10 vectors), so that failing beyond 20 says something about generalisation. Control: the machine "
        "whose weightings start uniform must not stay below 5 % at 120 vectors in any seed.",
    },
    {
        "id": "NTM-3",
        "measure": "ntm_write_moves",
        "claim": "The heads move one slot a step to write and retrace the same slots to read (Sec. 4.1, "
        "Fig. 6)",
        "criterion": "Copy of the longest training length, per converged seed: at least 90 % of the moves "
        "of the writing head while vectors come in, and of the reading head while they go out, are one slot "
        "in one direction (the same for all); at least 90 % of the slots are read in the order of writing; "
        "and when the contents of two written slots are exchanged between writing and reading, at least 90 "
        "% of the bits of these two outputs follow, and of the other outputs stay. Reproduced: at least 2 "
        "seeds converged and more than half of them meet all of it. Direction only: at least one seed meets "
        "all of it. Control: the machine whose weightings start uniform must not meet it in any seed.",
    },
    {
        "id": "NTM-4",
        "measure": "ntm_cost",
        "claim": "Recall: an NTM is near zero after 30,000 episodes, an LSTM not after a million (Fig. 10, "
        "11)",
        "criterion": "Recall at the published sizes, 30,000 sequences or more, at least 3 seeds; costs over "
        "the last tenth of training. Reproduced: the NTM's is below 0.1 bit in at least half of the seeds "
        "and its mean below 1 bit at 15 items, and the LSTM's is above 3 of 18 bits in every seed. "
        "Direction only: the paired interval of the difference of their costs lies below 0. Control: the "
        "machine whose weightings start uniform, in place of the NTM, must not be reproduced.",
    },
]  # fmt: skip

SETTINGS = [  # what; paper; released code; ours; why
    ("memory", "128 slots of 20 numbers", "none released", "as the paper", ""),
    ("controllers", "feed-forward or LSTM, 100 units on copy (Tables 1 and 2)", "-",
     "the same sizes; feed-forward: one layer of tanh units", "the paper names no unit"),
    ("heads", "1 to 8 (Tables 1 and 2)", "-", "so many pairs of one that reads and one that writes",
     "the paper does not say whether it counts both"),
    ("parameters", "17,162, 67,561 and 1,352,969 on copy", "-", "as the sizes give",
     "the counts cannot be rebuilt"),
    ("order", "-", "-", "all heads address the memory as it was; it is written, then read; the output layer "
     "sees the controller and what was just read", "unspecified; all heads then share one product"),
    ("ranges", "k and a not given; beta > 0; gamma >= 1; three shifts, softmax", "-",
     "k and a tanh; beta softplus; gamma 1 + softplus; sharpening in logarithms",
     "powers of small weights underflow"),
    ("first state", "memory and first states: learned biases", "-",
     "memory 1e-6; weightings all in slot 0; first read vectors and LSTM states learned",
     "with equal slots and spread weightings no gradient can tell slots apart: our control"),
    ("initial weights", "-", "-",
     "uniform within 1 / sqrt(inputs), output layer a tenth; biases 0, forget gates 1",
     "an untrained network then pays 1 bit a bit"),
    ("optimiser", "RMSProp of Graves (2013), momentum .9", "-",
     "centred, decay .95, 1e-4 inside the root", "torch's RMSprop is another one"),
    ("rates", "1e-4; sort 3e-5; LSTM 3e-5, on recall and N-grams 1e-4", "-", "as the paper", ""),
    ("gradient", "components clipped to (-10, 10)", "-",
     "so; of the cost in nats, summed over a sequence", ""),
    ("batch", "-", "-", "1", "one sequence an update, as the curves of the paper suggest"),
    ("comparator", "three LSTM layers of 256 units on copy (Table 3)", "-",
     "as the paper; no peepholes, no skips, forget gates start at 1",
     "the paper's own LSTM is not spelled out"),
    ("cost", "bits per sequence", "-", "over the steps with output only; nothing goes in meanwhile", ""),
    ("lengths", "drawn for every sequence", "-",
     "every block of updates holds each size once, shuffled by the number of the block; all seeds share them",
     "the mean over a block is the mean over sizes, and a seed sees the same alone or in company"),
    ("length of training", "a million sequences", "-", "cpu 15,000, gpu 50,000",
     "minutes, not days; the recorded runs say how far it comes"),
    ("sort, LSTM controller", "5 heads, two layers of 100", "-", "5 pairs, one layer of 100",
     "one cell serves all"),
]  # fmt: skip

# Tables 1 to 3: heads, units, rate with a feed-forward controller; with an LSTM; units, rate of the LSTM.
PUBLISHED = {
    "copy": ((1, 100, 1e-4), (1, 100, 1e-4), (256, 3e-5)),
    "repeat_copy": ((1, 100, 1e-4), (1, 100, 1e-4), (512, 3e-5)),
    "recall": ((4, 256, 1e-4), (1, 100, 1e-4), (256, 1e-4)),
    "ngrams": ((1, 100, 1e-4), (1, 100, 1e-4), (128, 1e-4)),
    "sort": ((8, 512, 3e-5), (5, 100, 3e-5), (128, 3e-5)),
}
CONTROLLERS = {"feedforward": ["feedforward"], "lstm": ["lstm"], "both": ["feedforward", "lstm"]}
ARMS = {"feedforward": "ntm", "lstm": "ntm_lstm"}  # the name of a machine in the logs, by its controller
WEIGHTS = 1_000_003  # apart from the streams of the data


def sizes(config: dict[str, Any]) -> list[tuple[int, ...]]:
    """The sizes of the task that training draws from."""
    return tasks.TASKS[config["task"]].sizes(config["longest"])


def untrained(config: dict[str, Any], data: Any) -> dict[str, float]:
    """Bits per sequence before the first update: 1 for every bit of the target, mean over the sizes."""
    chance = tasks.TASKS[config["task"]].chance(sizes(config))
    names = [ARMS[controller] for controller in CONTROLLERS[config["machines"]]]
    return dict.fromkeys(_logged(names), chance)


def _logged(names: list[str]) -> list[str]:
    return [f"{name}_bits" for name in [*names, "uniform", "lstm"]]


# Sec. 4: the contest ----------------------------------------------------------------------------------------


class Contest:
    """All arms of S seeds: machines, the control stacked on the first of them, and the LSTM."""

    def __init__(self, config: dict[str, Any], device: torch.device) -> None:
        self.config, self.device, self.update = config, device, 0
        self.task, self.sizes = tasks.TASKS[config["task"]], sizes(config)
        self.seeds = [config["seed"] + s for s in range(config["seeds"])]
        self.streams = [Generator().manual_seed(seed) for seed in self.seeds]
        self.machines = [ARMS[controller] for controller in CONTROLLERS[config["machines"]]]
        self.fast = config["compile"] == "auto"
        self.learners: dict[str, Learner] = {
            ARMS[controller]: self._machine(controller, control=k == 0)
            for k, controller in enumerate(CONTROLLERS[config["machines"]])
        }
        self.learners["lstm"] = self._lstm()
        self.costs = torch.zeros(len(self.names), len(self.seeds), device=device)
        self.counted = 0

    def _weights(self) -> list[Generator]:
        return [Generator().manual_seed(WEIGHTS + seed) for seed in self.seeds]

    def _machine(self, controller: str, control: bool) -> NtmLearner:
        """The machines of one controller; with the control, each seed's twin that starts uniform follows."""
        feedforward, lstm, _ = PUBLISHED[self.config["task"]]
        heads, hidden, rate = lstm if controller == "lstm" else feedforward
        machine = Machine(
            inputs=self.task.inputs,
            outputs=self.task.outputs,
            hidden=self.config["hidden"] or hidden,
            slots=self.config["slots"],
            width=self.config["width"],
            heads=self.config["heads"] or heads,
            controller=controller,
        )
        generators, n = self._weights() * (1 + control), len(self.seeds)
        generators = [Generator().manual_seed(g.initial_seed()) for g in generators]  # twins share weights
        spread = [False] * n + [True] * n * control
        return NtmLearner(machine, generators, self.config["lr"] or rate, self.device, spread, self.fast)

    def _lstm(self) -> LstmLearner:
        hidden, rate = PUBLISHED[self.config["task"]][2]
        units = self.config["lstm_hidden"] or hidden
        shape = (self.task.inputs, self.task.outputs, units, self.config["lstm_layers"])
        return LstmLearner(shape, self._weights(), self.config["lstm_lr"] or rate, self.device, self.fast)

    @property
    def names(self) -> list[str]:
        """The arms, in the order of `costs`."""
        return [*self.machines, "uniform", "lstm"]

    def draw(
        self, size: tuple[int, ...], batch: int, streams: list[Generator] | None = None
    ) -> tuple[Tensor, Tensor]:
        """x [S, T, B, X] and y [S, K, B, Y] of one size, from the streams of training or from others."""
        drawn = self.task.batch(size, batch, streams or self.streams)
        return drawn.x.to(self.device), drawn.y.to(self.device)

    def step(self) -> None:
        """One update of every arm on the same sequences."""
        x, y = self.draw(tasks.size_of_update(self.sizes, self.update), self.config["batch"])
        self.costs += self._by_arm(
            {name: arm.update(*self._for(arm, x, y)) for name, arm in self.learners.items()}
        )
        self.counted += 1
        self.update += 1

    def _for(self, arm: Learner, *tensors: Tensor) -> list[Tensor]:
        """Tensors [S, ...] once for every machine of an arm: the control sees what its twin sees."""
        times = arm.weights.seeds // len(self.seeds)
        return [tensor.repeat(times, 1, 1, 1) for tensor in tensors]

    def _by_arm(self, found: dict[str, Tensor]) -> Tensor:
        """Values of all machines by learner, as rows in the order of `names` [arms, S]."""
        n, first = len(self.seeds), found[self.machines[0]]
        named = {**{name: value[:n] for name, value in found.items()}, "uniform": first[n:]}
        return torch.stack([named[name] for name in self.names])

    def run(self, x: Tensor, outputs: int) -> dict[str, Tensor]:
        """Logits [S, K, B, Y] of every arm."""
        n = len(self.seeds)
        said = {name: arm.run(self._for(arm, x)[0], outputs) for name, arm in self.learners.items()}
        return {**{name: logits[:n] for name, logits in said.items()}, "uniform": said[self.machines[0]][n:]}

    def take_costs(self) -> dict[str, Tensor]:
        """Mean bits per sequence of each arm since the last call, per seed."""
        means = self.costs / self.counted
        self.costs, self.counted = torch.zeros_like(self.costs), 0
        return dict(zip(_logged(self.machines), means, strict=True))

    def first_costs(self) -> dict[str, Tensor]:
        """The same before any update, on a sequence of every size from streams of their own."""
        total: dict[str, Tensor] = {}
        streams = [Generator().manual_seed(2 * WEIGHTS + seed) for seed in self.seeds]
        for size in self.sizes:
            x, y = self.draw(size, 1, streams)
            for name, logits in self.run(x, y.shape[1]).items():
                cost = bits_per_sequence(logits, y) / len(self.sizes)
                total[f"{name}_bits"] = total.get(f"{name}_bits", 0) + cost
        return total

    def state(self) -> dict[str, Any]:
        """Everything that the next update depends on."""
        return {
            "learners": {name: learner.state() for name, learner in self.learners.items()},
            "streams": [stream.get_state() for stream in self.streams],
            "costs": self.costs,
            "counted": self.counted,
            "update": self.update,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on exactly where `state` was taken."""
        for name, learner in self.learners.items():
            learner.restore(state["learners"][name])
        for stream, saved in zip(self.streams, state["streams"], strict=True):
            stream.set_state(saved)
        self.costs.copy_(state["costs"])
        self.counted, self.update = int(state["counted"]), int(state["update"])


# Sec. 4.1 to 4.5: training, with pictures on the way --------------------------------------------------------


def train(config: dict[str, Any], data: Any, recorder: Recorder, device: torch.device) -> Contest:
    """Train until the sequences or the time are used up; goes on from a checkpoint where there is one."""
    from reproductions.ntm import pictures

    contest = Contest(config, device)
    if recorder.state is not None:
        contest.restore(recorder.state)
    total = max(1, config["sequences"] // config["batch"])
    recorder.begin(
        steps=total,
        per_step=config["batch"] * config["seeds"],
        budget=config["max_seconds"],
        unit="sequences",
        length=(config["sequences"], "sequences"),
    )
    if recorder.state is None:
        recorder.log(0, **contest.first_costs())
    while contest.update < total and not recorder.out_of_time():
        if recorder.cancelled:
            recorder.checkpoint(contest.update, contest.state)
            raise Cancelled
        contest.step()
        if contest.update % config["log_every"] == 0 or contest.update == total:
            recorder.log(contest.update, **contest.take_costs())
        if _picture_due(contest.update, config["watch_every"]):
            pictures.attempt(contest, recorder)
        recorder.checkpoint(contest.update, contest.state, every=20.0)
    if contest.counted:  # the time was used up between two logs
        recorder.log(contest.update, **contest.take_costs())
    recorder.checkpoint(contest.update, contest.state)
    return contest


def _picture_due(update: int, every: int) -> bool:
    """At updates 1, 2, 4, ... while they are close together, then at every `every`th."""
    return update % every == 0 or (update < every and update & (update - 1) == 0)


def evaluate(config: dict[str, Any], contest: Contest, data: Any, recorder: Recorder) -> dict[str, Any]:
    """Figures 3 to 6: the measurements of a trained contest, and a verdict for each claim."""
    from reproductions.ntm import evaluation

    return evaluation.evaluate(config, contest, recorder)
