"""The page that asks trained networks: what it offers, what it shows, what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer import store
from explorer.links import trial
from reproductions.demonstrating import Answer, Picture, demonstrations
from reproductions.errors import BadOverride
from reproductions.launch import Run

RUN = Run("gan-smoke-1", Path("nowhere"), {"paper": "gan", "preset": "smoke", "ended": "then"}, "done", None)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One trained GAN that answers anything in the same way; what it was asked."""
    asked: list[object] = []

    def answer(run: Run, question: dict[str, object]) -> Answer:
        asked.append((run.id, question))
        return Answer({"belief": 0.4, "network": 0}, (Picture("drawn", ".png", b"\x89PNG"),))

    monkeypatch.setattr(store, "trained", lambda paper: [RUN] if paper == "gan" else [])
    monkeypatch.setattr(store, "answer", answer)
    return asked


def test_every_paper_that_can_be_asked_has_a_door(open_page, trained: list[object]) -> None:
    page = open_page("try")
    assert {f"try?paper={paper}" for paper in demonstrations()} <= set(page.links)
    assert "Trained networks here: 1" in page.text and "Not trained here yet" in page.text


def test_the_address_holds_the_question_and_the_page_its_answer(open_page, trained: list[object]) -> None:
    page = open_page("try", paper="gan", ask="1", _noise="7", _pictures="9999", _network="x")
    assert trained == [("gan-smoke-1", {"noise": 7, "pictures": 100, "network": 1})]
    assert "The discriminator takes them for real" in page.text and "0.4" in page.text
    assert 'alt="Drawn from noise that the generator never saw"' in page.html
    assert "reproduce?run=gan-smoke-1" in page.links


@pytest.mark.parametrize(
    ("preset", "record", "said"),
    [
        ("cpu", {}, ""),
        ("smoke", {}, "This is a smoke run"),
        (
            "cpu",
            {"stopped": {"done": 1, "whole": 500, "unit": "steps"}},
            "How far it was trained: 1 of 500 steps, ended by the time limit. Its training ended early",
        ),
    ],
)
def test_a_network_says_how_far_it_was_trained_and_warns_where_that_is_little(
    open_page, trained, monkeypatch: pytest.MonkeyPatch, preset: str, record: dict, said: str
) -> None:
    run = Run("gan-1", Path("nowhere"), {"paper": "gan", "preset": preset, **record}, "done", None)
    monkeypatch.setattr(store, "trained", lambda paper: [run])
    text = open_page("try", paper="gan").text
    assert said in text
    assert ('class="tt-notice"' in open_page("try", paper="gan").html) is bool(said)


def test_a_network_is_asked_within_what_it_was_trained_on_and_numbered_as_shown() -> None:
    ntm = demonstrations()["ntm"]
    for config, length, networks in (
        ({"longest": 3, "task": "copy", "seeds": 3}, 3, 3),
        ({"longest": 0, "task": "copy", "seeds": 1}, 20, 1),
        ({"longest": 0, "task": "recall", "seeds": 10}, 6, 10),
        ({}, 20, 100),
    ):
        fields = {field.name: field for field in ntm.fitted(config).fields}
        assert (fields["length"].default, fields["network"].most) == (length, networks)
        assert fields["length"].most == 120, "a longer one may still be asked"


def test_nothing_is_computed_before_it_is_asked(open_page, trained: list[object]) -> None:
    page = open_page("try", paper="gan")
    assert trained == [] and "The answer" not in page.text
    assert page.test.button[0].label == "Ask"


def test_chinese_visitors_ask_in_chinese(open_page, trained: list[object]) -> None:
    page = open_page("try", paper="gan", ask="1", lang="zh")
    assert "判别器认为它们是真图的概率" in page.text
    assert [box.label for box in page.test.number_input] == ["噪声编号", "画几张", "用训练好的第几个网络"]


def test_without_a_trained_network_the_page_says_where_one_is_made(open_page, trained: list[object]) -> None:
    page = open_page("try", paper="ntm", ask="1")
    assert "there is no network to ask" in page.text
    assert "reproduce?paper=ntm" in page.links


def test_a_question_that_is_refused_shows_why(open_page, trained, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_run: Run, _question: dict[str, object]) -> Answer:
        raise BadOverride("story: the network never met <mark>mary</mark>")

    monkeypatch.setattr(store, "answer", refuse)
    page = open_page("try", paper="gan", ask="1")
    assert "No answer: story: the network never met <mark>mary</mark>." in page.text
    assert "mark" not in page.tags


def test_a_work_that_cannot_be_asked_offers_those_that_can(open_page) -> None:
    page = open_page("try", paper="bert")
    assert page.headings[0] == (1, "“BERT” cannot be asked here")
    assert "try?paper=gan" in page.links


def test_a_question_comes_back_from_its_address() -> None:
    for known in demonstrations().values():
        default = trial.question(known, {})
        other = {n: v + 1 if isinstance(v, int) else "a?" for n, v in default.items()}
        assert trial.params(known, default) == {}
        assert trial.question(known, trial.params(known, other)) == {
            f.name: other[f.name] if f.most is None else min(int(other[f.name]), f.most) for f in known.fields
        }
