"""Who may start, cancel and resume runs. Reading is open to everybody; a run costs the machine its time.

A server that only listens to its own machine is a laptop: whoever sees it may run. It is shared as soon as it
listens beyond loopback, answers to a name that is not this machine's own (a proxy stands before it), or has a
login. On a shared server a run needs a person who has logged in, and each person has a quota.

    KB_READ_ONLY=1            nobody may run anything
    KB_QUOTA=1,10,120         runs at once, runs a day and minutes a day of one person
    KB_VISITOR_PRESETS=smoke,cpu
    KB_ADMINS=ID,ID           who may cancel the runs of others, has no quota, and every preset

`kb serve` sets them from its options; they hold for ``streamlit run`` as well.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import os
import secrets
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from explorer.serving.quota import Quota, used
from explorer.visit import Visit
from reproductions import launch
from reproductions.launch import Run

_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_PRIVATE = ("owner", "pid", "host", "process_start", "command", "scheduler")
_starting = threading.Lock()  # two clicks at once must not both find room in a quota


class NotAllowed(launch.RunRefused):
    """This visitor may not; the message is for them, in their language."""


def loopback(host: str) -> bool:
    """Whether a host is this machine's own name for itself.

    >>> loopback("localhost"), loopback("[::1]"), loopback("0.0.0.0"), loopback("")
    (True, True, False, False)
    """
    name = host.strip("[]").lower()
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def read_only() -> bool:
    """Whether the whole server is for reading."""
    return os.environ.get("KB_READ_ONLY", "") not in ("", "0")


def shared() -> bool:
    """Whether others than this machine's own user may be looking."""
    names = [st.get_option("server.address") or "", *st.get_option("server.allowedHosts")]
    return bool(_login()) or not all(map(loopback, names))


def providers() -> list[str]:
    """The names of the logins that are configured, "default" for the unnamed one; none is no login."""
    login = _login()
    if not all(login.get(name) for name in ("redirect_uri", "cookie_secret")):
        return []
    named = [name for name, section in login.items() if isinstance(section, Mapping) and _whole(section)]
    return ["default", *named] if _whole(login) else named


def login_host() -> str:
    """The name under which the login expects this server; empty without a login."""
    return urlsplit(str(_login().get("redirect_uri", ""))).hostname or ""


def login_origin() -> str:
    """The same with scheme and port."""
    parts = urlsplit(str(_login().get("redirect_uri", "")))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _login() -> Mapping[str, Any]:
    section = st.secrets.get("auth") if st.secrets.load_if_toml_exists() else None
    return section if isinstance(section, Mapping) else {}


def _whole(section: Mapping[str, Any]) -> bool:
    return all(section.get(name) for name in _PROVIDER)


def person() -> Mapping[str, Any] | None:
    """What the login says of the visitor; None for somebody who has not logged in."""
    said = st.user.to_dict() if providers() else {}
    return said if said.get("is_logged_in") and said.get("sub") else None


def owner() -> str | None:
    """The mark of the visitor who has logged in, as runs carry it; None without a login.

    The same for the same account; without the salt of this server nobody can tell which account it is.
    """
    said = person()
    if said is None:
        return None
    account = f"{said.get('iss') or said.get('provider')}\n{said['sub']}"
    return hmac.new(_salt(), account.encode(), hashlib.sha256).hexdigest()[:16]


def _salt() -> bytes:
    place = launch.runs_home().parent / "owners.salt"
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
    return place.read_bytes()


def admin() -> bool:
    """Whether the visitor looks after this server."""
    return owner() in [name.strip() for name in os.environ.get("KB_ADMINS", "").split(",") if name.strip()]


def quota() -> Quota:
    """What one person may use. Raises ValueError where KB_QUOTA is none."""
    return Quota.read(os.environ["KB_QUOTA"]) if os.environ.get("KB_QUOTA") else Quota()


def presets(offered: Sequence[str]) -> list[str]:
    """Those of the offered presets that the visitor may run."""
    if not shared() or admin():
        return list(offered)
    allowed = [name.strip() for name in os.environ.get("KB_VISITOR_PRESETS", "smoke,cpu").split(",")]
    return [name for name in offered if name in allowed]


def refusal(visitor: Visit, preset: str | None = None) -> str | None:
    """Why this visitor may not start a run (of this preset) now, in a sentence; None where they may."""
    if refused := _closed(visitor):
        return refused
    if preset is not None and not presets([preset]):
        return visitor.t("access.preset", preset=preset)
    return _beyond_quota(visitor)


def refusal_of(visitor: Visit, run: Run) -> str | None:
    """Why this visitor may not touch this run, neither cancel nor resume it; None where they may."""
    if refused := _closed(visitor):
        return refused
    theirs = shared() and not admin() and run.record.get("owner") != owner()
    return visitor.t("access.theirs") if theirs else None


def public(run_json: Path) -> bytes:
    """run.json as it may be taken away: on a shared server without whose it is and where it ran there."""
    record = json.loads(run_json.read_bytes())
    kept = {name: value for name, value in record.items() if not (shared() and name in _PRIVATE)}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n"


def needs_login() -> bool:
    """Whether logging in is what the visitor lacks."""
    return shared() and not read_only() and bool(providers()) and person() is None


def start(visitor: Visit, paper: str, preset: str, **options: Any) -> Run:
    """Start a run in the visitor's name. Raises NotAllowed, and what launch raises."""
    with _starting:
        if refused := refusal(visitor, preset):
            raise NotAllowed(refused)
        name = {"owner": owner()} if shared() else {}
        return launch.start(paper, preset, **options, **name)


def cancel(visitor: Visit, run_id: str) -> None:
    """Cancel a run. Raises NotAllowed where it is not the visitor's, and what launch raises."""
    if refused := refusal_of(visitor, launch.load(run_id)):
        raise NotAllowed(refused)
    launch.cancel(run_id)


def resume(visitor: Visit, run_id: str) -> None:
    """Let a run go on. Raises NotAllowed where it is not theirs or too much, and what launch raises."""
    with _starting:
        run = launch.load(run_id)
        if refused := refusal_of(visitor, run) or _beyond_quota(visitor, begun=True):
            raise NotAllowed(refused)
        launch.resume(run_id)


def _closed(visitor: Visit) -> str | None:
    if read_only():
        return visitor.t("access.read_only")
    if not shared() or person() is not None:
        return None
    return visitor.t("access.log_in_first" if providers() else "access.no_login")


def _beyond_quota(visitor: Visit, begun: bool = False) -> str | None:
    """Which limit stands in the way; a run that was ``begun`` is not one more of the day."""
    if not shared() or admin():
        return None
    limit = quota()
    so_far = used(launch.runs(), str(owner()), datetime.now(UTC))
    if so_far.at_once >= limit.at_once:
        return visitor.t("access.at_once", n=limit.at_once)
    if so_far.a_day >= limit.a_day and not begun:
        return visitor.t("access.a_day", n=limit.a_day)
    if so_far.minutes >= limit.minutes:
        return visitor.t("access.minutes", n=limit.minutes)
    return None
