"""`kb ledger`: the claims of the facts joined with the recorded runs of the reproductions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reproductions import catalog, ledger
from reproductions.ledger import Standing

Kb = Callable[..., Any]

RUN = {
    "run": "gan-gpu-x",
    "preset": "gpu",
    "device": "cuda",
    "seeds": [0, 1, 2],
    "hardware": {"cpu": "a chip", "gpu": "a card", "cores": 2},
    "data": {"name": "digits", "substitute_for": "mnist"},
    "minutes": 9.5,
    "git_commit": "0123456789abcdef",
    "ended": "2026-03-04T05:06:07Z",
    "command": "python -m reproductions gan",
}
MEASURED = {"mean": 223.456, "interval": [220.0, 226.0], "unit": "nats", "per_seed": [1.0, 2.0], "about": "x"}


@pytest.fixture
def standings(monkeypatch: pytest.MonkeyPatch) -> None:
    """One claim measured, one tested but never run, one that cannot be tested; GAN-3 and GAN-4 forgotten."""
    measured = Standing(
        "gan", "GAN-1", "reproduced", "223 nats", "said", "criterion", "control",
        {"reproduced": 2, "not reproduced": 1}, "parzen", MEASURED, RUN,
    )  # fmt: skip
    waiting = Standing("gan", "GAN-2", "not run yet", "", "said", "criterion")
    untested = Standing("gan", "GAN-5", "not testable here", "no faces")

    def told(paper: catalog.Reproduction, preset: str | None = None) -> list[Standing]:
        whole = [measured, waiting, untested] if preset is None else [measured]
        return whole if paper.id == "gan" else []

    monkeypatch.setattr(ledger, "standings", told)


def test_what_is_claimed_stands_beside_what_was_measured(large: Kb, standings: None) -> None:
    head, row, *_ = large("ledger", "gan").rows

    assert dict(zip(head, row, strict=True)) == {
        "id": "GAN-1",
        "paper": "gan",
        "where": "section 5, table 1, row Adversarial nets, column MNIST",
        "claimed": "225 ± 2 nats",
        "measured": "223.5 [220, 226] nats",
        "verdict": "reproduced",
        "because": "223 nats",
        "runs": "2 of 3 runs: reproduced; 1 of 3: not reproduced",
        "seeds": "2",
        "preset": "gpu",
        "hardware": "a card",
        "minutes": "9.5",
        "run": "gan-gpu-x",
        "commit": "0123456789ab",
        "date": "2026-03-04",
    }


def test_a_claim_without_a_run_says_why(large: Kb, standings: None) -> None:
    rows = large("ledger", "gan", "--fields", "id,verdict,because").rows[1:]

    assert rows[1:] == [
        ["GAN-2", "not run yet", ""],
        ["GAN-3", "not testable here", "its reproduction has no test of it"],
        ["GAN-4", "not testable here", "its reproduction has no test of it"],
        ["GAN-5", "not testable here", "no faces"],
    ]


def test_reasons_are_told_in_chinese(large: Kb) -> None:
    told = dict(large("ledger", "gan", "--lang", "zh", "--fields", "id,because").rows)
    assert told["GAN-5"] == "多伦多人脸库无法自由取得"
    assert "对数比均值" in told["GAN-3"] and "mean log ratio" not in told["GAN-3"]


def test_json_carries_the_numbers_the_criterion_and_how_to_repeat_the_run(large: Kb, standings: None) -> None:
    (row,) = large("ledger", "GAN-1", "--json").json["data"]

    assert row["claimed"]["value"] == 225
    assert row["claimed"]["spread"]["kind"] == "standard error over test examples"
    assert row["measured"] == {"measure": "parzen", **MEASURED}
    assert (row["criterion"], row["control"]) == ("criterion", "control")
    assert (row["dataset"], row["in_place_of"]) == ("digits", "mnist")
    assert row["command"] == "python -m reproductions gan"
    assert row["runs"] == {"reproduced": 2, "not reproduced": 1}


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["gan-1"], ["GAN-1"]),
        (["生成对抗网络"], ["GAN-1", "GAN-2", "GAN-3", "GAN-4", "GAN-5"]),
        (["gan", "--verdict", "not run"], ["GAN-2"]),
        (["gan", "--verdict", "not-testable-here"], ["GAN-3", "GAN-4", "GAN-5"]),
        (["gan", "--preset", "gpu"], ["GAN-1"]),
        (["resnet"], []),  # cannot be run here
    ],
)
def test_a_paper_a_claim_a_verdict_or_a_preset_narrow_it(
    words: list[str], ids: list[str], large: Kb, standings: None
) -> None:
    answer = large("ledger", *words)

    assert (answer.code, [row[0] for row in answer.rows[1:]]) == (0, ids)


def test_an_unclear_verdict_names_those_it_could_be(large: Kb) -> None:
    answer = large("ledger", "--verdict", "not re")
    unclear = large("ledger", "--verdict", "not")

    assert (answer.code, answer.err) == (0, "")
    assert unclear.code == 2
    assert "may mean not reproduced, not testable here, not run yet" in unclear.err


def test_claims_that_the_facts_do_not_hold_are_told_by_the_reproduction(small: Kb, standings: None) -> None:
    row = small("ledger", "--json").json["data"][0]

    assert (row["id"], row["statement"]["en"], row["claimed"]) == ("GAN-1", "said", None)
    assert row["paper"]["label"] == "Generative Adversarial Networks"


def test_every_recorded_verdict_is_counted(large: Kb) -> None:
    rows = {row["id"]: row for row in large("ledger", "gan", "--json").json["data"]}

    for id_ in ("GAN-1", "GAN-2", "GAN-3", "GAN-4"):
        assert sum(rows[id_]["runs"].values()) == len(catalog.results("gan"))
        assert rows[id_]["measured"]["unit"]
