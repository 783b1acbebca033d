"""Curves show what the run wrote, no more and no less."""

from __future__ import annotations

from explorer.charts.aims import of_curves
from explorer.charts.curves import POINTS, beside, families, figure, gold_row, merged, rows, thinned
from kb import KnowledgeBase
from kb.base import facts_directory


def test_a_metric_has_mean_and_range_over_seeds() -> None:
    events = [{"step": 10, "values": {"d_loss": [0.5, 1.0, 1.5], "rate": 3}}]
    assert rows(events) == {
        "d_loss": [{"metric": "d_loss", "step": 10, "mean": 1.0, "low": 0.5, "high": 1.5}],
        "rate": [{"metric": "rate", "step": 10, "mean": 3.0, "low": 3, "high": 3}],
    }


def test_a_value_that_is_not_finite_is_a_gap() -> None:
    assert rows([{"step": 1, "values": {"g_loss": [None, None]}}, {"step": 2, "event": "evaluating"}]) == {}


def test_a_resumed_run_replaces_what_it_took_back() -> None:
    kept = [{"step": 1}, {"step": 2}, {"step": 3}]
    assert merged(kept, [{"step": 2, "again": True}]) == [{"step": 1}, {"step": 2, "again": True}]
    assert merged(kept, []) == kept


def test_a_long_curve_keeps_its_ends() -> None:
    long = [{"step": step} for step in range(10_001)]
    some = thinned(long)
    assert (len(some), some[0]["step"], some[-1]["step"]) == (POINTS, 0, 10_000)


def test_metrics_that_belong_together_share_a_chart() -> None:
    one = {
        name: [{"metric": name}] for name in ("zeta", "parzen_valid", "d_loss", "g_loss", "d_valid", "d_real")
    }
    assert list(families(one)) == ["loss", "discriminator", "held_out", "parzen", "zeta"]
    assert [row["metric"] for row in families(one)["loss"]] == ["d_loss", "g_loss"]


def test_metrics_of_a_new_paper_share_a_chart_by_the_word_that_they_share() -> None:
    one = {name: [{"metric": name}] for name in ("ntm_bits", "lstm_bits", "actor_k1", "actor_k2", "speed")}
    assert {name: len(some) for name, some in families(one).items()} == {
        "actor": 2,
        "bits": 2,
        "speed": 1,
    }


def test_a_figure_draws_the_mean_over_the_range() -> None:
    band, line = figure("step")["layer"]
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    assert line["encoding"]["y"]["field"] == "mean"


def test_what_the_paper_says_is_a_level_rule_with_its_band() -> None:
    lines, gold = figure("step", gold=[gold_row("the paper", 225.0, 2.0)])["layer"]
    assert [layer["mark"]["type"] for layer in lines["layer"]] == ["area", "line"]
    band, rule = gold["layer"]
    assert gold["data"]["values"] == [{"aim": "the paper", "value": 225.0, "low": 223.0, "high": 227.0}]
    assert (band["encoding"]["y"]["field"], band["encoding"]["y2"]["field"]) == ("low", "high")
    assert (rule["mark"]["type"], rule["encoding"]["y"]["field"]) == ("rule", "value")
    assert rule["encoding"]["color"]["legend"] is not None and "x" not in rule["encoding"]


def test_a_value_without_spread_has_no_band_of_its_own() -> None:
    assert gold_row("the paper", 0.5, None) == {"aim": "the paper", "value": 0.5, "low": 0.5, "high": 0.5}


def test_curves_of_two_runs_share_a_chart_where_both_have_the_metric() -> None:
    a = {"loss": [{"metric": "loss", "step": 1}], "only_a": [{"metric": "only_a", "step": 1}]}
    b = {"loss": [{"metric": "loss", "step": 2}]}
    assert beside(a, b, ("A", "B")) == {
        "loss": [{"metric": "loss", "step": 1, "run": "A"}, {"metric": "loss", "step": 2, "run": "B"}]
    }


def test_a_curve_follows_the_claim_whose_measure_it_is_in_its_own_unit() -> None:
    claims = KnowledgeBase.load(facts_directory()).claims
    metrics = ("parzen_valid", "d_real", "d_loss")
    found = of_curves("gan", metrics, {"d_real": "GAN-2", "gradient_log_ratio": "GAN-3"}, claims)
    assert {name: (aim.claim, aim.value, aim.spread) for name, aim in found.items()} == {
        "parzen_valid": ("GAN-1", 225.0, 2.0),
        "d_real": ("GAN-2", 0.5, None),
    }
    share = of_curves("memory-networks", ("right_people_1_k1_time",), {}, claims)["right_people_1_k1_time"]
    assert round(share.value, 9) == 0.602  # the paper prints per cent, the curve is a share
