"""O and R of Sec. 3.1 with the time features of Sec. 3.4: features, ranking loss, look-up, response.

Shapes: S seeds, C cells, R = S C networks, B questions, K terms of the loss, W words, D = 3 W + 3 features,
n dimensions of the embedding.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from reproductions.memory_networks.encoding import ARMS, CELLS, WORDS, Part

__all__ = ["FEATURES", "Found", "Terms", "answer", "hinges", "ranking_step", "shares", "terms", "written"]

W = len(WORDS)
FEATURES = 3 * W + 3  # words of the question, words of memories in x, words of y, and three of time
ASKED, KNOWN, SOUGHT, TIME = slice(0, W), slice(W, 2 * W), slice(2 * W, 3 * W), slice(3 * W, FEATURES)

HOPS, TIMED, BOTH = (
    torch.tensor([getattr(ARMS[arm], name) for _, arm in CELLS]) for name in ("hops", "time", "both_orders")
)  # [C]
#: Which terms a network's loss has [C, 4]: a pair for each look-up; the second of a pair only with time.
LIVE = torch.stack([torch.ones_like(TIMED), TIMED, HOPS == 2, TIMED & (HOPS == 2)], 1).float()

#: Cells that read the same words in training: those of a column, but for the control with false support.
_READS = [(column, ARMS[arm].false_support) for column, arm in CELLS]
GROUP = torch.tensor([list(dict.fromkeys(_READS)).index(reads) for reads in _READS])  # [C] -> group
LEADER = torch.tensor([_READS.index(reads) for reads in dict.fromkeys(_READS)])  # [G] -> its first cell


def written(age_x: Tensor, age_y: Tensor, age_other: Tensor) -> Tensor:
    """Phi_t(x, y, y') [..., 3] of 0 and 1: x older than y, x older than y', y older than y' (Sec. 3.4)."""
    flags = [age_x < age_y, age_x < age_other, age_y < age_other]
    every = flags[0] | flags[1] | flags[2]  # has the shape that all three take
    return torch.stack([flag.expand_as(every) for flag in flags], -1).float()


# The training criterion, eq. (6) to (8), one sampled false candidate for each sum ---------------------------


@dataclass(frozen=True)
class Terms:
    """Hinges max(0, margin - x U^T U d) of R networks on B questions.

    Few of the D features occur in one question: `rows` [B, R F] are theirs, as rows of U^T [R D, n], and
    `both` [B, R, 2 K, F] their values in x and in d. `live` [B, R, K] says which terms count.
    """

    both: Tensor
    rows: Tensor
    live: Tensor


def terms(part: Part, picked: Tensor, uniform: Tensor) -> tuple[Terms, Terms]:
    """The terms of O and those of R for questions `picked` [S, B].

    O: the first look-up's pair, then the second's; R: one. `uniform` [S, columns, B, 3] draws the false
    candidates. Groups G of cells that read the same words share the work; the times are each cell's own.
    """
    device = picked.device
    s, g = torch.arange(len(picked), device=device)[:, None, None], LEADER.to(device)[:, None]
    asked_at, columns = picked[:, None], part.column[LEADER.to(device)]
    uniform = uniform[:, columns]  # [S, G, B, 3]
    first, second = part.support[s, g, asked_at].unbind(-1)  # [S, G, B]
    begin, length = part.begin[s, g, asked_at], part.length[s, g, asked_at]
    false = [_false(true, begin, length, uniform[..., i]) for i, true in enumerate((first, second))]
    bags = [part.memory[s, columns[:, None], at] for at in (first, second, *false)]  # [S, G, B, W]
    answer = part.answer[s, g, asked_at]
    x1 = _features(asked=part.question[s, g, asked_at])
    x2 = x1 + _features(known=bags[0])
    d1, d2 = (_features(sought=true - other) for true, other in zip(bags[:2], bags[2:], strict=True))
    d3 = _features(sought=_one_hot(answer) - _one_hot(_other(answer, W, uniform[..., 2])))
    times, live = _times(part, first, second, *false)
    o = _packed([x1, x1, x2, x2, d1, d1, d2, d2], times, live)
    r = _packed([x2, x2 + _features(known=bags[1]), d3], None, torch.ones_like(live[..., :1]))
    return o, r


def _times(
    part: Part, first: Tensor, second: Tensor, false1: Tensor, false2: Tensor
) -> tuple[Tensor, Tensor]:
    """Time features of d in each cell's four terms [S, C, B, 4, 3], and which terms count [S, C, B, 4].

    max(0, margin - s(x, true, false)) and max(0, margin + s(x, false, true)): the second's are negative.
    Places [S, G, B]; without time all features are 0.
    """
    s, c = _axes(part)
    group = GROUP.to(first.device)
    one, two, other1, other2 = (part.age[s, c, at[:, group]] for at in (first, second, false1, false2))
    never = torch.full_like(one, part.age.shape[-1])  # a question is written after all statements
    signed = [
        written(never, one, other1), -written(never, other1, one),
        written(one, two, other2), -written(one, other2, two),
    ]  # fmt: skip
    ordered = torch.stack([one < other1, other1 < one, two < other2, other2 < two], 3)  # the older first
    live = LIVE.to(one.device)[:, None] * (ordered | (BOTH | ~TIMED).to(one.device)[:, None, None])
    return torch.stack(signed, 3) * TIMED.to(one)[:, None, None, None], live


def _packed(dense: list[Tensor], times: Tensor | None, live: Tensor) -> Terms:
    """Rows x and d [S, G, B, D] for each cell, without features that do not occur.

    Without `times` they are those of R: its x, one of the first two rows, depends on the look-ups.
    """
    stacked = torch.stack(dense, 3)  # [S, G, B, 2 K, D]
    kept = stacked[..., : 3 * W]
    used = (kept != 0).any(3)
    width = int(used.sum(-1).max())
    rows = used.float().topk(width, -1).indices  # [S, G, B, F], each feature once
    values = kept.gather(-1, rows.unsqueeze(3).expand(-1, -1, -1, len(dense), -1))
    group = GROUP.to(rows.device)
    rows, values = rows[:, group], values[:, group]  # [S, C, B, ...]
    if times is None:
        chosen = (HOPS - 1).to(rows.device)[:, None, None, None].expand(*rows.shape[:3], 1, width)
        values = torch.cat([values[..., :2, :].gather(3, chosen), values[..., 2:, :]], 3)
    else:
        nothing = torch.zeros_like(times)
        values = torch.cat([values, torch.cat([nothing, times], 3)], -1)
        late = torch.arange(3 * W, FEATURES, device=rows.device).expand(*rows.shape[:3], 3)
        rows = torch.cat([rows, late], -1)
    both = values.permute(2, 0, 1, 3, 4).flatten(1, 2).contiguous()
    place = rows.permute(2, 0, 1, 3).flatten(1, 2)  # [B, R, F]
    own = FEATURES * torch.arange(place.shape[1], device=rows.device)[:, None]
    return Terms(both, (place + own).flatten(1), live.permute(2, 0, 1, 3).flatten(1, 2))


def _axes(part: Part) -> tuple[Tensor, Tensor]:
    seeds, cells = part.answer.shape[:2]
    device = part.answer.device
    return torch.arange(seeds, device=device)[:, None, None], torch.arange(cells, device=device)[:, None]


def _one_hot(words: Tensor) -> Tensor:
    return torch.nn.functional.one_hot(words, W).float()


def _bags(part: Part, at: Tensor) -> Tensor:
    """Statements by place: [S, C, B] -> [S, C, B, W]."""
    return part.memory[_axes(part)[0], part.column[:, None], at]


def _false(true: Tensor, begin: Tensor, length: Tensor, uniform: Tensor) -> Tensor:
    """A slot of the same story that is not the true one, every one as likely."""
    return begin + _other(true - begin, length, uniform)


def _other(true: Tensor, count: Tensor | int, uniform: Tensor) -> Tensor:
    """One of 0 ... count - 1 that is not `true`."""
    drawn = (uniform * (count - 1)).long()
    return drawn + (drawn >= true).long()


def _features(**parts: Tensor) -> Tensor:
    """Bags of words [..., W] put at their place among the D features."""
    some = next(iter(parts.values()))
    found = some.new_zeros(*some.shape[:-1], FEATURES)
    for name, words in parts.items():
        found[..., {"asked": ASKED, "known": KNOWN, "sought": SOUGHT}[name]] = words
    return found


def ranking_step(u: Tensor, terms: Terms, question: int, margin: float, rate: float) -> None:
    """One step of SGD on one question for each network; `u` holds U^T [R, D, n].

    s = (U x) . (U d), so dL/dU = -(U d) x^T - (U x) d^T where the hinge is not 0.
    """
    flat, both, rows = u.view(-1, u.shape[-1]), terms.both[question], terms.rows[question]
    part = flat.index_select(0, rows).view(len(u), -1, u.shape[-1])  # [R, F, n]
    ux, ud = torch.bmm(both, part).chunk(2, 1)  # [R, K, n]
    push = (((ux * ud).sum(-1) < margin) * terms.live[question]).mul_(rate).unsqueeze(-1)
    part.baddbmm_(both.mT, torch.cat([ud * push, ux * push], 1))
    flat.index_copy_(0, rows, part.flatten(0, 1))


def hinges(u: Tensor, terms: Terms, margin: float) -> Tensor:
    """The mean hinge of each term over the questions [R, K]; nothing is learnt."""
    total = torch.zeros_like(terms.live[0])
    for both, rows, live in zip(terms.both, terms.rows, terms.live, strict=True):
        part = u.view(-1, u.shape[-1]).index_select(0, rows).view(len(u), -1, u.shape[-1])
        ux, ud = torch.bmm(both, part).chunk(2, 1)
        total += (margin - (ux * ud).sum(-1)).clamp_min(0) * live
    return total / len(terms.both)


# Inference: O looks up, eq. (2) and (3), R answers, eq. (4) -------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What a network looked up (places in the memory) and said, for every question [S, C, Q]."""

    first: Tensor
    second: Tensor
    word: Tensor


def answer(u_o: Tensor, u_r: Tensor, part: Part) -> Found:
    """Look up once or twice and answer, all questions of a part at once; u_o and u_r hold U^T [R, D, n]."""
    shape = part.answer.shape[:2]
    gram_o, gram_r = (
        torch.bmm(u, u.mT).view(*shape, FEATURES, FEATURES) for u in (u_o, u_r)
    )  # U^T U [S, C, D, D]
    never = torch.full_like(part.answer, part.age.shape[-1])
    asked = part.question
    first = _look_up(part, asked @ gram_o[:, :, ASKED], never)
    s, c = _axes(part)
    known = _bags(part, first)
    x = asked @ gram_o[:, :, ASKED] + known @ gram_o[:, :, KNOWN]
    second = _look_up(part, x, part.age[s, c, first])
    known = known + (HOPS == 2).to(known)[:, None, None] * _bags(part, second)
    said = asked @ gram_r[:, :, ASKED, SOUGHT] + known @ gram_r[:, :, KNOWN, SOUGHT]
    return Found(first, second, said.argmax(-1))


def _look_up(part: Part, weights: Tensor, age_x: Tensor) -> Tensor:
    """The winning slot of each question [S, C, Q]; `weights` x U^T U is what each feature of d adds.

    The loop of Sec. 3.4: from the oldest memory on, the winner so far is compared to the next one and loses
    where the score is negative. Without time features that is the argmax, of equal scores the first.
    """
    s, c = _axes(part)
    story = torch.arange(part.story, device=weights.device)
    scan = part.scan[s.unsqueeze(-1), c.unsqueeze(-1), part.begin.unsqueeze(-1) + story]  # [S, C, Q, story]
    score = _word_scores(part, weights[..., SOUGHT], scan)
    age, begun = (
        part.age[s.unsqueeze(-1), c.unsqueeze(-1), scan],
        scan < (part.begin + part.length)[..., None],
    )
    w1, w2, w3 = (weights[..., TIME] * TIMED.to(weights)[:, None, None]).unbind(-1)
    winner, best, when = scan[..., 0], torch.full_like(w1, -torch.inf), age[..., 0]
    for i in range(part.story):
        other, found = age[..., i], score[..., i]
        timed = w1 * (age_x < when) + w2 * (age_x < other) + w3 * (when < other)
        loses = (best - found + timed < 0) & begun[..., i]
        winner = torch.where(loses, scan[..., i], winner)
        best, when = torch.where(loses, found, best), torch.where(loses, other, when)
    return winner


def _word_scores(part: Part, weights: Tensor, places: Tensor) -> Tensor:
    """How well the words of slots match: weights [S, C, Q, W], places [S, C, Q, n] -> [S, C, Q, n]."""
    rows = [
        [
            torch.bmm(memory[column][at], w.unsqueeze(-1)).squeeze(-1)
            for column, at, w in zip(part.column.tolist(), p, wc, strict=True)
        ]
        for memory, p, wc in zip(part.memory, places, weights, strict=True)
    ]
    return torch.stack([torch.stack(row) for row in rows])


def shares(u_o: Tensor, part: Part, seed: int, cell: int, question: int, found: Found) -> Tensor:
    """For the slots before one question, the share of the other slots that each beats, in both look-ups.

    [slots, 2]; 1 for the winner. Of two slots the older stands first in the score, as in the loop.
    """
    u = u_o[seed * part.answer.shape[1] + cell]
    asked, length = part.question[seed, cell, question], int(part.length[seed, cell, question])
    begin, first = int(part.begin[seed, cell, question]), found.first[seed, cell, question]
    memory = part.memory[seed, int(part.column[cell])]
    scan = part.scan[seed, cell, begin : begin + part.story]
    scan = scan[scan < begin + length]
    age = part.age[seed, cell]
    never = age.new_tensor(len(age))
    x = torch.stack([_features(asked=asked), _features(asked=asked, known=memory[first])])
    won = []
    for features, age_x in zip(x, (never, age[first]), strict=True):
        weights = features @ u @ u.mT
        score = memory[scan] @ weights[SOUGHT]
        timed = written(age_x, age[scan][:, None], age[scan][None]) @ weights[TIME] * float(TIMED[cell])
        older = torch.ones(length, length, device=u.device).triu(1)  # [i, j]: i is the older of the two
        stays = (score[:, None] - score[None] + timed >= 0).float()
        wins = (stays * older).sum(1) + ((1 - stays) * older).sum(0)
        won.append(wins / max(1, length - 1))
    return torch.stack(won, 1)[torch.argsort(scan)]
