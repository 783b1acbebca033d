"""The story of MemN2N against independent references: word by word, memory by memory, and autograd."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from reproductions import catalog
from reproductions.datasets.stories import Question, Stories
from reproductions.memn2n import paper
from reproductions.memn2n.course import Course, Training, batch_of, material, narrowed, noisy_times, score
from reproductions.memn2n.encoding import Encoded, encode, position_weights, time_weight, vocabulary
from reproductions.memn2n.network import Batch, Network, Shape, loss

STORY = (
    ("mary", "went", "to", "the", "kitchen"),
    ("john", "took", "it"),
    ("mary", "went", "home"),
    ("john", "took", "the", "kitchen", "there"),
)
QUESTIONS = [
    Question(STORY, ("where", "is", "mary"), "home", (2,)),
    Question(STORY[:2], ("where", "is", "mary", "now"), "kitchen", (0,)),
    Question(STORY[1:], ("who", "is", "there"), "john", (2,)),
    Question(STORY[:1], ("where", "is", "john"), "nowhere", ()),
]
CONFIG = {
    **catalog.configure("memn2n", "smoke"),
    "width": 6,
    "batch": 8,
    "epochs": 2,
    "linear_epochs": 2,
    "memory": 5,
}
POSITIONS = ("none", "sentence", "code")
TYINGS = ("adjacent", "layer-wise")


def stories(n: int = 40) -> Stories:
    asked = QUESTIONS * (n // 4)
    record = {"name": "by hand", "substitute_for": None}
    return Stories({1: "one", 2: "two"}, {1: asked, 2: asked}, {1: QUESTIONS, 2: QUESTIONS}, record)


def training(seeds: list[int], **changes) -> Training:
    config, course = {**CONFIG, **changes}, Course("main", 1)
    return Training(material(config, stories(), course, torch.device("cpu")), course, seeds)


def built(position: str = "code", tying: str = "adjacent", hops: int = 3, seeds: int = 2, width: int = 6):
    """A network with random weights wide enough to matter, and the questions above."""
    words = vocabulary(QUESTIONS, 3)
    encoded = encode(QUESTIONS, words, position, width)
    shape = Shape(hops, width, len(words.words), words.slots, tying)
    weight = time_weight(position, words.longest, width)
    network = Network(shape, weight, [torch.Generator().manual_seed(seed) for seed in range(seeds)], 0.25)
    return network, encoded, words


def everything(encoded: Encoded, seeds: int = 2) -> Batch:
    picks = torch.arange(len(encoded.answers)).expand(seeds, -1)
    times = torch.arange(encoded.statements.shape[1]).expand(*picks.shape, -1)
    return batch_of(encoded, picks, times)


# Sec. 4.1: sentences


@pytest.mark.parametrize("width", [4, 20])
def test_position_weights_are_the_papers_formula(width):
    for j, (a, b) in enumerate(position_weights(STORY[0], "sentence", 99, width), 1):
        for k in range(1, width + 1):
            assert a + b * k / width == pytest.approx((1 - j / 5) - (k / width) * (1 - 2 * j / 5))


@pytest.mark.parametrize("width", [4, 20])
def test_position_weights_of_the_code_count_the_longest_sentence_and_the_time(width):
    J = 7 + 1
    expected = [
        [1 + 4 * (k - (width + 1) / 2) * (j - (J + 1) / 2) / width / J for k in range(1, width + 1)]
        for j in range(1, J + 1)
    ]
    found = position_weights(STORY[0], "code", 7, width)
    for j, (a, b) in enumerate(found):
        assert [a + b * k / width for k in range(1, width + 1)] == pytest.approx(expected[j])
    assert time_weight("code", 7, width).tolist() == pytest.approx(expected[-1], rel=1e-5)


@pytest.mark.parametrize("position", POSITIONS)
def test_two_products_with_counts_embed_like_a_gather_of_every_word(position):
    words = vocabulary(QUESTIONS, 4)
    encoded = encode(QUESTIONS, words, position, 6)
    A, k = torch.randn(len(words.words), 6, dtype=torch.float64), torch.arange(1, 7) / 6
    embedded = encoded.counts.double() @ torch.cat([A, A * k])
    for slot, sentence in enumerate(reversed(STORY)):
        weights = position_weights(sentence, position, words.longest, 6)
        gathered = sum(
            (a + b * k) * A[words.words[word]] for word, (a, b) in zip(sentence, weights, strict=True)
        )
        assert torch.allclose(embedded[encoded.statements[0, slot]], gathered, atol=1e-6)


def test_memory_holds_the_newest_statements_newest_first():
    words = vocabulary(QUESTIONS, 3)
    encoded = encode(QUESTIONS, words, "none", 4)
    home, there = (words.words[word] for word in ("home", "there"))
    assert encoded.statements.shape == (4, 3)
    assert encoded.counts[encoded.statements[0, 0], there] == 1
    assert encoded.counts[encoded.statements[0, 1], home] == 1
    assert encoded.lengths.tolist() == [3, 2, 3, 1]
    assert encoded.support[0].tolist() == [False, True, False]
    assert encode(QUESTIONS, vocabulary(QUESTIONS, 1), "none", 4).support[0].tolist() == [False]  # forgotten


def test_a_statement_told_twice_is_one_row():
    encoded = encode(QUESTIONS, vocabulary(QUESTIONS, 50), "code", 4)
    assert len(encoded.counts) == 1 + len(STORY)  # and the empty one


def test_what_is_not_there_is_embedded_as_zero_whatever_is_learnt():
    trained = training([0, 1])
    for _ in range(10):
        trained.step()
    encoded = trained.stuff.train
    empty = trained.network._embed(encoded.counts).embedded[:, 0]
    assert not empty.any()
    batch = batch_of(encoded, torch.tensor([[3], [3]]), torch.arange(4).expand(2, 1, -1))
    assert batch.rows[0, 0].count_nonzero() == 2  # one statement and its time; six entries are empty


# Sec. 2, eqs. (1) to (3)


def by_hand(
    network: Network, encoded: Encoded, seed: int, q: int, linear: bool
) -> tuple[Tensor, list[Tensor]]:
    """Logits and attention of one question: a loop over memories, from tables A, C, B, W."""
    shape, d = network.shape, network.shape.width
    V, M = shape.words, shape.slots
    tables = network.tables[seed].unflatten(1, (shape.tables, d)).transpose(0, 1)
    k, weight = torch.arange(1, d + 1) / d, network.time_weight[:d]
    adjacent = shape.tying == "adjacent"
    inward = [tables[hop] if adjacent else tables[0] for hop in range(shape.hops)]
    outward = [tables[hop + 1] if adjacent else tables[1] for hop in range(shape.hops)]
    B, W = (tables[0], tables[shape.hops]) if adjacent else (tables[2], tables[3])

    def embed(counts: Tensor, X: Tensor) -> Tensor:
        return counts[:V] @ X[:V] + k * (counts[V:] @ X[:V])

    u, seen = embed(encoded.asked[q], B), []
    for A, C in zip(inward, outward, strict=True):
        m, c = [], []
        for slot in range(M):
            there = float(slot < encoded.lengths[q])
            sentence = encoded.counts[encoded.statements[q, slot]]
            m.append(there * (embed(sentence, A) + weight * A[V + slot]))
            c.append(there * (embed(sentence, C) + weight * C[V + slot]))
        scores = torch.stack([u @ row for row in m])
        p = scores if linear else torch.exp(scores) / torch.exp(scores).sum()
        seen.append(p)
        H = torch.eye(d) if network.mapping is None else network.mapping[seed]
        u = H @ u + sum(weight_i * row for weight_i, row in zip(p, c, strict=True))
    return W[:V] @ u, seen


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("tying", TYINGS)
@pytest.mark.parametrize("position", POSITIONS)
def test_forward_equals_a_loop_over_memories(position, tying, linear):
    network, encoded, _ = built(position, tying)
    made = network.forward(everything(encoded), linear)
    for seed in range(2):
        for q in range(len(QUESTIONS)):
            logits, seen = by_hand(network, encoded, seed, q, linear)
            assert torch.allclose(made.logits[seed, q], logits, atol=1e-5)
            for hop, p in enumerate(seen):
                assert torch.allclose(made.attention[hop][seed, q], p, atol=1e-5)


@pytest.mark.parametrize("linear", [False, True])
@pytest.mark.parametrize("tying", TYINGS)
@pytest.mark.parametrize("hops", [1, 3])
def test_gradient_equals_autograd(tying, linear, hops):
    network, encoded, _ = built("code", tying, hops)
    batch = everything(encoded)
    network.backward(batch, network.forward(batch, linear), linear)
    flat = network.flat.clone().requires_grad_()
    size = network.tables[0].numel()
    network.tables = flat[:, :size].view_as(network.tables)
    if network.mapping is not None:
        network.mapping = flat[:, size:].view_as(network.mapping)
    total = loss(network.forward(batch, linear), batch.answers).sum()
    (expected,) = torch.autograd.grad(total, flat)
    assert expected.abs().max() > 0.1
    assert torch.allclose(network.grad, expected, atol=2e-5, rtol=1e-4)


def test_loss_is_torchs_cross_entropy():
    network, encoded, _ = built()
    batch = everything(encoded)
    made = network.forward(batch)
    expected = torch.nn.functional.cross_entropy(made.logits.mT, batch.answers, reduction="none")
    assert torch.allclose(loss(made, batch.answers), expected, atol=1e-6)


def test_linear_start_takes_the_softmax_out_of_the_memory_and_leaves_it_at_the_answer():
    network, encoded, _ = built()
    batch = everything(encoded)
    linear, usual = network.forward(batch, linear=True), network.forward(batch)
    assert all(torch.allclose(p.sum(-1), torch.ones(2, 4)) for p in usual.attention)
    assert any(p.min() < 0 for p in linear.attention)  # scores as they are
    assert torch.allclose(loss(linear, batch.answers).exp().reciprocal(), linear.logits.softmax(2).gather(
        2, batch.answers.unsqueeze(2)).squeeze(2), atol=1e-6)  # fmt: skip


def test_unused_memory_stays_in_the_softmax_with_score_zero():
    network, encoded, _ = built()
    p = network.forward(everything(encoded)).attention[0][0, 3]  # one statement, three slots
    assert p[1] == p[2] > 0


# Sec. 4.1: random noise in the time index


def test_noisy_times_keep_order_and_count_and_leave_gaps_of_a_tenth():
    lengths = torch.tensor([1, 5, 10, 20, 30] * 200)
    times = noisy_times(lengths, 50, 0.1, torch.Generator().manual_seed(0))
    gaps = set()
    for n, row in zip(lengths.tolist(), times.tolist(), strict=True):
        assert row[:n] == sorted(set(row[:n]))  # n different numbers, still in order
        assert row[0] >= 0
        assert row[n - 1] <= n - 1 + math.ceil(n / 10)
        gaps.add((n, row[n - 1] - (n - 1)))
    assert {gap for n, gap in gaps if n == 30} == {0, 1, 2, 3}
    assert {gap for n, gap in gaps if n == 10} == {0, 1}


def test_empty_times_fall_anywhere():
    times = noisy_times(torch.full((4000,), 4), 8, 0.25, torch.Generator().manual_seed(1))
    shifted = (times[:, :4] > torch.arange(4)).float().mean(0)  # is there a gap before statement i?
    assert shifted.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=0.03)  # half of 1/5 .. 4/5


def test_times_beyond_the_memory_become_its_last():
    times = noisy_times(torch.full((500,), 10), 10, 0.5, torch.Generator().manual_seed(2))
    assert times.max() == 9
    assert (times[:, -1] == 9).all()


def test_without_noise_times_count_back_from_the_question():
    times = noisy_times(torch.tensor([3, 2]), 4, 0.0, torch.Generator())
    assert times.tolist() == [[0, 1, 2, 3]] * 2


# Sec. 4.2: training


def test_rates_halve_as_published_and_start_afresh_after_the_linear_epochs():
    trained = training([0], linear_epochs=20, epochs=100, halve_every=25, lr_linear=0.005)
    rates = []
    for epoch in range(120):
        trained.update = epoch * trained.stuff.batches
        rates.append(trained.rate())
    assert set(rates[:44]) == {0.005}
    assert (rates[44], rates[68], rates[69], rates[119]) == (0.0025, 0.0025, 0.00125, 0.0003125)
    assert training([0], linear_epochs=0).rate() == 0.01


def test_a_seed_with_a_long_gradient_is_clipped_alone():
    network, _, _ = built()
    before = network.flat.clone()
    network.grad.fill_(0)
    network.grad[0, 0], network.grad[1, 1] = 400.0, 4.0
    network.descend(0.1, 40.0)
    assert (before - network.flat)[0, 0].item() == pytest.approx(4.0, rel=1e-5)
    assert (before - network.flat)[1, 1].item() == pytest.approx(0.4, rel=1e-5)


@pytest.mark.parametrize("tying", TYINGS)
def test_a_seed_gives_the_same_numbers_alone_and_in_company(tying):
    together, alone = training([4, 5], tying=tying), [training([seed], tying=tying) for seed in (4, 5)]
    for _ in range(12):
        for each in (together, *alone):
            each.step()
    for seed, single in enumerate(alone):
        assert torch.allclose(together.network.flat[seed], single.network.flat[0], atol=1e-6)


def test_training_goes_on_from_a_state_bit_by_bit():
    whole, broken = training([0, 1]), training([0, 1])
    for _ in range(7):
        whole.step()
        broken.step()
    again = training([0, 1])
    again.restore(broken.state())
    for _ in range(5):
        whole.step()
        again.step()
    assert torch.equal(whole.network.flat, again.network.flat)
    assert torch.equal(whole.sums, again.sums)


def test_seeds_and_epochs_draw_different_questions_and_arms_the_same():
    _, rows = training([0, 1])._draw()
    assert not torch.equal(rows[:, 0], rows[:, 1])
    other_arm = training([0, 1], hops=1)
    assert torch.equal(rows, other_arm._draw()[1])
    other_arm.update = other_arm.stuff.batches
    assert not torch.equal(rows, other_arm._draw()[1])


@pytest.mark.parametrize("some", [[0, 1], [3, 3]])
def test_a_batch_over_its_own_statements_alone_is_the_same_batch(some):
    network, encoded, _ = built()
    times = torch.arange(3).expand(2, 2, -1)
    batch = batch_of(encoded, torch.tensor(some).expand(2, -1), times)
    narrow = narrowed(batch)
    assert len(narrow.counts) <= len(batch.counts)
    results = []
    for each in (batch, narrow):
        made = network.forward(each)
        network.backward(each, made)
        results.append((made.logits, network.grad.clone()))
    assert torch.allclose(results[0][0], results[1][0], atol=1e-6)
    assert torch.allclose(results[0][1], results[1][1], atol=1e-5)


def test_an_untrained_network_is_as_unsure_as_the_vocabulary_is_large():
    config, data = {**CONFIG, "width": 20}, stories()
    trained = training([0, 1, 2], width=20)
    expected = paper.untrained(config, data)["loss"]
    assert expected == pytest.approx(math.log(len(trained.stuff.words.words)))
    found = score(trained.network, trained.stuff.train)["loss"]
    assert found.tolist() == pytest.approx([expected] * 3, rel=0.05)


def test_questions_by_heart_are_answered_after_some_epochs():
    trained = training([0, 1], width=20, epochs=60, linear_epochs=0)
    before = score(trained.network, trained.stuff.train)["loss"]
    while trained.update < trained.stuff.updates:
        trained.step()
    after = score(trained.network, trained.stuff.train)
    assert (after["loss"] < before / 4).all()
    assert after["error"].tolist() == [0, 0]


def test_courses_come_main_arm_first_and_cover_every_task():
    config = {**CONFIG, "arms": "hops"}
    names = [course.name for course in paper.courses(config, stories())]
    assert names == ["main, task 1", "main, task 2", "1 hop, task 1", "1 hop, task 2"]
    joint = paper.courses({**config, "protocol": "joint"}, stories())
    assert [course.name for course in joint] == ["main, all tasks", "1 hop, all tasks"]


def test_updates_of_a_course_are_known_before_its_questions_are_encoded():
    for protocol, course in (("single", Course("main", 2)), ("joint", Course("PE", 0))):
        config = {**CONFIG, "protocol": protocol, "questions": 30}
        made = material(config, stories(), course, torch.device("cpu"))
        assert paper._updates(config, stories(), course) == made.updates
