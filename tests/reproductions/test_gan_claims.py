"""The criteria as code: each verdict from numbers written out by hand, and the controls that must fail."""

from __future__ import annotations

import math

import pytest

from reproductions.gan import criteria
from reproductions.harness.statistics import measure

GOOD = {
    "parzen": measure([220.0] * 5, "nats", "", standard_error_over_images=[2.0] * 5),
    "parzen_untrained": measure([-90.0] * 5, "nats", ""),
    "parzen_valid_half": measure([200.0] * 5, "nats", ""),
    "parzen_valid_end": measure([219.0] * 5, "nats", ""),
    "d_widest_gap": measure([0.9] * 5, "probability", ""),
    "d_real": measure([0.55] * 5, "probability", ""),
    "d_fake": measure([0.45] * 5, "probability", ""),
    "d_untrained": measure([0.01] * 5, "probability", ""),
    "gradient_log_ratio": measure([-2.0, -2.5, -3.0], "nats", ""),
    "gradient_log_ratio_null": measure([0.1, -0.2, 0.1], "nats", ""),
    "nearest_ratio": measure([0.9] * 5, "ratio", ""),
    "nearest_ratio_of_copies": measure([0.0], "ratio", ""),
}


def word(claim: str, changes: dict | None = None, dataset: str = "mnist", epochs: int = 250) -> str:
    return criteria.judge({**GOOD, **(changes or {})}, dataset=dataset, epochs=epochs)[claim]["verdict"]


def parzen(*values: float) -> dict:
    return {"parzen": measure(values, "nats", "", standard_error_over_images=[2.0] * len(values))}


def test_a_run_that_meets_every_criterion_reproduces_every_claim():
    judged = criteria.judge(GOOD, dataset="mnist", epochs=250)
    assert {claim: row["verdict"] for claim, row in judged.items()} == dict.fromkeys(
        ("GAN-1", "GAN-2", "GAN-3", "GAN-4"), "reproduced"
    )
    assert all(row["control_fails"] for row in judged.values())


def test_each_verdict_names_its_main_measure():
    judged = criteria.judge(GOOD, dataset="mnist", epochs=250)
    assert all(row["measure"] in GOOD for row in judged.values())


def test_the_value_stands_beside_what_real_images_and_centroids_score():
    aids = {"parzen_of_training_images": 242.1, "parzen_of_centroids": 334.2}
    changes = {name: measure([value], "nats", "") for name, value in aids.items()}
    judged = criteria.judge({**GOOD, **changes}, dataset="mnist", epochs=250)["GAN-1"]
    assert judged["because"].endswith("as samples training images 242.1, k-means centroids 334.2")
    assert judged["verdict"] == "reproduced"


@pytest.mark.parametrize(
    ("changes", "epochs", "expected"),
    [
        ({}, 30, "direction only"),  # too short for the value
        (parzen(220.0, 220.0), 250, "direction only"),  # too few seeds
        (parzen(299.0, 201.0, 205.0, 206.0, 300.0), 250, "reproduced"),
        (parzen(299.0, 130.0, 230.0, 231.0, 232.0), 250, "direction only"),  # one below the deep belief net
        (parzen(105.0), 30, "direction only"),  # 105 - 2 * 2 > 100
        (parzen(103.0), 30, "not reproduced"),  # 103 - 2 * 2 < 100
        ({"parzen_valid_half": measure([230.0], "nats", "")}, 30, "not reproduced"),  # falling
        ({"parzen_untrained": measure([120.0], "nats", "")}, 250, "not testable here"),  # the control passed
    ],
)
def test_parzen_verdicts(changes, epochs, expected):
    if "parzen" in changes and len(changes["parzen"]["per_seed"]) == 5:
        assert abs(changes["parzen"]["mean"] - 225) <= 25
    assert word("GAN-1", changes, epochs=epochs) == expected


def test_another_data_set_says_nothing_about_the_published_number():
    assert word("GAN-1", dataset="digits") == "not testable here"


@pytest.mark.parametrize(
    ("real", "fake", "expected"),
    [
        ([0.55, 0.59], [0.42, 0.45], "reproduced"),
        ([0.65, 0.65], [0.35, 0.35], "direction only"),
        ([0.9, 0.65], [0.1, 0.35], "not reproduced"),
    ],
)
def test_balance_verdicts(real, fake, expected):
    changes = {"d_real": measure(real, "p", ""), "d_fake": measure(fake, "p", "")}
    assert word("GAN-2", changes) == expected


@pytest.mark.parametrize(
    ("ratios", "expected"),
    [
        ([math.log(0.4)] * 3, "reproduced"),
        ([math.log(0.9)] * 3, "direction only"),
        ([0.1, -0.1, 0.1], "not reproduced"),
        ([-3.0, -3.0], "not testable here"),
        ([-3.0, -3.0, math.nan], "not testable here"),
    ],
)
def test_gradient_verdicts(ratios, expected):
    assert word("GAN-3", {"gradient_log_ratio": measure(ratios, "nats", "")}) == expected


def test_copies_of_training_images_do_not_pass():
    assert word("GAN-4", {"nearest_ratio": GOOD["nearest_ratio_of_copies"]}) == "not reproduced"


def test_an_untrained_generator_does_not_pass():
    assert word(
        "GAN-1", {"parzen": {**GOOD["parzen_untrained"], "standard_error_over_images": [1.0] * 5}}
    ) == ("not reproduced")
