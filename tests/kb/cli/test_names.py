"""Names of the wrong kind get the right hint, claims are names too, and the shell offers what fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.cli.help import complete_topic
from kb.cli.schema import complete_file

Kb = Callable[..., Any]


@pytest.fixture(autouse=True)
def _one_base(real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's facts are read once for all calls."""
    monkeypatch.setattr(KnowledgeBase, "load", lambda directory=None: real)


WORK = [
    ["lineage", "NAME"], ["path", "gan", "NAME"], ["mainpath", "--from", "NAME"], ["missing-without", "NAME"],
    ["compare", "gan", "NAME"], ["compare", "bert", "gan", "NAME"], ["similar", "NAME"], ["lesson", "NAME"],
    ["lesson", "transformer", "--from", "NAME"],
]  # fmt: skip
PERSON = [["coauthors", "NAME"], ["genealogy", "NAME"]]
ANY = [
    ["show", "NAME"], ["links", "NAME"], ["claims", "NAME"], ["timeline", "NAME"], ["press", "NAME"],
    ["ledger", "NAME"], ["export", "NAME", "--format", "ids"], ["enrich", "NAME"], ["audit", "NAME"],
]  # fmt: skip


def called(call: list[str], name: str) -> list[str]:
    return [name if word == "NAME" else word for word in call]


@pytest.mark.parametrize("call", WORK, ids=lambda call: call[0])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ian-goodfellow", "ian-goodfellow is a person, not a work; works: gan"),
        ("NeurIPS Test of Time 2024", "is an award, not a work; works: gan, seq2seq"),
        ("first-gan-night", "is an event, not a work; works: gan, mnist"),
        ("how-attention-was-born", "is a story, not a work; works: rnn-encoder-decoder"),
    ],
)
def test_where_a_work_is_asked_for_others_name_their_works(
    call: list[str], name: str, hint: str, large: Kb
) -> None:
    answer = large(*called(call, name))

    assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1)
    assert hint in answer.err


@pytest.mark.parametrize("call", PERSON, ids=lambda call: call[0])
@pytest.mark.parametrize("name", ["wgan", "GAN-1", "neurips-test-of-time-2024", "first-gan-night"])
def test_where_a_person_is_asked_for_others_name_their_people(call: list[str], name: str, large: Kb) -> None:
    answer = large(*called(call, name))

    assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1)
    assert "not a person; people: " in answer.err


def test_where_a_story_is_asked_for_works_name_those_they_are_in(large: Kb) -> None:
    answer = large("stories", "gan", "--json")

    assert answer.code == 4
    assert answer.error["type"] == "WrongKind"
    assert "a-week-in-montreal" in [candidate["id"] for candidate in answer.error["candidates"]]


@pytest.mark.parametrize("call", [*WORK[:4], *WORK[4:5], *WORK[6:8], *ANY], ids=lambda call: call[0])
def test_a_claim_is_a_name_in_any_case(call: list[str], large: Kb) -> None:
    for name in ("NTM-1", "ntm-1"):
        answer = large(*called(call, name))
        offline = {"audit": (0, 1), "enrich": (0, 3)}  # what no service was asked about
        assert answer.code in offline.get(call[0], (0,)), answer.err


def test_claims_of_a_claim_are_that_one(large: Kb) -> None:
    assert [row[0] for row in large("claims", "gan-1", "NTM-2").rows[1:]] == ["GAN-1", "NTM-2"]


@pytest.mark.parametrize("call", [*WORK, *PERSON, *ANY, ["stories", "NAME"]], ids=lambda call: call[0])
@pytest.mark.parametrize("name", ["", "🤖", "不存在", "½"])
def test_what_is_spelt_like_nothing_has_no_neighbours(call: list[str], name: str, large: Kb) -> None:
    answer = large(*called(call, name))

    assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1)
    assert "nearest" not in answer.err


def test_a_year_and_a_name_that_is_no_command_are_told_what_to_type(large: Kb) -> None:
    assert "--from-year 2014 --to-year 2014" in large("timeline", "2014").err
    assert "`kb show gan` shows it" in large("GAN").err
    assert "Did you mean" in large("serch").err


def test_awards_are_named_by_series_award_work_or_person(large: Kb) -> None:
    def ids(*words: str) -> list[str]:
        return [row[0] for row in large("awards", *words).rows[1:]]

    assert ids("图灵奖") == ids("Geoffrey Hinton", "--series", "turing") == ["turing-award-2018"]
    assert "neurips-test-of-time-2024" in ids("neurips")
    assert ids("gan") == ["neurips-test-of-time-2024"]


def test_without_text_a_search_lists_what_its_filters_leave(large: Kb) -> None:
    def found(*words: str) -> list[dict[str, Any]]:
        return list(large("search", *words, "--limit", "1000", "--json").json["data"])

    diffusion = found("--topic", "diffusion", "--from-year", "2022")
    assert len(diffusion) > 10
    assert all(work["year"] >= 2022 for work in diffusion)
    assert {hit["kind"] for hit in found("--kind", "person")} == {"person"}
    assert {work["id"] for work in found("--author", "Cho", "--to-year", "2015")} == {
        "rnn-encoder-decoder", "rnnsearch",
    }  # fmt: skip
    assert "alexnet" in [work["id"] for work in found("--venue", "NeurIPS", "--to-year", "2012")]
    assert found("Kyunghyun Cho", "--to-year", "2015")[0]["id"] == "kyunghyun-cho"
    assert found("Kyunghyun Cho", "--to-year", "2010") == []


def test_a_search_without_hit_says_what_to_try(large: Kb) -> None:
    assert "--topic" in large("search", "qwertyuiop").err
    assert "without them" in large("search", "attention", "--kind", "film").err
    assert large("search").code == 2


def test_completion_offers_the_right_kind_in_any_case_and_script(large: Kb) -> None:
    from kb.cli.arguments import complete_anything, complete_person, complete_story, complete_work
    from kb.cli.filters import complete_venue
    from kb.cli.ledger import complete_claimed

    large("stats")
    assert complete_work("seq2s") == [("seq2seq", "Seq2Seq")]
    assert dict(complete_work("TRANSF")).keys() == {"transformer"}
    assert "gan" in dict(complete_work("生成对抗"))
    assert [id_ for id_, _ in complete_anything("gan-1")] == ["GAN-1"]
    assert {id_[:3] for id_, _ in complete_claimed("NTM-")} == {"NTM"}
    assert complete_person("ian-g") == [("ian-goodfellow", "Ian Goodfellow")]
    assert dict(complete_story("how-")).keys() == {"how-attention-was-born"}
    assert complete_venue("neur") == ["NeurIPS", "Neural Computation"]


def test_completion_of_runs_papers_and_benchmarks(large: Kb) -> None:
    from kb.cli.bench import complete_benchmark
    from kb.cli.compare import complete_either
    from kb.cli.resume import complete_resumable
    from kb.cli.run import complete_paper

    large("stats")
    assert ("gan-cpu-seed100", "run") in complete_either("gan-cpu-seed100")
    assert complete_resumable("") == []
    assert "gan" in dict(complete_benchmark("g"))
    assert "gan" in dict(complete_paper(""))


def test_completion_and_spelling_of_fields(large: Kb) -> None:
    from kb.cli.app import load

    fields = next(p for p in load("claims").params if p.name == "fields")
    offered = [item.value for item in fields.shell_complete(None, "id,ST")]
    assert offered == ["id,statement"]
    rows = large("claims", "GAN-1", "--fields", "ID,Statement,值").rows
    assert rows[0] == ["id", "statement", "value"]


def test_the_shell_completes_help_and_facts_files() -> None:
    assert complete_topic("ex") == ["exit-codes", "export"]
    assert complete_file("p") == ["papers", "people", "press"]


@pytest.mark.parametrize(("shell", "begins"), [("zsh", "#compdef kb"), ("fish", "complete --command kb")])
def test_the_completion_of_a_named_shell_is_that_shells(large: Kb, shell: str, begins: str) -> None:
    assert large("--show-completion", shell).out.startswith(begins)
