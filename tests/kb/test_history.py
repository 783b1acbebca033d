"""The history of facts, in a git repository made for the test."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.errors import SourceError, UnknownId, UsageError
from kb.history import Change, blame, differences, facts_at
from kb.reading import read_facts

MINIATURE = Path(__file__).resolve().parents[1] / "miniature"
Commit = Callable[[str, str, str], None]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """The invented facts in a repository of their own, one commit old."""
    shutil.copytree(MINIATURE, tmp_path / "data")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        git(tmp_path, *words)
    return tmp_path / "data"


def git(place: Path, *words: str) -> None:
    who = ["-c", "user.name=Bo", "-c", "user.email=bo@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(place), *who, *words], check=True, capture_output=True)


def change(facts: Path, file: str, old: str, new: str, message: str | None = None) -> None:
    place = facts / file
    text = place.read_text("utf-8")
    assert old in text
    place.write_text(text.replace(old, new, 1), "utf-8")
    if message:
        git(facts, "commit", "-qam", message)


def test_a_changed_title_is_told_with_its_commits(facts: Path) -> None:
    change(facts, "people.yaml", "name: Bo Flint", "name: Bo Flynt", "Correct the name")

    edits = blame(facts, "bo-flint.name")

    assert [edit.subject for edit in edits] == ["Correct the name", "First"]
    assert ("Bo Flint" in edits[0].removed, "Bo Flynt" in edits[0].added) == (True, True)


def test_what_is_not_committed_comes_first(facts: Path) -> None:
    change(facts, "people.yaml", "name: Bo Flint", "name: Bo Flynt")

    edits = blame(facts, "bo-flint.name")

    assert [(edit.commit == "", edit.subject) for edit in edits] == [
        (True, "not committed yet"),
        (False, "First"),
    ]


def test_links_of_a_work_count_as_on_its_card(facts: Path) -> None:
    change(facts, "links.yaml", "brass-lamp builds_on oil-lamp", "a new reason", "Say why")

    assert blame(facts, "brass-lamp.links[0].why")[0].subject == "Say why"
    assert blame(facts, "brass-lamp-builds-on-oil-lamp.type")[0].subject == "First"


@pytest.mark.parametrize(
    ("address", "error"),
    [("nobody.name", UnknownId), ("bo-flint.nothing", UsageError), ("brass-lamp.links[99]", UsageError),
     ("bo flint", UsageError)],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_one_clear_error(
    facts: Path, address: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        blame(facts, address)


@pytest.mark.parametrize("what", ["links", "claims", "press"])
def test_the_last_of_a_card_is_there_and_the_one_after_it_is_not(facts: Path, what: str) -> None:
    base = KnowledgeBase.read(facts)
    has = {
        "links": len(base.links_from("oil-lamp")) + len(base.links_to("oil-lamp")),
        "claims": len(base.claims_of("oil-lamp")),
        "press": len(base.press_about("oil-lamp")),
    }[what]
    if has:
        assert blame(facts, f"oil-lamp.{what}[{has - 1}]")
    with pytest.raises(UsageError, match=f"oil-lamp has {has} {what}; they count from 0, got {has}"):
        blame(facts, f"oil-lamp.{what}[{has}]")


def test_two_states_differ_field_by_field(facts: Path) -> None:
    change(facts, "people.yaml", "name: Bo Flint", "name: Bo Flynt", "Correct the name")
    change(facts, "stories.yaml", "id: how-the-lamp-came-to-shine", "id: lamps", "Rename the story")

    found = differences(facts_at(facts, "HEAD~2"), facts_at(facts, "HEAD"))

    assert found == [
        Change("changed", "people", "bo-flint", "name", "Bo Flint", "Bo Flynt"),
        Change("removed", "stories", "how-the-lamp-came-to-shine", "", "How the lamp came to shine", None),
        Change("added", "stories", "lamps", "", None, "How the lamp came to shine"),
    ]
    assert differences(facts_at(facts, "HEAD"), read_facts(facts)) == []


def test_a_file_that_did_not_exist_then_counts_as_empty(facts: Path) -> None:
    git(facts, "rm", "-q", "--cached", "stories.yaml")
    git(facts, "commit", "-qm", "Before there were stories")

    found = differences(facts_at(facts, "HEAD"), read_facts(facts))

    assert [(c.change, c.kind) for c in found] == [("added", "stories")]


def test_an_unknown_revision_and_a_folder_outside_git_say_so(
    facts: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(SourceError, match="no revision 'v99'"):
        facts_at(facts, "v99")
    outside = tmp_path_factory.mktemp("outside") / "data"
    shutil.copytree(MINIATURE, outside)
    with pytest.raises(SourceError, match="not in a git checkout"):
        blame(outside, "bo-flint.name")
