"""Asking networks that were trained here: every paper answers, and a wrong question gets one line."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from reproductions import catalog, demonstrating, launch
from reproductions.errors import BadOverride, DataMissing, ReproductionError, RunRefused
from reproductions.files import read_json, write_json
from reproductions.harness.execution import execute

SMALL = {
    "gan": {"epochs": "1"},
    "ntm": {"sequences": "32"},
    "memory-networks": {"epochs": "1", "reader_epochs": "1"},
    "memn2n": {"linear_epochs": "1", "epochs": "1"},
}
KNOWN = sorted(demonstrating.demonstrations())


@pytest.fixture(scope="module", params=KNOWN)
def trained(request, tmp_path_factory):
    """A home with a short smoke run of a paper in it, trained and not measured."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_HOME", str(home))
        patch.setenv("KB_COMPILE", "0")
        config = catalog.configure(request.param, "smoke", SMALL[request.param])
        execute(launch.prepare(request.param, "smoke", config, "cpu"), measure=False)
    return home


@pytest.fixture
def run(trained, monkeypatch):
    """The run of that home."""
    monkeypatch.setenv("KB_HOME", str(trained))
    return launch.runs()[0]


@pytest.fixture
def answer_to(run, tmp_path):
    """Answers of the run, made in this process."""

    def answered(**asked: int | str) -> demonstrating.Answer:
        known = demonstrating.demonstrations()[run.paper]
        demonstrating.perform(run.path, demonstrating.checked(known, asked), tmp_path)
        return demonstrating.collected(tmp_path)

    return answered


def test_every_paper_that_can_be_run_can_be_asked() -> None:
    assert sorted(catalog.catalog()) == KNOWN


def test_what_can_be_asked_is_read_without_torch() -> None:
    script = (
        "import sys; from reproductions import demonstrating; demonstrating.demonstrations();"
        "print([name for name in ('torch', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_trained_network_answers_with_known_facts_and_pictures(run, answer_to) -> None:
    known = demonstrating.demonstrations()[run.paper]
    answer = answer_to()
    assert answer.facts and answer.pictures
    assert {*answer.facts, *(picture.name for picture in answer.pictures)} <= known.texts.keys()
    for picture in answer.pictures:
        if picture.ending == ".png":
            assert picture.content.startswith(b"\x89PNG")
        else:
            assert ET.fromstring(picture.content).tag.endswith("svg")


def test_the_network_that_was_chosen_is_the_one_that_answers(run, answer_to) -> None:
    assert [answer_to(network=number).facts["network"] for number in (1, 2)] == [1, 2]


def test_the_same_question_has_the_same_answer_and_another_another(run, answer_to) -> None:
    name = {"gan": "noise", "ntm": "sequence"}.get(run.paper, "question")
    first, again, other = (answer_to(**{name: number}) for number in (3, 3, 8))
    assert first == again
    assert first != other


def test_a_process_of_its_own_answers_the_same(run, answer_to) -> None:
    if run.paper == "gan":  # one paper will do: the process is the same for all
        assert demonstrating.ask(run.id, {}) == answer_to()


def test_a_question_it_cannot_be_asked_is_refused_in_a_line(run) -> None:
    with pytest.raises(BadOverride, match=r"expected a whole number from 1 to \d, got 0"):
        demonstrating.ask(run.id, {"network": 0})
    with pytest.raises(BadOverride, match="cannot be asked for 'colour'"):
        demonstrating.ask(run.id, {"colour": 1})


def test_a_run_without_its_checkpoint_is_not_offered_and_says_so(run, answer_to) -> None:
    last = run.path / "checkpoints" / "last.pt"
    assert [ready.id for ready in demonstrating.ready(run.paper)] == [run.id]
    hidden = last.rename(last.with_suffix(".away"))
    try:
        assert demonstrating.ready(run.paper) == []
        with pytest.raises(RunRefused, match="its checkpoint is gone"):
            demonstrating.ask(run.id, {})
        last.write_bytes(hidden.read_bytes()[:100])
        with pytest.raises(ReproductionError, match="not a whole checkpoint"):
            answer_to()
    finally:
        hidden.replace(last)


def test_data_that_is_gone_is_named(run, answer_to) -> None:
    record = run.path / "run.json"
    before = read_json(record)
    write_json(record, {**before, "data": {"name": "mars"}})
    try:
        with pytest.raises(DataMissing, match="trained on mars, which is not on this machine"):
            answer_to()
    finally:
        write_json(record, before)


def test_a_story_of_ones_own_must_use_words_that_were_learnt() -> None:
    from reproductions.memn2n.demonstration import told
    from reproductions.memn2n.encoding import Vocabulary

    words = Vocabulary({w: n for n, w in enumerate(["joe", "is", "in", "the", "kitchen", "where"])}, 5, 10)
    assert told("Joe is in the kitchen.\n\nWhere is Joe?", words).question == ("where", "is", "joe")
    for text, why in (
        ("Where is Joe?", "at least one sentence"),
        ("Joe sang.\nWhere is Joe?", "never met sang"),
        ("Joe is in the the kitchen\nWhere is Joe?", "may have 5 words; 'kitchen' is one too many"),
    ):
        with pytest.raises(BadOverride, match=why):
            told(text, words)
