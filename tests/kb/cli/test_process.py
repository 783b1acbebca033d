"""`kb` as a whole process: what it imports, streams, signals, a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent.parent
KB = [sys.executable, "-c", "from kb.cli import main; main()"]


@pytest.fixture(autouse=True)
def _compiled(compiled_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All processes here share one compiled cache."""
    monkeypatch.setenv("KB_HOME", str(compiled_home))


def kb(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*KB, *words], capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def modules(*words: str) -> set[str]:
    """The top modules that a command imported."""
    program = (
        "import sys, atexit, json; sys.argv[0] = 'kb'\n"
        "atexit.register(lambda: sys.stderr.write('\\n' + json.dumps(sorted(sys.modules))))\n"
        "from kb.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


HEAVY = {
    "torch",
    "streamlit",
    "networkx",
    "numpy",
    "pydantic",
    "yaml",
    "rich",
    "rapidfuzz",
    "pandas",
    "pypinyin",
}


@pytest.mark.parametrize(
    "words", [["show", "gan"], ["show", "1409.0473", "--json"], ["show", "ilya-sutskever", "--csv"]]
)
def test_show_imports_nothing_heavy_and_no_option_parser(words: list[str]) -> None:
    kb("show", "gan")  # compiles, if nobody has

    assert modules(*words) & (HEAVY | {"typer", "click"}) == set()


def test_search_imports_no_graph_no_yaml_and_no_table() -> None:
    kb("show", "gan")

    assert modules("search", "gan") & (HEAVY - {"pydantic"}) == set()  # typer brings pydantic


@pytest.mark.parametrize(
    "words",
    [["stats"], ["links", "gan"], ["run"], ["runs"], ["lineage", "gan"],
     ["ledger"], ["bench"], ["resume"], ["compare", "gan-cpu-seed100", "gan-cpu-seed105"]],
)  # fmt: skip
def test_no_command_imports_torch_numpy_or_streamlit(words: list[str]) -> None:
    assert modules(*words) & {"torch", "numpy", "streamlit"} == set()


@pytest.mark.parametrize(
    "words",
    [["gan"], ["gan", "--json"], ["gan", "rnnsearch", "--jsonl"], ["gan", "--csv"], ["GAN-1"], ["ganx"],
     ["ganx", "--json"],
     ["attention"], ["10.1145/3422622"]],
)  # fmt: skip
def test_the_quick_way_answers_exactly_as_the_option_parser(words: list[str]) -> None:
    parser = [sys.executable, "-c", "from kb.cli.app import build; build()(prog_name='kb')"]

    quick = kb("show", *words)
    slow = subprocess.run([*parser, "show", *words], capture_output=True, text=True, timeout=60)

    assert (quick.returncode, quick.stdout, quick.stderr) == (slow.returncode, slow.stdout, slow.stderr)


@pytest.mark.parametrize(
    "words", [["show"], ["show", "gan", "--nonsense"], ["show", "gan", "--json", "--csv"], ["show", "--help"]]
)
def test_what_the_quick_way_does_not_know_goes_to_the_option_parser(words: list[str]) -> None:
    done = kb(*words)

    assert done.returncode == (0 if "--help" in words else 2)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen([*KB, "export"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.read(10)
        child.stdout.close()
        errors = child.stderr.read()
        assert (child.wait(60), errors) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_one_line_and_exit_3() -> None:
    for words in (["show", "gan"], ["export"], ["stats"]):
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            done = subprocess.run([*KB, *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr


def test_the_answer_of_one_command_feeds_the_next() -> None:
    found = kb("search", "attention", "--kind", "work", "--jsonl")
    done = kb("export", "--format", "bibtex", "-", input=found.stdout)

    assert done.returncode == 0
    assert "@inproceedings{rnnsearch," in done.stdout or "@misc{rnnsearch," in done.stdout


def on_a_terminal(*words: str, **extra: str) -> str:
    """What a command shows on a terminal of 100 columns."""
    main, end = pty.openpty()
    environment = {**os.environ, "COLUMNS": "100", "TERM": "xterm-256color", **extra}
    with subprocess.Popen([*KB, *words], stdout=end, stderr=end, stdin=end, env=environment) as child:
        os.close(end)
        shown = b""
        try:
            while chunk := os.read(main, 65536):
                shown += chunk
        except OSError:  # how Linux says that the other end is closed
            pass
        assert child.wait(60) == 0
    os.close(main)
    return shown.decode("utf-8")


def test_on_a_terminal_show_is_a_card_in_the_chosen_language() -> None:
    card = on_a_terminal("show", "gan")
    chinese = on_a_terminal("show", "gan", KB_LANG="zh")

    assert "Generative Adversarial Nets" in card
    assert "╭" in card
    assert "\x1b[" in card
    assert "生成对抗网络" in chinese
    assert "版本" in chinese


@pytest.mark.parametrize(
    "words",
    [["search", "gan"], ["links", "gan"], ["lineage", "gan"], ["path", "seq2seq", "transformer", "--explain"],
     ["stats"],
     ["show", "ian-goodfellow"], ["validate"], ["runs"], ["ledger"],
     ["compare", "gan-cpu-seed100", "gan-cpu-seed105"]],
)  # fmt: skip
def test_on_a_terminal_every_answer_is_for_people_and_no_color_is_respected(words: list[str]) -> None:
    plain = on_a_terminal(*words, NO_COLOR="1")

    assert "\t" not in plain
    assert not [code for code in ("\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m") if code in plain]
    assert plain.strip()


def test_an_interrupt_is_exit_130() -> None:
    kb("stats")  # so that the facts are compiled, and the next one soon waits for stdin
    with subprocess.Popen(
        [*KB, "export", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # deaf to it behind a script's `&`
    ) as child:
        for _ in range(30):  # a busy machine may still be importing, where Python can lose an interrupt
            time.sleep(1.5)
            child.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(1.5)
                break
        _, errors = child.communicate(timeout=60)
        assert child.returncode == 130
        assert b"Traceback" not in errors


def test_bytes_that_are_no_text_are_an_unknown_name() -> None:
    for words in (["show"], ["show", "--json"], ["lineage"]):
        done = subprocess.run([*KB, *words, b"\xff\xfe"], capture_output=True, timeout=60)
        assert (done.returncode, done.stderr.count(b"\n")) == (4, 1)


def test_data_is_utf_8_in_any_locale() -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([*KB, "show", "gan", "--json"], capture_output=True, env=environment, timeout=60)

    assert json.loads(done.stdout.decode("utf-8"))["data"]["title_zh"] == "生成对抗网络"


def test_the_version_is_said() -> None:
    from kb import __version__

    assert kb("--version").stdout.strip() == f"timetested {__version__}"


def test_without_a_command_the_help_is_shown() -> None:
    done = kb()

    assert done.returncode == 0
    assert "kb help exit-codes" in " ".join(done.stdout.split())


def test_the_shell_completes_live_ids() -> None:
    environment = {
        **os.environ,
        "_KB_COMPLETE": "complete_bash",
        "COMP_WORDS": "kb show seq2",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['kb']; from kb.cli import main; main()"],
        capture_output=True, text=True, env=environment, timeout=60,
    )  # fmt: skip

    assert "seq2seq" in done.stdout
