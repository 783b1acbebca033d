"""The explorer as benchmarks meet it: a server on a free port, and where Chromium is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
_NAMES = (os.environ.get("KB_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of Chromium, or None."""
    return next((found for name in _NAMES if name and (found := shutil.which(name))), None)


def serve() -> tuple[subprocess.Popen[bytes], str]:
    """The explorer on a free port, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "explorer" / "server.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(
        [*command, "--server.port", str(port)], env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
            return process, url
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise SystemExit("the explorer did not answer within 60 s")
