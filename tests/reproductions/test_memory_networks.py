"""Memory networks against their formulas written out: dense features, autograd, and look-up by two loops."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from reproductions import catalog
from reproductions.memory_networks import encoding, network, paper, readers
from reproductions.memory_networks.encoding import ARMS, CELLS, COLUMNS, PLACE, WORDS

W = len(WORDS)
SMALL: dict[str, Any] = {
    "statements": 20, "questions": 8, "valid_questions": 8, "length": 10, "dimension": 7, "seeds": 2,
    "seed": 3, "epochs": 2, "block": 4, "margin": 0.1, "lr": 0.05, "spread": 0.5, "reader_epochs": 1,
    "reader_units": 6, "reader_lr": 0.01, "reader_clip": 1.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def table() -> paper.Table3:
    return paper.Table3(SMALL, torch.device("cpu"))


# The features of Sec. 3.1 and 3.4, written from the text


def asked(words):
    return torch.cat([torch.from_numpy(encoding.bag(words)), torch.zeros(2 * W + 3)])


def known(words):
    return torch.cat([torch.zeros(W), torch.from_numpy(encoding.bag(words)), torch.zeros(W + 3)])


def sought(words):
    return torch.cat([torch.zeros(2 * W), torch.from_numpy(encoding.bag(words)), torch.zeros(3)])


def timed(x, y, other):
    """Phi_t for three times of writing."""
    return torch.cat([torch.zeros(3 * W), torch.tensor([float(x < y), float(x < other), float(y < other)])])


def story_of(table, name, s, c, q):
    """Question number q of a cell, its slots [(words, time)] with the empty one first, and its column."""
    part = table.parts[name]
    column = list(COLUMNS).index(CELLS[c][0])
    question = [asked for story in part.told[s][column] for asked in story.questions][q]
    begin = int(part.begin[s, c, q])
    ages = part.age[s, c, begin : begin + len(question.story) + 1].tolist()
    return question, list(zip(((encoding.EMPTY,), *question.story), ages, strict=True))


def dense(terms, network_at, question):
    """x and d [K, D] of one network and question, from what the packed terms hold."""
    rows = terms.rows[question].view(terms.both.shape[1], -1)[network_at] - network_at * network.FEATURES
    values = torch.zeros(terms.both.shape[2], network.FEATURES)
    values[:, rows] = terms.both[question, network_at]
    return values.chunk(2)


@pytest.mark.parametrize("cell", range(len(CELLS)), ids=lambda c: "-".join(CELLS[c]))
def test_the_terms_are_those_of_the_paper(table, cell):
    part, arm, s = table.parts["train"], ARMS[CELLS[cell][1]], 1
    picked = torch.tensor([[5, 2], [0, 7]])
    uniform = torch.rand(2, len(COLUMNS), 2, 3, generator=torch.Generator().manual_seed(0))
    o, r = network.terms(part, picked, uniform)
    for b in range(2):
        q = int(picked[s, b])
        question, slots = story_of(table, "train", s, cell, q)
        begin = int(part.begin[s, cell, q])
        true = [int(at) - begin for at in part.support[s, cell, q]]
        drawn = uniform[s, list(COLUMNS).index(CELLS[cell][0]), b]
        others = [[k for k in range(len(slots)) if k != at] for at in true]
        false = [o[int(u * len(o))] for o, u in zip(others, drawn, strict=False)]
        right = PLACE[question.answer]
        wrong = [k for k in range(W) if k != right][int(drawn[2] * (W - 1))]
        x1 = asked(question.question)
        x2 = x1 + known(slots[true[0]][0])
        x, d = dense(o, s * len(CELLS) + cell, b)
        live = o.live[b, s * len(CELLS) + cell]
        for hop, (where, age_x) in enumerate(((x1, math.inf), (x2, slots[true[0]][1]))):
            (m, age_m), (f, age_f) = slots[true[hop]], slots[false[hop]]
            torch.testing.assert_close(x[2 * hop], where)
            ahead = sought(m) - sought(f) + arm.time * timed(age_x, age_m, age_f)
            behind = sought(m) - sought(f) - arm.time * timed(age_x, age_f, age_m)
            torch.testing.assert_close(d[2 * hop : 2 * hop + 2], torch.stack([ahead, behind]))
            counts = [age_m < age_f, age_f < age_m] if arm.time else [True, False]
            counts = [True, True] if arm.both_orders else counts
            assert live[2 * hop : 2 * hop + 2].tolist() == [hop < arm.hops and count for count in counts]
        x, d = dense(r, s * len(CELLS) + cell, b)
        torch.testing.assert_close(x[0], x2 + (arm.hops == 2) * known(slots[true[1]][0]))
        torch.testing.assert_close(d[0], sought((question.answer,)) - sought((WORDS[wrong],)))


def test_a_step_is_one_of_gradient_descent_on_the_hinges(table):
    generator = torch.Generator().manual_seed(1)
    networks = len(table.seeds) * len(CELLS)
    picked, uniform = torch.zeros(2, 1, dtype=torch.long), torch.rand(2, 4, 1, 3, generator=generator)
    for terms in network.terms(table.parts["train"], picked, uniform):
        u = torch.randn(networks, network.FEATURES, 7, generator=generator) * 0.2
        x, d = (torch.stack(v) for v in zip(*(dense(terms, k, 0) for k in range(networks)), strict=True))
        free = u.clone().requires_grad_()
        hinge = (0.1 - ((x @ free) * (d @ free)).sum(-1)).clamp_min(0) * terms.live[0]
        hinge.sum().backward()
        torch.testing.assert_close(network.hinges(u, terms, 0.1), hinge.detach())
        network.ranking_step(u, terms, 0, margin=0.1, rate=0.05)
        assert 0 < int((hinge > 0).sum()) < hinge.numel()  # some hinges push and some rest
        torch.testing.assert_close(u, free.detach() - 0.05 * free.grad)


def look_up(u, x, age_x, slots, time):
    """Sec. 3.4 with dense features: through the slots by age, the winner first in the score."""
    order = sorted(range(len(slots)), key=lambda k: slots[k][1])
    winner = order[0]
    for k in order[1:]:
        (y, age_y), (other, age_other) = slots[winner], slots[k]
        d = sought(y) - sought(other) + time * timed(age_x, age_y, age_other)
        winner = k if (x @ u) @ (d @ u) < 0 else winner
    return winner


def test_answers_are_those_of_the_loop_over_memories_with_dense_features(table):
    part = table.parts["test"]
    generator = torch.Generator().manual_seed(2)
    size = len(table.seeds) * len(CELLS), network.FEATURES, 7
    u_o, u_r = (torch.randn(size, generator=generator) for _ in range(2))
    found = network.answer(u_o, u_r, part)
    for s, c, q in [(s, c, q) for s in range(2) for c in range(len(CELLS)) for q in (0, 3, 7)]:
        question, slots = story_of(table, "test", s, c, q)
        arm, begin, u = ARMS[CELLS[c][1]], int(part.begin[s, c, q]), u_o[s * len(CELLS) + c]
        x = asked(question.question)
        first = look_up(u, x, math.inf, slots, arm.time)
        second = look_up(u, x + known(slots[first][0]), slots[first][1], slots, arm.time)
        assert found.first[s, c, q] == begin + first
        assert found.second[s, c, q] == begin + second
        x = x + known(slots[first][0]) + (arm.hops == 2) * known(slots[second][0])
        scores = [
            float((x @ u_r[s * len(CELLS) + c]) @ (sought((w,)) @ u_r[s * len(CELLS) + c])) for w in WORDS
        ]
        assert found.word[s, c, q] == int(np.argmax(scores))


def test_without_time_features_the_loop_is_the_argmax(table):
    part, c = table.parts["test"], encoding.index("things_5", "k1")
    generator = torch.Generator().manual_seed(4)
    u = torch.randn(2 * len(CELLS), network.FEATURES, 7, generator=generator)
    found = network.answer(u, u, part)
    for q in range(8):
        question, slots = story_of(table, "test", 0, c, q)
        scores = [float((asked(question.question) @ u[c]) @ (sought(words) @ u[c])) for words, _ in slots]
        assert int(found.first[0, c, q] - part.begin[0, c, q]) == int(np.argmax(scores))


def test_the_shares_of_a_picture_count_who_beats_whom(table):
    part, c, q = table.parts["test"], encoding.index("things_5", "k2_time"), 5
    u = torch.randn(2 * len(CELLS), network.FEATURES, 7, generator=torch.Generator().manual_seed(5))
    found = network.answer(u, u, part)
    question, slots = story_of(table, "test", 0, c, q)
    first = int(found.first[0, c, q] - part.begin[0, c, q])
    shares = network.shares(u, part, 0, c, q, found)
    x2 = asked(question.question) + known(slots[first][0])
    for hop, (x, age_x) in enumerate(((asked(question.question), math.inf), (x2, slots[first][1]))):
        wins = np.zeros(len(slots))
        for i, (y, age_y) in enumerate(slots):
            for j, (other, age_other) in list(enumerate(slots))[i + 1 :]:
                d = sought(y) - sought(other) + timed(age_x, age_y, age_other)
                wins[i if (x @ u[c]) @ (d @ u[c]) >= 0 else j] += 1
        np.testing.assert_allclose(shares[:, hop], wins / (len(slots) - 1), atol=1e-6)


def test_the_controls_are_false_where_they_should_be_and_only_there(table):
    train = table.parts["train"]
    c, honest = encoding.index("things_5", "k2_false_support"), encoding.index("things_5", "k2_time")
    at = train.support[:, c] - train.begin[:, c].unsqueeze(-1)
    assert (at >= 1).all()
    assert (at < train.length[:, c].unsqueeze(-1)).all()
    assert (train.support[:, c] != train.support[:, honest]).any()
    assert torch.equal(train.answer[:, c], train.answer[:, honest])
    c = encoding.index("people_1", "k1_false_time")
    for part in table.parts.values():
        ages = part.age[:, c].view(2, -1, 11)
        places = torch.arange(ages[0].numel()).view(-1, 11)
        assert torch.equal(ages.sort(-1).values, places.expand(2, -1, -1))
        assert not torch.equal(ages, places.expand(2, -1, -1))
        assert torch.equal(part.age.gather(-1, part.scan).diff() > 0, torch.ones_like(part.age[..., 1:]) > 0)
        others = [k for k in range(len(CELLS)) if k != c]
        assert torch.equal(part.scan[:, others], torch.arange(part.scan.shape[-1]).expand(2, len(others), -1))


def test_where_one_statement_is_enough_the_second_support_is_the_empty_slot(table):
    part = table.parts["train"]
    c = encoding.index("people_5", "k2_time")
    for q in range(8):
        question, slots = story_of(table, "train", 0, c, q)
        first, second = (int(at - part.begin[0, c, q]) for at in part.support[0, c, q])
        assert slots[first][0] == question.story[question.support[0]]
        wanted = question.story[question.support[1]] if len(question.support) == 2 else (encoding.EMPTY,)
        assert slots[second][0] == wanted


def test_seeds_learn_together_what_they_learn_alone(table):
    together = paper.Table3(SMALL, torch.device("cpu"))
    alone = [paper.Table3(SMALL | {"seeds": 1, "seed": seed}, torch.device("cpu")) for seed in (3, 4)]
    for game in (together, *alone):
        for _ in range(game.total):
            game.step()
    for s, single in enumerate(alone):
        part = slice(s * len(CELLS), (s + 1) * len(CELLS))
        torch.testing.assert_close(together.u_o[part], single.u_o)
        torch.testing.assert_close(together.u_r[part], single.u_r)
        for name, loss in (together.losses() | together.reader_losses()).items():
            assert loss[s] == pytest.approx(
                float((single.losses() | single.reader_losses())[name][0]), rel=1e-4
            )


def test_two_look_ups_with_time_learn_a_small_world():
    config = {**catalog.configure("memory-networks", "smoke"), "seeds": 1, "epochs": 15, "reader_epochs": 0}
    game = paper.Table3(config, torch.device("cpu"))
    for _ in range(game.total):
        game.step()
    right = game.accuracy("test")[0]
    assert right[encoding.index("things_1", "k2_time")] > 0.45
    assert right[encoding.index("things_5", "k2_false_support")] < 0.35


# The readers


def test_a_reader_reads_the_story_in_order_and_is_asked_in_between(table):
    story = table.parts["train"].told[0][-1][0]
    streams = readers.Streams((story,), torch.device("cpu"))
    words = [WORDS[at] for at in streams.words[0].tolist()]
    told = 0
    for question, end in zip(story.questions, streams.ends[0].tolist(), strict=True):
        fresh = [word for statement in story.statements[told : len(question.story)] for word in statement]
        told = len(question.story)
        reading, words_left = [*fresh, *question.question], words[: end + 1]
        assert words_left[-len(reading) :] == reading
    assert [WORDS[at] for at in streams.answers[0].tolist()] == [q.answer for q in story.questions]


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_a_reader_scores_answers_from_its_state_after_the_question(kind):
    generator = torch.Generator().manual_seed(0)
    reader = readers.Reader(kind, 5, generator, torch.device("cpu"))
    words = torch.tensor([[3, 1, 4, 1, 5], [9, 2, 6, 0, 0]])
    ends = torch.tensor([[1, 4], [2, 0]])
    assert torch.equal(reader(words, ends), torch.zeros(2, 2, W))  # untrained, all words alike
    torch.nn.init.normal_(reader.say.weight, generator=generator)
    for e in range(2):
        for a in range(2):
            prefix = words[e : e + 1, : int(ends[e, a]) + 1]
            state = reader.state(reader.words(prefix))[0][0, -1]
            torch.testing.assert_close(reader(words, ends)[e, a], reader.say(state))


def test_a_missing_question_counts_neither_in_the_loss_nor_in_the_accuracy(table):
    stories = table.parts["train"].told[0][-1]
    short = type(stories[0])(stories[0].statements, stories[0].questions[:1])
    streams = readers.Streams((short, stories[1]), torch.device("cpu"))
    reader = readers.Reader("rnn", 5, torch.Generator().manual_seed(0), torch.device("cpu"))
    torch.nn.init.normal_(reader.say.weight, generator=torch.Generator().manual_seed(1))
    scores = reader(streams.words, streams.ends)
    kept = torch.cat([scores[0, :1], scores[1]])
    said = torch.cat([streams.answers[0, :1], streams.answers[1]])
    torch.testing.assert_close(reader.loss(streams, torch.tensor([0, 1])), cross_entropy(kept, said))
    assert reader.accuracy(streams) == pytest.approx(float((kept.argmax(-1) == said).float().mean()))
