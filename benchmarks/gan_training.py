"""Images per CPU-second of a GAN update: ours against a plain PyTorch loop of the same networks.

    python benchmarks/gan_training.py [--rounds 5] [--updates 60] [--json FILE]

The plain loop is written as public GAN collections write theirs: nn modules, torch.optim, a DataLoader over
PIL images and their labels that a transform turns into tensors one by one, a step for G and then one for D.
Same widths, same batch, same dropout, one thread. It stands here twice: with our optimiser and pixel range,
and as the collections have it (Adam, pixels in [-1, 1], noise from numpy, both losses read after a batch).
Ours stands here in both precisions; the presets take bfloat16 only where its products are clearly faster.
In bfloat16 the update is compiled where there is a C++ compiler; that takes seconds, before the first round.
The rounds alternate, and the medians are compared; CPU-seconds rather than seconds, so that other load on
the machine counts little. The last lines are the time that the matrix products of one update take when
nothing else is done: no loop of the same arithmetic can be faster than that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from a checkout, too

import contest

from reproductions import datasets
from reproductions.errors import ReproductionError
from reproductions.gan import paper
from reproductions.harness import compiled, precision

SEEDS = (1, 3)
PRECISIONS = ("float32", "bfloat16")
PLAIN, COLLECTIONS = "plain PyTorch loop", "the same with Adam on [-1, 1]"


class PilImages(Dataset[tuple[Tensor, int]]):
    """Bytes of images, each handed out as a tensor by way of PIL, with its label."""

    def __init__(self, images: np.ndarray, normalised: bool) -> None:
        self.images, self.normalised = images, normalised

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        tensor = to_tensor(Image.fromarray(self.images[index]))
        return normalise(tensor) if self.normalised else tensor, index % 10


def to_tensor(image: Image.Image) -> Tensor:
    """Grey PIL image to float32 [1, height, width] in [0, 1], in the steps of a ToTensor transform."""
    pixels = torch.from_numpy(np.array(image, np.uint8, copy=True))
    return (
        pixels.view(image.size[1], image.size[0], 1).permute(2, 0, 1).contiguous().to(torch.float32).div(255)
    )


def normalise(tensor: Tensor) -> Tensor:
    """[0, 1] to [-1, 1], in the steps that a Normalize transform takes."""
    mean, deviation = (torch.as_tensor([0.5], dtype=tensor.dtype).view(-1, 1, 1) for _ in range(2))
    return tensor.clone().sub_(mean).div_(deviation)


class Maxout(nn.Module):
    """Linear pieces, and the largest of each unit's."""

    def __init__(self, inputs: int, units: int, pieces: int) -> None:
        super().__init__()
        self.units, self.pieces = units, pieces
        self.linear = nn.Linear(inputs, units * pieces)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x).view(-1, self.units, self.pieces).max(-1).values


def plain_networks() -> tuple[nn.Module, nn.Module]:
    """G and D of the paper as nn modules."""
    wide, units, pieces = (
        paper.CONFIG[name] for name in ("generator_width", "maxout_units", "maxout_pieces")
    )
    g = nn.Sequential(
        *(nn.Linear(paper.CONFIG["noise"], wide), nn.ReLU()),
        *(nn.Linear(wide, wide), nn.ReLU()),
        *(nn.Linear(wide, 784), nn.Sigmoid()),
    )
    d = nn.Sequential(
        *(nn.Dropout(0.2), Maxout(784, units, pieces)),
        *(nn.Dropout(0.5), Maxout(units, units, pieces)),
        *(nn.Dropout(0.5), nn.Linear(units, 1), nn.Sigmoid()),
    )
    return g, d


def optimiser(net: nn.Module, adam: bool) -> torch.optim.Optimizer:
    """The paper's, or the one that the collections use."""
    if adam:
        return torch.optim.Adam(net.parameters(), lr=2e-4, betas=(0.5, 0.999))
    return torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.5)


def noise(size: int, collections: bool) -> Tensor:
    """z [size, noise]: uniform with variance 1, or normal numbers from numpy as the collections draw them."""
    if collections:
        return torch.tensor(np.random.normal(0, 1, (size, paper.CONFIG["noise"])), dtype=torch.float32)
    return (torch.rand(size, paper.CONFIG["noise"]) - 0.5) * 12**0.5


def plain_loop(images: np.ndarray, collections: bool) -> Iterator[int]:
    """Train for ever; yields the number of images after each update."""
    g, d = plain_networks()
    g_steps, d_steps = (optimiser(net, adam=collections) for net in (g, d))
    loader = DataLoader(
        PilImages(images, collections), batch_size=paper.CONFIG["batch"], shuffle=True, drop_last=True
    )
    loss = nn.BCELoss()
    while True:
        for batch, _ in loader:
            real = batch.view(len(batch), -1)
            ones, zeros = torch.ones(len(real), 1), torch.zeros(len(real), 1)
            g_steps.zero_grad()
            fake = g(noise(len(real), collections))
            g_loss = loss(d(fake), ones)
            g_loss.backward()
            g_steps.step()
            d_steps.zero_grad()
            d_loss = (loss(d(real), ones) + loss(d(fake.detach()), zeros)) / 2
            d_loss.backward()
            d_steps.step()
            if collections:
                g_loss.item(), d_loss.item()
            yield len(real)


def our_loop(images: np.ndarray, seeds: int, precision: str) -> Iterator[int]:
    """The same with our update, `seeds` games at once; the images of all games count."""
    pixels = torch.from_numpy(images.reshape(len(images), -1).astype(np.float32) / 255)
    game = paper.Game({**paper.CONFIG, "precision": precision}, pixels, list(range(seeds)))
    while True:
        with torch.inference_mode():
            game.step()
        yield paper.CONFIG["batch"] * seeds


def products_alone(dtype: torch.dtype) -> Iterator[int]:
    """The matrix products of one update and nothing else."""
    batch, wide, noise = (paper.CONFIG[name] for name in ("batch", "generator_width", "noise"))
    units, pieces = paper.CONFIG["maxout_units"], paper.CONFIG["maxout_units"] * paper.CONFIG["maxout_pieces"]
    g = [(batch, noise, wide), (batch, wide, wide), (batch, wide, 784)]  # rows, inputs, outputs
    d = [(2 * batch, 784, pieces), (2 * batch, units, pieces), (2 * batch, units, 1)]
    backward = [(rows, outputs, inputs) for rows, inputs, outputs in [*g[1:], d[1], (batch, 784, pieces)]]
    gradients = [(inputs, rows, outputs) for rows, inputs, outputs in g + d]
    shapes = g + d + backward + gradients
    products = [[torch.rand(*shape).to(dtype) for shape in ((m, k), (k, n), (m, n))] for m, k, n in shapes]
    while True:
        for left, right, out in products:  # into memory that is there already, as ours does where it counts
            torch.mm(left, right, out=out)
        yield batch


def pictures() -> tuple[str, np.ndarray]:
    """Ten thousand MNIST images as bytes [n, 28, 28]; random ones where MNIST is not here."""
    try:
        if datasets.locate("mnist").present:
            test = datasets.load("mnist").test
            return "mnist", np.rint(test * 255).astype(np.uint8).reshape(-1, 28, 28)
    except ReproductionError as error:
        print(error.message, file=sys.stderr)
    return "random", np.random.default_rng(0).integers(0, 256, (10_000, 28, 28), dtype=np.uint8)


def main() -> None:
    """Print the table, and a JSON object beside it if asked."""
    asked = contest.options(__doc__, rounds=5, updates=60)
    data, images = pictures()
    loops: dict[str, Iterator[int]] = {
        PLAIN: plain_loop(images, collections=False),
        COLLECTIONS: plain_loop(images, collections=True),
    }
    for name in PRECISIONS:
        loops |= {f"ours, {name}, {seeds} seed(s)": our_loop(images, seeds, name) for seeds in SEEDS}
    for name in PRECISIONS:
        loops[f"products alone, {name}"] = products_alone(getattr(torch, name))
    contest.alternating(loops, 1, 5)  # warm up
    report(data, contest.alternating(loops, asked.rounds, asked.updates), asked.json)


def report(data: str, found: dict[str, list[float]], file: Path | None) -> None:
    """A table of medians on stdout, and the same with its circumstances as JSON."""
    medians = contest.medians(found)
    ratios = {label: median / medians[PLAIN] for label, median in medians.items()}
    chosen = precision.resolve("auto", torch.device("cpu"))
    faster = medians["products alone, bfloat16"] / medians["products alone, float32"]
    ratio = medians[f"ours, {chosen}, 1 seed(s)"] / medians[COLLECTIONS]
    contest.table(f"GAN update, 1 thread, {data}", "images/CPU-s", found, ratios)
    print(f"the presets would take {chosen} here (its products: {faster:.2f} times as fast as in float32)")
    print(f"ratio {ratio:.2f} to the collections' own loop (aim: at least 3); see docs/decisions/0008")
    facts = {"data": data, "precision": chosen, "compiled": compiled.available(), "ratio": ratio}
    contest.finish("images per CPU-second", found, file, **facts, ratios=ratios)


if __name__ == "__main__":
    main()
