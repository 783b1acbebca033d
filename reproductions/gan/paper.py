"""Generative Adversarial Networks (Goodfellow et al., 2014, arXiv 1406.2661), told in the paper's own order.

Shapes: S seeds, B images a batch, N pixels. Every tensor has the seeds on its leading axis: the same
arithmetic trains S independent games at once, and each seed draws from its own stream, so that a seed gives
the same numbers alone or in company.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from reproductions.datasets.images import Images
from reproductions.gan import networks, update
from reproductions.gan.networks import discriminator_weights, generate, generator_weights
from reproductions.gan.update import Player
from reproductions.harness.compiled import compiled
from reproductions.harness.recorder import Cancelled, Recorder

ID = "gan"
TITLE = "Generative Adversarial Networks"
ABOUT = "A generator learns to draw digits that a discriminator cannot tell from real ones."

CONFIG = {
    "dataset": "mnist",
    "seed": 0,  # the first seed; the others follow it
    "seeds": 1,
    "epochs": 250,
    "max_seconds": 0.0,  # of training; 0: no limit
    "batch": 100,
    "noise": 100,  # dimensions of z
    "generator_width": 1200,
    "maxout_units": 240,
    "maxout_pieces": 5,
    "generator_reach": 0.05,  # initial weights are uniform within plus and minus this
    "discriminator_reach": 0.005,
    "lr": 0.1,
    "lr_decay": 1.000004,  # divides the rate at every update
    "lr_floor": 1e-6,
    "momentum_first": 0.5,
    "momentum_last": 0.7,
    "momentum_epochs": 250,  # the ramp from the first to the last
    "samples": 10_000,  # Parzen kernels
    "test_images": 10_000,  # at most
    "kmeans_iterations": 2,  # to the centroids beside which the Parzen value is read; 0: training images
    "early_updates": 600,  # length of each arm of GAN-3
    "early_seeds": 3,
    "log_every": 20,  # updates
    "watch_every": 500,  # updates between looks at held-out images
    "threads": 0,  # CPU threads; 0: half of the cores, four at most
    "precision": "float32",  # of what a matrix product multiplies; auto: bfloat16 where units for it are
}
LIMITS = {
    "dataset": ["mnist", "digits"], "seed": [0, 1_000_000], "seeds": [1, 100], "epochs": [1, 10_000],
    "max_seconds": [0, 1_000_000], "batch": [2, 1000], "noise": [1, 10_000], "generator_width": [1, 20_000],
    "maxout_units": [1, 10_000], "maxout_pieces": [2, 100], "generator_reach": [0, 10],
    "discriminator_reach": [0, 10], "lr": [0, 100], "lr_decay": [1, 2], "lr_floor": [0, 1],
    "momentum_first": [0, 1], "momentum_last": [0, 1], "momentum_epochs": [2, 10_000],
    "samples": [10, 100_000], "test_images": [10, 10_000],
    "kmeans_iterations": [0, 1000], "early_updates": [2, 10_000], "early_seeds": [1, 100],
    "log_every": [1, 100_000], "watch_every": [1, 100_000], "threads": [0, 256],
    "precision": ["float32", "bfloat16", "auto"],
}  # fmt: skip
PRESETS = {
    "smoke": {
        "about": "does it work here: three seeds on 1,797 small digits, in seconds",
        "budget_seconds": 10,
        "config": {
            "dataset": "digits", "seeds": 3, "epochs": 72, "batch": 50, "noise": 32,
            "generator_width": 128, "generator_reach": 0.3, "maxout_units": 32, "discriminator_reach": 0.05,
            "samples": 1000, "early_updates": 200, "log_every": 20, "watch_every": 100, "threads": 1,
        },
    },
    "cpu": {
        "about": "the published networks on MNIST, one seed, as many epochs as fit into a coffee break",
        "budget_seconds": 1200,
        "config": {"epochs": 50, "max_seconds": 840.0, "precision": "auto"},
    },
    "gpu": {
        "about": "the published networks on MNIST, ten seeds, to the end of the momentum ramp",
        "budget_seconds": 600,
        "config": {
            "seeds": 10, "epochs": 250, "max_seconds": 480.0, "early_seeds": 10, "precision": "auto",
        },
    },
    "paper": {
        "about": "as published: one training; the paper names no number of epochs",
        "budget_seconds": None,
        "config": {"epochs": 500},
    },
}  # fmt: skip

#: What a run takes instead of its preset's settings when a stand-in had to be used for its data.
STAND_IN = {
    "digits": {
        "epochs": 2000, "batch": 50, "noise": 32, "generator_width": 128, "generator_reach": 0.3,
        "maxout_units": 32, "discriminator_reach": 0.05, "samples": 1000, "precision": "float32",
    },
}  # fmt: skip

CLAIMS = [
    {
        "id": "GAN-1",
        "measure": "parzen",
        "claim": "Parzen log-likelihood of the MNIST test images is 225 +- 2 nats (Table 1)",
        "criterion": "On MNIST only. Reproduced: at least 250 epochs and 5 seeds, the mean over seeds within"
        " 225 +- 25, and every seed above the 138 of the deep belief net in the same table. "
        "Direction only: the low end of the interval (over seeds; with one seed, two standard "
        "errors over test images) is above 100, and the validation value at the end is above "
        "the one at half of the training. Control: the untrained generator must stay below 100.",
    },
    {
        "id": "GAN-2",
        "measure": "d_real",
        "claim": "The discriminator ends up unable to tell: D(x) and D(G(z)) approach 1/2 (Prop. 2, Fig. 1)",
        "criterion": "On held-out images, without dropout. Reproduced: both interval ends (over seeds) of "
        "mean D(x) and of mean D(G(z)) lie in (0.4, 0.6). Direction only: the gap D(x) - "
        "D(G(z)) at the end is less than half of the widest gap seen during training, in every "
        "seed. Control: the same D on the untrained generator's samples must say less than 0.4.",
    },
    {
        "id": "GAN-3",
        "measure": "gradient_log_ratio",
        "claim": "Early in learning log(1 - D(G(z))) saturates; log D(G(z)) gives more gradient (Sec. 3)",
        "criterion": "Two arms from the same start, data and noise; D needs a while to leave its start, so "
        "the second half of the first updates counts. Reproduced: the interval (at least 3 "
        "seeds) of the mean log ratio of the gradient that reaches G's output, saturating over "
        "non-saturating, lies below log(1/2). Direction only: it lies below 0. Control: "
        "non-saturating arms of different seeds; their interval must not lie below log(1/2).",
    },
    {
        "id": "GAN-4",
        "measure": "nearest_ratio",
        "claim": "Samples are no copies of training images (Fig. 2); no claim to beat other models (Sec. 5)",
        "criterion": "Fair draws beside their nearest training images are shown. Reproduced: in every seed "
        "the median distance from a sample to its nearest training image is more than half of "
        "the same median for test images. Control: training images as samples, whose median is "
        "0.",
    },
]

UNTESTED = {"GAN-5": "the Toronto Face Database is not to be had freely"}

SETTINGS = [  # what; paper; released code; ours; why
    ("generator", "multilayer perceptron, ReLU and sigmoid units",
     "100 - 1200 ReLU - 1200 ReLU - 784 sigmoid", "as the code", ""),
    ("noise z", "the only input, at the bottommost layer", "U(-sqrt 3, sqrt 3), 100 dimensions",
     "as the code", ""),
    ("discriminator", "maxout", "784 - maxout 240 x 5 - maxout 240 x 5 - 1 sigmoid", "as the code", ""),
    ("initial weights", "-", "G U(-.05, .05), D U(-.005, .005); G's last bias: logit of the mean pixel",
     "as the code; the mean pixel is kept within (1e-7, 1 - 1e-7)", "as pylearn2 does"),
    ("dropout", "in the discriminator", "keeps .8 of the input, .5 of hidden units; scaled by 1.25 and 2",
     "as the code", ""),
    ("updates", "k steps on D, then one on G; k = 1 (Alg. 1)",
     "both at once: same images, same dropout mask", "as the code", "the code made the published number"),
    ("D's objective", "mean of log D(x) + log(1 - D(G(z)))", "half of it", "as the code", ""),
    ("G's objective", "log D(G(z)) recommended early (Sec. 3)", "log D(G(z)) throughout", "as the code",
     "GAN-3 runs the other one beside it"),
    ("optimiser", "momentum (Alg. 1)",
     "SGD, rate .1 / 1.000004 per update, momentum .5 to .7 over epochs 1-250", "as the code", ""),
    ("batch", "m", "100", "100; the remainder of an epoch is dropped", "50,000 leave none"),
    ("data", "MNIST", "50,000 to train, 10,000 to validate, pixels in [0, 1]", "as the code", ""),
    ("length", "-", "no stop criterion; a model saved every epoch",
     "gpu 250 epochs, cpu 50 at most; the last state", "to stop by the likelihood would favour it"),
    ("Parzen window", "sigma by cross-validation on validation images",
     "10,000 samples; sigma: 10 values in .1 to 1, on 1,000 images; 10,000 test images",
     "as the code; beside it sigma from a finer grid", "the coarse grid costs some nats"),
    ("+- in Table 1", "standard error over test examples", "the same", "that, and the interval over seeds",
     "the first hides how much trainings differ"),
    ("arithmetic", "-", "float32",
     "float32; in the cpu and gpu presets a matrix product multiplies bfloat16 where that is faster",
     "three epochs for two in the same time; weights, momenta, logits and probabilities stay float32"),
    ("stand-in data", "-", "-",
     "digits of 8 x 8: 32 - 128 - 128 - 64, maxout 32 x 5, batch 50, G U(-.3, .3), D U(-.05, .05)",
     "no network needed; narrow layers need wider weights, or all samples come out alike"),
]  # fmt: skip


# Sec. 3, "Adversarial nets": the value of the game; the players are in networks.py ---------------------


def value(real: Tensor, fake: Tensor) -> Tensor:
    """V(D, G) of eq. (1), one value a seed, from D's logits on real and on generated images [S, B, 1]."""
    log_sigmoid = torch.nn.functional.logsigmoid
    return log_sigmoid(real).mean((1, 2)) + log_sigmoid(-fake).mean((1, 2))


# Alg. 1: minibatch stochastic gradient training -------------------------------------------------------------


class Game:
    """Both players of S games, their momenta and their random streams.

    `saturating` says in which games G minimises log(1 - D(G(z))) and does not maximise log D(G(z)) (Sec. 3).
    """

    def __init__(
        self, config: dict[str, Any], train: Tensor, seeds: list[int], saturating: list[bool] | None = None
    ) -> None:
        self.config, self.train, self.seeds, self.update = config, train, seeds, 0
        self.dtype, device = getattr(torch, config["precision"]), train.device
        self.generators = [torch.Generator(device).manual_seed(seed) for seed in seeds]
        self.g = generator_weights(config, train.mean(0), self.generators)
        self.d = discriminator_weights(config, train.shape[1], self.generators)
        self.g_momenta = [torch.zeros_like(w) for w in self.g]
        self.d_momenta = [torch.zeros_like(w) for w in self.d]
        self._narrow()
        fused = self.dtype == torch.bfloat16 and device.type == "cpu"  # elsewhere the gain was not measured
        self.play = compiled(update.play) if fused else update.play
        self.order = torch.zeros(len(seeds), len(train), dtype=torch.long, device=device)
        self.saturating = torch.tensor(saturating or [False] * len(seeds), device=device)[:, None, None]
        self.batches = max(1, len(train) // config["batch"])
        self.watched: dict[str, Tensor] = {}

    def _narrow(self) -> None:
        """What the matrix products take: images and weights themselves, or copies in bfloat16."""
        self.pixels = self.train.to(self.dtype)
        self.g_operands, self.d_operands = ([w.to(self.dtype) for w in side] for side in (self.g, self.d))

    @property
    def epoch(self) -> int:
        """Epochs finished."""
        return self.update // self.batches

    def rate(self) -> float:
        """The learning rate at this update."""
        return max(self.config["lr"] / self.config["lr_decay"] ** self.update, self.config["lr_floor"])

    def momentum(self) -> float:
        """The momentum in this epoch: a linear ramp, from the first epoch to number `momentum_epochs`."""
        first, last = self.config["momentum_first"], self.config["momentum_last"]
        way = self.epoch / (self.config["momentum_epochs"] - 1)
        return first + (last - first) * min(1.0, way)

    def step(self) -> None:
        """One update of both players at once: each follows its gradient at the other's old parameters."""
        size, at = self.config["batch"], self.update % self.batches
        if at == 0:
            torch.stack(
                [torch.randperm(len(self.train), generator=g, device=g.device) for g in self.generators],
                out=self.order,
            )
        picked = self.order[:, at * size : (at + 1) * size]
        real = self.pixels.index_select(0, picked.flatten()).unflatten(0, picked.shape)
        self._play(real, *self._draw(real.shape[1]))
        self.update += 1

    def _draw(self, size: int) -> tuple[Tensor, list[Tensor]]:
        """z ~ U(-sqrt 3, sqrt 3) [S, B, noise], and what D's dropout keeps: three masks [S, 2B, .]."""
        units, pixels, noise = self.config["maxout_units"], self.train.shape[1], self.config["noise"]
        widths = [pixels * 2 * size, units * 2 * size, units * 2 * size]
        z = torch.empty(len(self.seeds), size, noise, device=self.train.device)
        bits = torch.empty(len(self.seeds), -(-sum(widths) // 4), dtype=torch.long, device=self.train.device)
        for uniform, word, generator in zip(z, bits, self.generators, strict=True):
            uniform.uniform_(-math.sqrt(3), math.sqrt(3), generator=generator)
            word.random_(-(2**63), None, generator=generator)  # four numbers of 16 bits in one draw
        parts = bits.view(torch.int16)[:, : sum(widths)].split(widths, 1)
        keep = (0.8, 0.5, 0.5)  # of the input, and of each hidden layer
        edges = [round(2**16 * p) - 2**15 for p in keep]
        kept = [part.lt_(edge).to(self.dtype) for part, edge in zip(parts, edges, strict=True)]  # 0 or 1
        return z, [mask.unflatten(1, (2 * size, -1)) for mask in kept]

    def _play(self, real: Tensor, z: Tensor, masks: list[Tensor]) -> None:
        """The update itself (update.py), and what is watched of it."""
        numbers: list[Any] = [self.rate(), self.momentum()]
        if self.dtype != torch.float32:
            numbers = [torch.tensor(number) for number in numbers]
        logits, to_fake = self.play(*self._players(), real, z, masks, self.saturating, *numbers)
        self.watched = {"logits": logits, "gradient": to_fake}

    def _players(self) -> tuple[Player, Player]:
        g = Player(self.g, self.g_momenta, self.g_operands)
        return g, Player(self.d, self.d_momenta, self.d_operands)

    def losses(self) -> dict[str, Tensor]:
        """Of the last batch, per seed: D's and G's loss, mean D(x) and D(G(z)), all with dropout."""
        real, fake = self.watched["logits"].chunk(2, 1)
        g_loss = torch.nn.functional.softplus(-fake).mean((1, 2))
        averages = {"d_real": real.sigmoid().mean((1, 2)), "d_fake": fake.sigmoid().mean((1, 2))}
        return {"d_loss": -value(real, fake) / 2, "g_loss": g_loss, **averages}

    def undecided(self) -> dict[str, Tensor]:
        """D's loss, mean D(x) and D(G(z)) on as many images as a batch has, without dropout or an update.

        From a random stream that training does not touch; untrained, L_D is close to log 2.
        """
        real = self.train[: self.config["batch"]].expand(len(self.seeds), -1, -1)
        fake = self.samples(real.shape[1], stream=3)
        logits = [networks.logits(self.d, x) for x in (real, fake)]
        averages = {
            name: x.sigmoid().mean((1, 2)) for name, x in zip(("d_real", "d_fake"), logits, strict=True)
        }
        return {"d_loss": -value(*logits) / 2, **averages}

    def samples(self, n: int, stream: int) -> Tensor:
        """n images of each seed [S, n, N], from a random stream that training does not touch."""
        streams = [torch.Generator().manual_seed(stream * 1_000_003 + seed) for seed in self.seeds]
        z = torch.stack([torch.rand(n, self.config["noise"], generator=g) for g in streams])
        return generate(self.g, z.sub_(0.5).mul_(2 * math.sqrt(3)).to(self.train.device))[2]

    def state(self) -> dict[str, Any]:
        """Everything that the next update depends on."""
        tensors = {"g": self.g, "d": self.d, "g_momenta": self.g_momenta, "d_momenta": self.d_momenta}
        streams = [generator.get_state() for generator in self.generators]
        return {**tensors, "order": self.order, "streams": streams, "update": self.update}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on exactly where `state` was taken."""
        for name in ("g", "d", "g_momenta", "d_momenta"):
            for mine, saved in zip(getattr(self, name), state[name], strict=True):
                mine.copy_(saved)
        self._narrow()
        self.order.copy_(state["order"])
        for generator, saved in zip(self.generators, state["streams"], strict=True):
            generator.set_state(saved)
        self.update = int(state["update"])


# Sec. 5, "Experiments": training, with pictures on the way --------------------------------------------------


def untrained(_config: dict[str, Any], _images: Images) -> dict[str, float]:
    """What the first event says: a D with weights near 0 answers 1/2, so that L_D = -V / 2 = log 2 (eq. (1)).

    Within 1e-4 at the published reach of D's weights (.005), within .002 at that for the small digits (.05).
    """
    return {"d_loss": math.log(2)}


@torch.inference_mode()  # the gradients are written out by hand
def train(config: dict[str, Any], images: Images, recorder: Recorder, device: torch.device) -> Game:
    """Play until the epochs or the time are used up; goes on from a checkpoint where there is one."""
    from reproductions.gan import evaluation

    seeds = [config["seed"] + s for s in range(config["seeds"])]
    game = Game(config, torch.from_numpy(images.train).to(device), seeds)
    if recorder.state is not None:
        game.restore(recorder.state)
    total = config["epochs"] * game.batches
    recorder.begin(
        steps=total, per_step=config["batch"] * config["seeds"], budget=config["max_seconds"], unit="images",
        length=(config["epochs"], "epochs"),
    )  # fmt: skip
    if recorder.state is None:
        recorder.log(0, **game.undecided())
    while game.update < total and not recorder.out_of_time():
        if recorder.cancelled:
            recorder.checkpoint(game.update, game.state)
            raise Cancelled
        game.step()
        if game.update % config["log_every"] == 0 or game.update == total:
            recorder.log(game.update, **game.losses(), **_held_out(config, game, images))
        if _picture_due(game.update, config["watch_every"]):
            evaluation.picture(game, images, recorder)
        recorder.checkpoint(game.update, game.state, every=20.0)
    recorder.checkpoint(game.update, game.state)
    return game


def _held_out(config: dict[str, Any], game: Game, images: Images) -> dict[str, Tensor]:
    from reproductions.gan import evaluation

    due = game.update % config["watch_every"] < config["log_every"]
    return evaluation.watch(game, images) if due else {}


def _picture_due(update: int, every: int) -> bool:
    """At updates 1, 2, 4, ... while they are close together, then at every look at held-out images."""
    return update % every == 0 or (update < every and update & (update - 1) == 0)


@torch.inference_mode()
def evaluate(config: dict[str, Any], game: Game, images: Images, recorder: Recorder) -> dict[str, Any]:
    """Table 1 and Figure 2: the measurements of a trained game, and a verdict for each claim."""
    from reproductions.gan import evaluation

    return evaluation.evaluate(config, game, images, recorder)
