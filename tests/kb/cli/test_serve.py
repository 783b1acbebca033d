"""`kb serve` opens nothing by accident: others read when that was said, and run papers only after a login."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.cli.serve import command

Kb = Callable[..., Any]
LOGIN = """\
[auth]
redirect_uri = "https://kb.example.org/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "a"
client_secret = "b"
server_metadata_url = "https://login.example.org/.well-known/openid-configuration"
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[list[str], dict[str, str]]]:
    """Words and environment of each server that would have been started."""
    seen: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("os.execve", lambda program, words, environment: seen.append((words, environment)))
    monkeypatch.setattr("kb.cli.serve._refuse_busy_port", lambda *_: None)
    found = importlib.util.find_spec
    there = found("json")  # stands for a part that is installed
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found(name) or there)
    return seen


@pytest.fixture
def login(tmp_path: Path) -> Path:
    """A whole login."""
    file = tmp_path / "login.toml"
    file.write_text(LOGIN, "utf-8")
    return file


@pytest.mark.parametrize(
    "others", [("--host", "0.0.0.0"), ("--host", "::"), ("--allowed-host", "kb.example.org")]
)
def test_others_need_a_login_or_the_word_that_they_only_read(
    kb: Kb, started, others: tuple[str, ...]
) -> None:
    answer = kb("serve", *others)
    assert (answer.code, answer.err.count("\n"), started) == (2, 1, [])
    assert "--auth" in answer.err and "--read-only" in answer.err

    assert kb("serve", *others, "--read-only").code == 0
    assert started[0][1]["KB_READ_ONLY"] == "1"


@pytest.mark.parametrize("others", [("--host", "0.0.0.0"), ("--allowed-host", "kb.example.org"), ()])
def test_with_a_login_it_starts_and_tells_the_explorer(kb: Kb, started, login: Path, others) -> None:
    answer = kb(
        "serve", *others, "--auth", str(login), "--quota", "2,20,240", "--admin", "ab", "--admin", "cd"
    )
    assert answer.code == 0 and "runs need a login" in answer.err
    words, environment = started[0]
    assert f"--secrets.files={login}" in words
    told = {
        name: environment[name] for name in ("KB_READ_ONLY", "KB_QUOTA", "KB_VISITOR_PRESETS", "KB_ADMINS")
    }
    assert told == {
        "KB_READ_ONLY": "", "KB_QUOTA": "2,20,240", "KB_VISITOR_PRESETS": "smoke,cpu", "KB_ADMINS": "ab,cd"
    }  # fmt: skip


def test_a_login_is_found_in_the_home_and_beside_the_caller(
    kb: Kb, started, home: Path, tmp_path: Path
) -> None:
    beside = tmp_path / ".streamlit" / "secrets.toml"
    beside.parent.mkdir()
    beside.write_text(LOGIN, "utf-8")
    assert kb("serve", "--host", "0.0.0.0").code == 0
    home.mkdir(exist_ok=True)
    (home / "secrets.toml").write_text(LOGIN, "utf-8")
    assert kb("serve", "--host", "0.0.0.0").code == 0
    assert f"--secrets.files={beside}" in started[0][0]
    assert f"--secrets.files={home / 'secrets.toml'}" in started[1][0]


def test_a_login_of_another_app_in_the_users_home_is_not_ours(kb: Kb, started, home: Path) -> None:
    assert kb("serve").code == 0
    assert f"--secrets.files={home / 'secrets.toml'}" in started[0][0]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('redirect_uri = "https', 'redirect_uri = "http', "https"),
        ("oauth2callback", "callback", "/oauth2callback"),
        ("0123456789abcdef0123456789abcdef", "secret", "shorter than 32"),
        ('client_secret = "b"\n', "", "client_secret"),
        ('cookie_secret = "0123456789abcdef0123456789abcdef"\n', "", "lacks cookie_secret"),
        ("[auth]", "[other]", "no [auth]"),
    ],
)
def test_a_login_that_would_not_hold_is_refused_in_one_line(
    kb: Kb, started, login: Path, old: str, new: str, why: str
) -> None:
    login.write_text(LOGIN.replace(old, new, 1), "utf-8")
    answer = kb("serve", "--auth", str(login))
    assert (answer.code, answer.err.count("\n"), started) == (2, 1, [])
    assert why in answer.err


def test_a_login_over_http_is_good_enough_on_this_machine(kb: Kb, started, login: Path) -> None:
    login.write_text(LOGIN.replace("https://kb.example.org", "http://127.0.0.1:8501"), "utf-8")
    assert kb("serve", "--auth", str(login)).code == 0


def test_a_login_that_cannot_be_read_is_exit_3(kb: Kb, started, tmp_path: Path) -> None:
    assert kb("serve", "--auth", str(tmp_path / "nowhere.toml")).code == 3
    (tmp_path / "broken.toml").write_text("[auth", "utf-8")
    assert kb("serve", "--auth", str(tmp_path / "broken.toml")).code == 3


def test_a_login_without_authlib_says_how_to_get_it(kb: Kb, started, login: Path, monkeypatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "authlib" else there(name))
    answer = kb("serve", "--auth", str(login))
    assert (answer.code, started) == (6, [])
    assert "timetested[server]" in answer.err


@pytest.mark.parametrize("quota", ["1", "1,2", "a,b,c", "1,2,3,4", "-1,2,3"])
def test_a_quota_is_three_numbers(kb: Kb, started, quota: str) -> None:
    answer = kb("serve", f"--quota={quota}")
    assert (answer.code, started) == (2, [])
    assert "1,10,120" in answer.err


def test_names_and_path_behind_a_proxy_reach_the_server(home: Path) -> None:
    words = command(Path("server.py"), "127.0.0.1", 8501, ["a.example.org", "b.example.org"], "/kb/")
    assert {"--server.allowedHosts=a.example.org", "--server.allowedHosts=b.example.org"} < set(words)
    assert "--server.baseUrlPath=kb" in words
