"""The samples of docs/on-a-server with the real programs: TLS, a path of its own, and a login through it."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import chromium
from tests.browser.provider import Provider

pytest.importorskip("authlib", reason="a login needs Authlib")

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "docs" / "on-a-server"
HOST = "kb.example.org"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the sample's host that nobody vouches for, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "fullchain.pem", folder / "privkey.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return pem, secret


def replaced(sample: str, changes: dict[str, str]) -> str:
    """A sample with the ports and files of this test; each of them must stand in it."""
    text = (SAMPLES / sample).read_text("utf-8")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(folder: Path, explorer: int, port: int) -> list[str]:
    pem, secret = certificate(folder)
    sample = replaced(
        "nginx.conf",
        {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "/etc/letsencrypt/live/kb.example.org/fullchain.pem": str(pem),
            "/etc/letsencrypt/live/kb.example.org/privkey.pem": str(secret),
            "127.0.0.1:8501": f"127.0.0.1:{explorer}",
        },
    )
    kept = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}"
    (folder / "conf").write_text(f"{head} http {{ access_log off; {kept}\n{sample}\n}}", "utf-8")
    return ["nginx", "-p", str(folder), "-e", f"{folder}/log", "-c", str(folder / "conf")]


def caddy(folder: Path, explorer: int, port: int) -> list[str]:
    pem, secret = certificate(folder)
    sample = replaced(
        "Caddyfile",
        {
            f"{HOST} {{": f"https://{HOST}:{port} {{\n\tbind 127.0.0.1\n\ttls {pem} {secret}",
            "127.0.0.1:8501": f"127.0.0.1:{explorer}",
        },
    )
    options = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    (folder / "Caddyfile").write_text(options + sample, "utf-8")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[list[str], int], None]]:
    """Starts a program and waits until it answers at its port; all of them end with the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(command: list[str], port: int) -> None:
        log = tmp_path / f"{Path(command[0]).name}.log"
        environment = {**os.environ, "KB_HOME": str(tmp_path), "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        started.append(process)
        for _ in range(600):
            assert process.poll() is None, log.read_text("utf-8")
            if answers(port):
                return
            time.sleep(0.1)
        raise AssertionError(f"{command[0]} does not answer")

    yield run
    for process in reversed(started):
        process.terminate()
        process.wait(timeout=30)


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_pages_and_a_login_come_through_the_sample(
    proxy: Callable[[Path, int, int], list[str]], tmp_path: Path, browser: Browser, start
) -> None:
    if shutil.which(proxy.__name__) is None:
        pytest.skip(f"no {proxy.__name__} here to try its sample with")
    provider, explorer, port = Provider(), free_port(), free_port()
    provider.secrets(f"https://{HOST}/kb", tmp_path / "secrets.toml")
    kb = str(Path(sys.executable).parent / "kb")
    serve = [kb, "serve", "--port", str(explorer), "--allowed-host", HOST, "--base-url-path", "kb"]
    try:
        start([*serve, "--auth", str(tmp_path / "secrets.toml")], explorer)
        start(proxy(tmp_path, explorer, port), port)
        # A name of nobody's: this browser finds it here, and needs no port in the address.
        rules = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{port}"
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", rules]
        kind = browser.browser_type
        with kind.launch(executable_path=chromium(), args=arguments) as far_away:
            page = far_away.new_page()
            answer = page.goto(f"https://{HOST}/kb/lineage?work=gan")
            assert answer and answer.headers["strict-transport-security"] == "max-age=31536000"
            expect(page.locator(".stage[data-ready] .work").first).to_be_visible(timeout=90_000)
            page.goto(f"https://{HOST}/kb/reproduce?paper=gan")
            expect(page.get_by_role("note")).to_contain_text("please log in first", timeout=90_000)
            page.get_by_role("note").get_by_role("link", name="Log in", exact=True).click()
            expect(page).to_have_url(f"https://{HOST}/kb/reproduce?paper=gan", timeout=90_000)
            expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled(timeout=90_000)
    finally:
        provider.close()
