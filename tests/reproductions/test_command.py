"""`python -m reproductions`: what it prints, where, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reproductions.__main__ import ProgressLine, main
from reproductions.rundir import Run

pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
TINY = [f"--set={pair}" for pair in ("epochs=3", "samples=200", "early_updates=20", "max_seconds=0")]


def test_measurements_go_to_stdout_and_progress_to_stderr(tmp_path, capsys):
    assert main(["gan", "--run-dir", str(tmp_path / "run"), *TINY]) == 0
    out, err = capsys.readouterr()
    names = [line.split("\t")[0] for line in out.splitlines()]
    assert "parzen" in names
    assert names[-4:] == ["GAN-1", "GAN-2", "GAN-3", "GAN-4"]
    assert "digits: carried by scikit-learn" in err
    assert "images/s" in err
    assert "evaluating: likelihood" in err
    assert Run.read(tmp_path / "run").status == "done"
    assert main(["gan", "--resume", str(tmp_path / "run")]) == 6


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["gna"], 4, "did you mean gan?"),
        (["gan", "--preset", "big"], 2, "no preset 'big'"),
        (["gan", "--set", "lr"], 2, "expected NAME=VALUE"),
        (["gan", "--device", "tpu"], 6, "this machine has cpu"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_stable_code(arguments, code, words, capsys):
    assert main(arguments) == code
    last = capsys.readouterr().err.splitlines()
    assert len(last) == 1
    assert last[0].startswith("error: ")
    assert words in last[0]


def test_ctrl_c_cancels_after_the_step_and_keeps_a_checkpoint(tmp_path):
    command = [sys.executable, "-m", "reproductions", "gan", "--run-dir", str(tmp_path / "run")]
    root = str(Path(__file__).resolve().parents[2])
    child = subprocess.Popen(
        [*command, "--set", "max_seconds=0", "--set", "epochs=10000"],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    lines = iter(child.stderr)
    assert any("images/s" in line for line in lines)
    child.send_signal(signal.SIGINT)
    rest = child.communicate(timeout=200)[1]
    assert child.returncode == 130
    assert "cancelled: " in rest
    assert (tmp_path / "run" / "checkpoints" / "last.pt").exists()


def test_a_terminal_gets_one_refreshing_line(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    line = ProgressLine()
    line(
        {
            "step": 5,
            "steps": 10,
            "fraction": 0.5,
            "rate": 1234.0,
            "eta": 3.0,
            "unit": "images",
            "values": {"d_real": [0.25, None], "lost": [None]},
        }
    )
    line.close()
    err = capsys.readouterr().err
    assert err.startswith("\r\033[K 50%  step 5/10  1,234 images/s  3 s to go")
    assert err.rstrip().endswith("d_real 0.25  lost not finite")
    assert err.count("\n") == 1
