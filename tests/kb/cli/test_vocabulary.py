"""Every option that has a vocabulary takes its words however people write them, and completes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.cli.app import COMMANDS, load
from kb.cli.vocabulary import Vocabulary
from kb.cli.words import say
from kb.errors import UsageError

Kb = Callable[..., Any]


def vocabularies() -> Iterator[tuple[str, str, Vocabulary, bool]]:
    """Command, option and vocabulary, and whether others decide on what is unknown."""
    import inspect

    from kb.cli.app import python_name

    for command in COMMANDS:
        module = __import__(f"kb.cli.{python_name(command)}", fromlist=["x"])
        function = getattr(module, python_name(command))
        for name, parameter in inspect.signature(function).parameters.items():
            for option in getattr(parameter.annotation, "__metadata__", ()):
                owner = getattr(getattr(option, "parser", None), "__self__", None)
                if isinstance(owner, Vocabulary):
                    yield command, name, owner, option.parser.__name__ == "or_given"


ALL = list(vocabularies())
EACH = list({id(found[2]): found for found in ALL}.values())


@pytest.fixture(autouse=True)
def _facts(large: Kb, real: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vocabularies of the project's own facts, which are read once."""
    monkeypatch.setattr(KnowledgeBase, "load", lambda directory=None: real)


def test_all_known_options_with_a_vocabulary_are_here() -> None:
    found = {(command, option) for command, option, _, _ in ALL}

    assert found >= {
        ("search", "kind"), ("search", "topic"), ("search", "award"), ("links", "types"),
        ("links", "direction"), ("links", "status"), ("lineage", "types"), ("lineage", "direction"),
        ("lineage", "theme"), ("mainpath", "over"), ("rank", "by"), ("rank", "over"), ("similar", "by"),
        ("awards", "series"), ("export", "format"), ("import", "format"), ("ledger", "verdict"),
        ("ledger", "preset"), ("runs", "status"), ("runs", "export"), ("run", "preset"), ("run", "on"),
        ("new", "kind"), ("show", "lang"), ("stats", "lang"),
    }  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_has_words_of_its_own_that_only_fit_as_they_are_written(command: str) -> None:
    for parameter in load(command).params:
        choices = getattr(getattr(parameter, "type", None), "choices", None)
        assert not choices, f"{command} {parameter.name}"


@pytest.mark.parametrize(("command", "option", "vocabulary", "lenient"), EACH, ids=lambda v: str(v)[:20])
def test_a_word_is_known_in_capitals_with_spaces_in_both_languages(
    command: str, option: str, vocabulary: Vocabulary, lenient: bool
) -> None:
    words = vocabulary.words()
    assert words
    for word, names in words.items():
        printed = {word, word.upper(), word.title(), word.replace("_", " "), word.replace("-", " ")}
        printed |= {
            word.replace("-", "_"),
            f" {word} ",
            say(word, "en"),
            say(word, "zh"),
            say(word, "en").upper(),
        }
        for spelt in (*printed, *names):
            assert word in vocabulary.fitting(spelt), (command, option, spelt)


@pytest.mark.parametrize(("command", "option", "vocabulary", "lenient"), EACH, ids=lambda v: str(v)[:20])
def test_what_is_no_word_is_refused_in_one_line_with_those_there_are(
    command: str, option: str, vocabulary: Vocabulary, lenient: bool
) -> None:
    for wrong in ("", "qwertyuiop", "🤖", "不存在"):
        assert vocabulary.fitting(wrong) == ()
        if not lenient:
            with pytest.raises(UsageError) as refused:
                vocabulary.one(wrong)
            assert str(refused.value).count("\n") == 0
            assert "expected one of" in str(refused.value) or "did you mean" in str(refused.value)


@pytest.mark.parametrize(("command", "option", "vocabulary", "lenient"), EACH, ids=lambda v: str(v)[:20])
def test_the_shell_completes_in_capitals_and_in_chinese(
    command: str, option: str, vocabulary: Vocabulary, lenient: bool
) -> None:
    for word in vocabulary.words():
        offered = [found for found, _ in vocabulary.complete(word[:2].upper())]
        assert word in offered
    assert len(vocabulary.complete("")) == len(vocabulary.words())


def test_a_plural_is_its_singular_and_some_words_are_enough() -> None:
    from kb.cli.vocabularies import AWARD, KIND, SERIES, TOPIC, TYPE

    assert [KIND.one(word) for word in ("papers", "People", "stories", "data sets", "论文")] == [
        "paper", "person", "story", "dataset", "paper",
    ]  # fmt: skip
    assert TYPE.one("builds on") == TYPE.one("Builds-On") == TYPE.one("建立于") == "builds_on"
    assert TOPIC.one("language") == "language-models"
    assert SERIES.several("Turing Award") == SERIES.several("图灵奖") == ("turing-award",)
    assert set(SERIES.several("test-of-time")) >= {"icml-test-of-time", "neurips-test-of-time"}
    assert AWARD.several("ALL") == ("any",)


def test_two_that_fit_are_named() -> None:
    with pytest.raises(UsageError, match="may mean red-lamp, green-lamp"):
        Vocabulary("--lamp", ("red-lamp", "green-lamp", "candle")).one("lamp")


def test_what_is_printed_is_taken(large: Kb) -> None:
    for words in (
        ["search", "gan", "--kind", "papers"],
        ["links", "gan", "--type", "builds on", "--direction", "IN", "--status", "公认"],
        ["export", "gan", "--format", "BibTeX"],
        ["awards", "--series", "Turing Award"],
        ["rank", "--by", "PageRank", "--over", "Influence", "--lang", "中文"],
        ["ledger", "--verdict", "Not reproduced"],
    ):
        answer = large(*words)
        assert (answer.code, bool(answer.out.splitlines()[1:])) == (0, True), words
