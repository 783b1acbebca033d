"""Who may run papers: everybody on a laptop; on a shared server whoever has logged in, within a quota."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from explorer.parts.frame.account import account
from explorer.serving import access
from explorer.serving.quota import Quota, Used, used
from explorer.visit import Visit
from reproductions import launch, rundir, standing
from reproductions.launch import Run

VISITOR = Visit()
LOGIN = {
    "redirect_uri": "https://kb.example.org/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "a",
    "client_secret": "b",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}
ADA = {"is_logged_in": True, "iss": "https://login.example.org", "sub": "1", "email": "ada@example.org"}
BOB = {**ADA, "sub": "2"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A server with this login, seen by this person."""

    def put(login: Mapping[str, Any] | None = LOGIN, person: Mapping[str, Any] | None = None) -> None:
        monkeypatch.setattr(access, "_login", lambda: login or {})
        monkeypatch.setattr(access, "person", lambda: person)

    return put


def make_run(home: Path, name: str = "one", **record: Any) -> Run:
    """A run of today, as it lies on disk."""
    folder = home / "runs" / f"gan-smoke-{name}"
    folder.mkdir(parents=True)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = {
        "format": rundir.FORMAT, "id": folder.name, "paper": "gan", "preset": "smoke", "status": "done",
        "created": now, "ended": now, "seconds": 60.0, **record,
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(whole), "utf-8")
    return Run.read(folder)


# -- who may -----------------------------------------------------------------------------------------------


def test_on_a_laptop_everybody_may_run_everything(home: Path) -> None:
    assert not access.shared()
    assert access.refusal(VISITOR, "paper") is None
    assert access.refusal_of(VISITOR, make_run(home)) is None


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "::", "kb.example.org", None])
def test_beyond_loopback_nobody_runs_without_a_login(option, address: str | None) -> None:
    option("server.address", address)
    assert "it has no login" in str(access.refusal(VISITOR, "smoke"))


def test_a_name_of_a_proxy_makes_a_server_on_loopback_a_shared_one(option) -> None:
    option("server.allowedHosts", ["kb.example.org"])
    assert "it has no login" in str(access.refusal(VISITOR, "smoke"))


def test_a_server_for_reading_refuses_also_on_loopback(monkeypatch, server, home: Path) -> None:
    monkeypatch.setenv("KB_READ_ONLY", "1")
    server(person=ADA)
    assert "for reading" in str(access.refusal(VISITOR, "smoke"))
    assert "for reading" in str(access.refusal_of(VISITOR, make_run(home, owner=access.owner())))


def test_with_a_login_a_stranger_is_asked_to_log_in_and_a_person_may(server) -> None:
    server()
    assert "log in first" in str(access.refusal(VISITOR, "smoke"))
    assert access.needs_login()
    server(person=ADA)
    assert access.refusal(VISITOR, "smoke") is None
    assert not access.needs_login()


def test_half_a_login_is_none_and_opens_nothing(server) -> None:
    server(login={name: value for name, value in LOGIN.items() if name != "client_secret"})
    assert access.providers() == []
    assert "it has no login" in str(access.refusal(VISITOR, "smoke"))


def test_several_logins_stand_side_by_side(server) -> None:
    shared = {name: LOGIN[name] for name in ("redirect_uri", "cookie_secret")}
    one = {name: LOGIN[name] for name in ("client_id", "client_secret", "server_metadata_url")}
    server(login={**shared, "okta": one, "google": one, "half": {"client_id": "a"}})
    assert access.providers() == ["okta", "google"]


@pytest.mark.parametrize(
    ("preset", "may"), [("smoke", True), ("cpu", True), ("gpu", False), ("paper", False)]
)
def test_visitors_run_small_presets_and_whoever_looks_after_it_all(
    server, monkeypatch, preset: str, may: bool
) -> None:
    server(person=ADA)
    assert (access.refusal(VISITOR, preset) is None) is may
    monkeypatch.setenv("KB_ADMINS", f"0000, {access.owner()}")
    assert access.refusal(VISITOR, preset) is None


# -- whose -------------------------------------------------------------------------------------------------


def test_an_owner_is_a_mark_that_stays_and_tells_nobody_who(server, home: Path) -> None:
    server(person=ADA)
    mark = str(access.owner())
    assert access.owner() == mark
    assert len(mark) == 16 and "ada" not in mark
    assert stat.S_IMODE((home / "owners.salt").stat().st_mode) == 0o600
    server(person=BOB)
    assert access.owner() != mark
    server(person={**ADA, "iss": "https://other.example.org"})
    assert access.owner() != mark
    (home / "owners.salt").unlink()
    server(person=ADA)
    assert access.owner() != mark, "another server must give another mark"


def test_only_the_owner_and_an_admin_touch_a_run(server, home: Path, monkeypatch) -> None:
    server(person=ADA)
    run = make_run(home, owner=access.owner())
    assert access.refusal_of(VISITOR, run) is None
    server(person=BOB)
    assert "Somebody else" in str(access.refusal_of(VISITOR, run))
    monkeypatch.setenv("KB_ADMINS", str(access.owner()))
    assert access.refusal_of(VISITOR, run) is None


def test_a_run_that_nobody_owns_is_not_for_visitors(server, home: Path) -> None:
    server(person=ADA)
    assert "Somebody else" in str(access.refusal_of(VISITOR, make_run(home)))


def test_start_cancel_and_resume_ask_again_before_they_act(server, home: Path, monkeypatch) -> None:
    for name in ("start", "cancel", "resume"):
        monkeypatch.setattr(launch, name, lambda *_, **__: pytest.fail("it was done"))
    server(person=BOB)
    run = make_run(home, owner="of somebody else")
    with pytest.raises(access.NotAllowed):
        access.start(VISITOR, "gan", "paper")
    with pytest.raises(access.NotAllowed):
        access.cancel(VISITOR, run.id)
    with pytest.raises(access.NotAllowed):
        access.resume(VISITOR, run.id)


def test_a_run_carries_its_owner_from_the_first_moment(home: Path) -> None:
    path = launch.prepare("gan", "smoke", {}, "cpu", owner="0123456789abcdef")
    assert json.loads((path / "run.json").read_text("utf-8"))["owner"] == "0123456789abcdef"


def test_a_record_that_is_taken_away_does_not_say_whose_it_is(server, home: Path) -> None:
    run = make_run(home, owner="0123456789abcdef", pid=7, host="inside", command=["/opt/x"], seeds=[0])
    assert json.loads(access.public(run.path / "run.json")) == run.record
    server()
    kept = json.loads(access.public(run.path / "run.json"))
    assert kept.keys() == run.record.keys() - {"owner", "pid", "host", "command"}


# -- how much ----------------------------------------------------------------------------------------------


def test_what_was_used_is_counted_from_the_runs_on_disk(home: Path, monkeypatch) -> None:
    monkeypatch.setattr(standing, "process_of", lambda *_: 4242)
    long_ago = "2020-01-01T00:00:00Z"
    runs = [
        make_run(home, "a", owner="ada", seconds=60.0),
        make_run(home, "b", owner="ada", status="running", ended=None, seconds=None),
        make_run(home, "c", owner="bob", seconds=6000.0),
        make_run(home, "d", owner="ada", created=long_ago, ended=long_ago, seconds=6000.0),
        make_run(home, "e", owner="ada", created=long_ago, seconds=120.0),  # resumed today
        make_run(home, "f", owner="ada", created="never", ended="soon"),
        make_run(home, "g", seconds=6000.0),
    ]
    event = {"step": 9, "t": 180.0, "values": {}}
    (runs[1].path / "metrics.jsonl").write_text(json.dumps(event) + "\n", "utf-8")
    assert used(runs, "ada", datetime.now(UTC)) == Used(at_once=1, a_day=2, minutes=1 + 2 + 3)
    assert used(runs, "ada", datetime.now(UTC) + timedelta(hours=25)) == Used(1, 0, 3)


@pytest.mark.parametrize(
    ("quota", "why"),
    [("0,9,99", "run(s) going"), ("9,1,99", "last 24 hours, as many"), ("9,9,1", "used the 1 minutes")],
)
def test_each_limit_refuses_in_its_own_words(server, home: Path, monkeypatch, quota: str, why: str) -> None:
    monkeypatch.setenv("KB_QUOTA", quota)
    server(person=ADA)
    make_run(home, owner=access.owner(), seconds=61.0)
    assert why in str(access.refusal(VISITOR, "smoke"))
    server(person=BOB)
    assert (access.refusal(VISITOR, "smoke") is None) is (quota != "0,9,99"), "a quota is each person's own"


def test_a_resumed_run_is_not_one_more_of_the_day(server, home: Path, monkeypatch) -> None:
    monkeypatch.setenv("KB_QUOTA", "1,1,99")
    monkeypatch.setattr(launch, "resume", lambda run_id: None)
    server(person=ADA)
    run = make_run(home, owner=access.owner(), status="cancelled")
    assert access.refusal(VISITOR, "smoke") is not None
    access.resume(VISITOR, run.id)


@pytest.mark.parametrize("text", ["", "1", "1,2", "1,2,3,4", "a,b,c", "-1,2,3", "1,2,x"])
def test_a_quota_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="three numbers"):
        Quota.read(text)


# -- what a visitor sees -----------------------------------------------------------------------------------


def test_a_stranger_reads_the_recipe_and_cannot_start_it(open_page, server) -> None:
    server()
    page = open_page("reproduce", paper="gan")
    assert "please log in first" in page.text
    assert [link for link in page.links if link.startswith("login?")] != []
    assert [button.disabled for button in page.test.button if button.label == "Start"] == [True]


def test_somebody_elses_run_is_read_and_not_touched(open_page, server, home: Path) -> None:
    server(person=BOB)
    run = make_run(home, owner="of somebody else", status="cancelled")
    page = open_page("reproduce", run=run.id)
    assert run.id in page.html and str(home) not in page.html
    assert [button.label for button in page.test.button] == []


def test_a_started_run_is_the_visitors_own(open_page, server, home: Path, monkeypatch) -> None:
    asked: list[dict[str, Any]] = []

    def start(*_: object, **options: Any) -> Run:
        asked.append(options)
        return make_run(home)

    monkeypatch.setattr(launch, "start", start)
    server(person=ADA)
    test = open_page("reproduce", paper="gan").test
    next(button for button in test.button if button.label == "Start").click().run()
    assert [options["owner"] for options in asked] == [access.owner()]


def test_the_account_is_a_way_in_then_a_way_out_and_nothing_on_a_laptop(server) -> None:
    server(login=None)
    assert account(VISITOR) == ""
    server()
    assert "login?with=default&amp;back=reproduce%3Fpaper%3Dgan" in account(
        VISITOR, "reproduce", {"paper": "gan"}
    )
    server(person={**ADA, "name": "<b>Ada" + 99 * "a"})
    shown = account(VISITOR)
    assert "Log out, &lt;b&gt;Adaa" in shown and 50 * "a" not in shown
    assert str(access.owner()) in shown and "example.org" not in shown
