"""`kb serve`: the explorer in a browser, on this machine."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from kb.errors import CannotRun, SourceError, UsageError

EXAMPLES = (
    "kb serve                    http://127.0.0.1:8501",
    "kb serve --port 9000",
)

#: What Streamlit is told: nothing leaves the machine, no visitor sees a traceback, uploads are small.
_SETTINGS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": "5",
    "server.enableXsrfProtection": "true",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
}


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="An address of this machine only.")] = "127.0.0.1",
) -> None:
    """Serve the explorer on this machine until Ctrl-C."""
    _refuse_beyond_loopback(host)
    if importlib.util.find_spec("streamlit") is None:
        raise CannotRun("the explorer needs Streamlit: pip install 'timetested[explorer]'")
    app = _app()
    _refuse_busy_port(host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"The explorer: http://{shown}:{port}  (Ctrl-C stops it)", file=sys.stderr, flush=True)
    root = str(app.parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    # Streamlit takes this process over, so that whoever stops `kb serve` stops the server.
    os.execve(sys.executable, command(app, host, port), {**os.environ, "PYTHONPATH": paths})


def command(app: Path, host: str, port: int) -> list[str]:
    """The command line that serves the explorer."""
    settings = {"server.address": host, "server.port": str(port), **_SETTINGS}
    flags = [f"--{name}={value}" for name, value in settings.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app), *flags]


def _refuse_beyond_loopback(host: str) -> None:
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise UsageError(
            f"--host {host} would open the runs to others, and there is no log-in yet; use 127.0.0.1"
        )


def _app() -> Path:
    spec = importlib.util.find_spec("explorer")
    places = list(spec.submodule_search_locations or ()) if spec else []
    app = Path(places[0]) / "server.py" if places else None
    if app is None or not app.is_file():
        raise CannotRun("the explorer is not installed: pip install 'timetested[explorer]'")
    return app


def _refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does after a restart
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SourceError(
                f"port {port} of {host} cannot be used ({error.strerror}); choose another --port"
            ) from error
