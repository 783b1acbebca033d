"""What the server answers before any page is drawn: safe by default, and closed to other sites."""

from __future__ import annotations

import asyncio
import base64
import configparser
import gzip
import hashlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import Headers
from streamlit.testing.v1 import AppTest

from explorer.server import Page
from explorer.serving import access, descriptors, login, policy, promptness
from explorer.serving.compression import Compressed
from explorer.serving.gate import Gate, stranger
from explorer.serving.policy import POLICY, policy_of
from explorer.serving.visitors import Visitors, room
from kb.cli.serve import _SETTINGS

ROOT = Path(__file__).resolve().parents[2]


def ask(
    kind: bytes, body: list[bytes], accept: bytes = b"text/html", path: str = "/"
) -> tuple[dict, bytes, dict]:
    """What comes through for an answer of this kind: headers, body, and what the request had become."""
    seen: dict = {}
    sent: list[dict] = []

    async def app(scope, receive, send):
        seen.update(dict(scope["headers"]))
        headers = [(b"content-type", kind), (b"content-length", b"9"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for piece in body[:-1]:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": body[-1]})

    async def send(message):
        sent.append(message)

    headers = [(b"accept", accept), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "path": path, "headers": headers}
    with ThreadPoolExecutor(1) as apart:  # the browser tests keep a loop running in this thread
        apart.submit(lambda: asyncio.run(Page(app)(scope, None, send))).result()
    whole = b"".join(message.get("body", b"") for message in sent[1:])
    return dict(sent[0]["headers"]), whole, seen


def test_a_page_is_told_where_its_server_is() -> None:
    headers, body, asked = ask(b"text/html; charset=utf-8", [b"<html><he", b"ad></head></html>"])
    assert body.startswith(b"<html><head><script>window.__streamlit=")
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers
    assert b"accept-encoding" not in asked


def test_anything_else_passes_as_it_is() -> None:
    headers, body, asked = ask(b"text/javascript", [b"let head='<head>'"], accept=b"*/*")
    assert body == b"let head='<head>'"
    assert headers[b"etag"] == b"x"
    assert asked[b"accept-encoding"] == b"gzip"


def test_a_picture_named_by_its_content_is_fetched_once_and_a_page_each_time(option) -> None:
    def kept(path: str) -> bool:
        return b"cache-control" in ask(b"image/png", [b"x"], b"image/*", path)[0]

    assert kept("/media/0a1b.png")
    assert not kept("/paper") and not kept("/static/media/font.woff2")
    option("server.baseUrlPath", "explorer")
    assert kept("/explorer/media/0a1b.png") and not kept("/media/0a1b.png")


def test_the_browser_is_told_to_fetch_from_nowhere_else() -> None:
    headers, _, _ = ask(b"application/json", [b"{}"])
    policy = headers[b"content-security-policy"].decode()
    assert "connect-src 'self'" in policy and "font-src 'self'" in policy
    assert "http" not in policy and "*" not in policy


# -- the policy and its page in the docs -------------------------------------------------------------------


def test_a_page_runs_its_own_scripts_and_no_other() -> None:
    page = b"<head><script>one()</script></head><script src='x.js'></script><script>two()</script>"
    named = re.findall("sha256-([^']+)", policy_of(page).decode())
    assert named == [
        base64.b64encode(hashlib.sha256(text).digest()).decode() for text in (b"one()", b"two()")
    ]
    scripts = re.search("script-src ([^;]+)", POLICY)
    assert scripts and "unsafe" not in scripts[1]


def test_the_docs_say_what_the_server_sends() -> None:
    docs = (ROOT / "docs" / "on-a-server.md").read_text("utf-8")
    headers, _, _ = ask(b"application/json", [b"{}"])
    for name, value in headers.items():
        if name.startswith((b"content-security", b"x-content", b"referrer")):
            assert f"{name.decode()}: {value.decode()}".lower() in docs.lower()
    assert (ROOT / "docs" / "on-a-server" / "secrets.toml").read_text("utf-8").partition("\n")[
        2
    ].strip() in docs


def test_the_sample_unit_and_proxies_fit_the_server() -> None:
    samples = ROOT / "docs" / "on-a-server"
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[method-assign, assignment]
    unit.read(samples / "timetested.service")
    words = unit["Service"]["ExecStart"].split()
    assert unit["Service"]["KillMode"] == "process"
    assert words[1] == "serve"
    told = dict(zip(words[2::2], words[3::2], strict=True))
    known = subprocess.run(
        [str(Path(sys.executable).parent / "kb"), "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert [word for word in told if word not in known] == []
    for proxy in ("nginx.conf", "Caddyfile"):
        text = (samples / proxy).read_text("utf-8")
        assert f"127.0.0.1:{told['--port']}" in text
        assert told["--allowed-host"] in text and "/_stcore/metrics" in text
    nginx = (samples / "nginx.conf").read_text("utf-8")
    for line in ("Host $host;", "Upgrade $http_upgrade;", "limit_req ", "client_max_body_size"):
        assert line in nginx
    given = tomllib.loads((samples / "secrets.toml").read_text("utf-8"))["auth"]
    assert given["redirect_uri"] == f"https://{told['--allowed-host']}/oauth2callback"


# -- in a frame of others ----------------------------------------------------------------------------------


def test_only_hosts_that_were_named_may_hold_our_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "frame-ancestors 'none'" in policy.policy()
    monkeypatch.setenv("KB_EMBED", "https://course.example.org *.lab.example.org:8443")
    for told in (policy.policy(), policy_of(b"<script>one()</script>").decode()):
        assert "frame-ancestors 'self' https://course.example.org *.lab.example.org:8443;" in told


@pytest.mark.parametrize(
    "host", ["https://a.example/page", "a.example;script-src", "'none'", "*", "javascript:"]
)
def test_what_is_no_host_stops_the_server(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("KB_EMBED", host)
    with pytest.raises(ValueError, match="KB_EMBED names hosts"):
        policy.embedding()


# -- many at once ------------------------------------------------------------------------------------------


def answers(app: Any, scope: dict[str, Any]) -> list[dict[str, Any]]:
    """What an ASGI app sends for one request."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(app(scope, None, send))).result()
    return sent


def request(path: str, kind: str = "http", **headers: str) -> dict[str, Any]:
    """A request as ASGI has it."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": kind, "method": "GET", "path": path, "query_string": b"", "headers": named}


async def served(scope, receive, send) -> None:
    """An app that says it was asked."""
    await send({"type": "http.response.start", "status": 200, "headers": []})


def test_whoever_comes_when_all_places_are_taken_is_told_so_in_their_language() -> None:
    door = Visitors(served, most=1)
    assert answers(door, request("/paper"))[0]["status"] == 200
    door.here = 1
    start, body = answers(door, request("/paper", accept_language="zh-CN,zh;q=0.9"))
    assert start["status"] == 503 and (b"retry-after", b"20") in start["headers"]
    assert "访问人数已满" in body["body"].decode()
    assert "All places are taken" in answers(door, request("/"))[1]["body"].decode()
    assert answers(door, request("/suggest"))[0]["status"] == 200, "who is in already goes on"
    assert answers(door, request("/_stcore/stream", "websocket")) == [
        {"type": "websocket.close", "code": 1013}
    ]
    assert door.here == 1


def test_the_limit_comes_from_the_descriptors_or_is_set_lower(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [room(n) for n in (1024, 16_384, 64)] == [437, 8117, 1]
    monkeypatch.setenv("KB_MAX_VISITORS", "300")
    assert [room(n) for n in (1024, 16_384, 64)] == [300, 300, 1]
    monkeypatch.setenv("KB_MAX_VISITORS", "many")
    with pytest.raises(ValueError, match="KB_MAX_VISITORS"):
        room(1024)


def test_a_session_takes_no_descriptor_for_a_loop_that_never_runs() -> None:
    def held() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = held()
    loops = [descriptors.LazyEventLoop() for _ in range(10)]
    assert held() == before
    with ThreadPoolExecutor(1) as apart:
        answer = asyncio.sleep(0, "ran")
        assert apart.submit(loops[0].run_until_complete, answer).result() == "ran"
        apart.submit(lambda: loops[1].run_until_complete(asyncio.to_thread(int, "7"))).result()
    for loop in loops:
        loop.close()
    assert held() == before


@pytest.mark.parametrize("rest", [[], [(b"let ", True)], [(b"let ", False)]])
def test_an_answer_that_a_leaving_visitor_cut_off_is_not_kept(rest: list[tuple[bytes, bool]]) -> None:
    whole = [(b"let a;", False)]
    told = [rest, whole]

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]})
        for body, more in told.pop(0):
            await send({"type": "http.response.body", "body": body, "more_body": more})

    door = Compressed(app)
    answers(door, request("/static/js/a.js", accept_encoding="gzip"))
    _, body = answers(door, request("/static/js/a.js", accept_encoding="gzip"))

    assert gzip.decompress(body["body"]) == b"let a;"


def test_scripts_come_compressed_and_are_compressed_once() -> None:
    asked: list[str] = []

    async def app(scope, receive, send) -> None:
        asked.append(scope["path"])
        found = scope["path"].endswith("a.js")
        headers = [(b"content-length", b"1500"), (b"etag", b"x"), (b"cache-control", b"public, immutable")]
        await send({"type": "http.response.start", "status": 200 if found else 404, "headers": headers})
        await send({"type": "http.response.body", "body": b"let a;" * 125, "more_body": True})
        await send({"type": "http.response.body", "body": b"let a;" * 125})

    door = Compressed(app)
    for _ in range(2):
        start, body = answers(door, request("/static/js/a.js", accept_encoding="gzip, br"))
        headers = dict(start["headers"])
        assert gzip.decompress(body["body"]) == b"let a;" * 250
        assert headers[b"content-encoding"] == b"gzip" and int(headers[b"content-length"]) == len(
            body["body"]
        )
        assert headers[b"cache-control"] == b"public, immutable" and b"etag" not in headers
    assert asked == ["/static/js/a.js"]
    for plain in (request("/static/js/a.js"), request("/static/js/b.js", accept_encoding="gzip"),
                  request("/static/media/f.woff2", accept_encoding="gzip")):  # fmt: skip
        assert b"content-encoding" not in dict(answers(door, plain)[0]["headers"])


# -- settings ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.enableXsrfProtection", True),
        ("server.enableCORS", True),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
        ("server.maxUploadSize", 5),
        ("server.fileWatcherType", "none"),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.toolbarMode", "minimal"),
    ],
)
def test_both_ways_to_serve_have_the_same_safe_settings(name: str, value: Any) -> None:
    area, _, option = name.partition(".")
    file = tomllib.loads((ROOT / "explorer" / ".streamlit" / "config.toml").read_text("utf-8"))
    assert file["server"]["address"] == "127.0.0.1"
    assert file[area][option] == value
    assert _SETTINGS[name] == (str(value).lower() if isinstance(value, bool) else str(value))


# -- other sites and other names ---------------------------------------------------------------------------


def called(host: str, origin: str | None = None) -> bool:
    """Whether a connection under this name, from a page of this origin, is let in."""
    return not stranger(Headers({"host": host, **({"origin": origin} if origin is not None else {})}))


def test_a_laptop_lets_in_its_own_pages_and_no_other_site() -> None:
    assert called("127.0.0.1:8501", "http://127.0.0.1:8501")
    assert called("localhost:9000", "http://localhost:9000")  # through a tunnel
    assert called("[::1]:8501", "http://[::1]:8501")
    assert called("127.0.0.1:8501")  # a program of this machine
    assert not called("127.0.0.1:8501", "https://evil.example")
    assert not called("127.0.0.1:8501", "http://localhost:3000"), "another program of this machine"
    assert not called("127.0.0.1:8501", "null")
    assert not called("evil.example:8501", "http://evil.example:8501"), "a name bent to this machine"
    assert not called("127.0.0.1:8501", "https://kb.example.org"), "a proxy that nobody told us of"
    assert not called("", "http://127.0.0.1:8501")
    assert not called("[", "http://[")


def test_behind_a_proxy_the_names_that_were_told_are_let_in(option) -> None:
    option("server.allowedHosts", ["kb.example.org", "*.lab.example.org"])
    assert called("kb.example.org", "https://kb.example.org")
    assert called("KB.example.org:443", "https://kb.example.org")
    assert called("a.lab.example.org", "https://a.lab.example.org")
    assert called("127.0.0.1:8501", "http://127.0.0.1:8501")
    assert not called("kb.example.org", "https://evil.example")
    assert not called("lab.example.org.evil.example", "https://lab.example.org.evil.example")


def test_plain_routes_are_as_closed_as_the_websocket() -> None:
    gate = Gate(served)
    for path in ("/suggest", "/", "/paper", "/static/js/index.js", "/_stcore/host-config", "/media/x.png"):
        assert answers(gate, request(path, host="localhost:8501"))[0]["status"] == 200
        for headers in (
            {"host": "evil.example"},
            {"host": "localhost", "origin": "https://evil.example"},
            {},
        ):
            assert answers(gate, request(path, **headers))[0]["status"] == 403, (path, headers)
    assert answers(gate, request("/_stcore/health", host="10.0.0.5"))[0]["status"] == 200
    told = answers(gate, request("/", host="evil.example", accept_language="zh"))[1]["body"].decode()
    assert "这台服务器不以这个名称应答" in told


def test_the_name_in_the_login_is_a_name_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_login", lambda: {"redirect_uri": "https://kb.example.org/oauth2callback"})
    assert called("kb.example.org", "https://kb.example.org")
    assert not called("evil.example", "https://evil.example")


def test_a_server_beyond_loopback_without_names_lets_in_any_name_and_no_other_origin(option) -> None:
    option("server.address", "0.0.0.0")
    assert called("10.0.0.5:8501", "http://10.0.0.5:8501")
    assert not called("10.0.0.5:8501", "https://evil.example")


# -- the way back from a login -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("reproduce?paper=gan&lang=zh", "reproduce?paper=gan&lang=zh"),
        ("./?q=gan", "./?q=gan"),
        ("", "./"),
        ("https://evil.example/reproduce", "./"),
        ("//evil.example/reproduce", "./"),
        ("/reproduce", "./"),
        ("\\\\evil.example", "./"),
        ("javascript:alert(1)", "./"),
        ("auth/logout", "./"),
        ("paper?id=" + 2000 * "a", "./"),
        ("reproduce?paper=gan\r\nset-cookie: a=b", "reproduce?paper=ganset-cookie%3A+a%3Db"),
    ],
)
def test_a_login_ends_on_a_page_of_ours_and_nowhere_else(address: str, kept: str) -> None:
    assert login.own_address(address) == kept


# -- a page that breaks ------------------------------------------------------------------------------------


def test_a_page_that_breaks_says_a_sentence_and_the_log_has_the_trace(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def script() -> None:
        from streamlit.error_util import handle_user_script_exception

        from explorer.server import say_sorry

        try:
            raise RuntimeError("the password is hunter2")
        except RuntimeError as error:
            handle_user_script_exception(error, say_sorry)

    shown = AppTest.from_function(script, default_timeout=60).run()
    told = "".join(element.proto.body for element in shown.get("html"))
    assert "Something here is broken (RuntimeError)" in told
    assert "hunter2" not in told and "Traceback" not in told and not shown.exception
    assert "the password is hunter2" in "".join(capfd.readouterr())


# -- a real one --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an explorer that others share, below the path /kb; nobody can log in to it."""
    home = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    words = ["serve", "--port", str(number), "--allowed-host", "kb.example.org", "--read-only"]
    environment = {**os.environ, "KB_HOME": str(home), "KB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "kb"), *words, "--base-url-path", "kb"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        for _ in range(600):
            assert process.poll() is None, (home / "server.log").read_text("utf-8")
            try:
                if get(number, "/kb/_stcore/health")[0] == 200:
                    break
            except OSError:  # not yet
                time.sleep(0.2)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=30)


def get(number: int, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of an answer; the path is sent as it stands."""
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=60)
    try:
        connection.putrequest("GET", path, skip_host="host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        body = b"" if answer.status == 101 else answer.read()
        return answer.status, body, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def connect(number: int, host: str, origin: str) -> int:
    """The status that a websocket is answered with."""
    key = base64.b64encode(b"0123456789abcdef").decode()
    asked = {"connection": "Upgrade", "upgrade": "websocket", "sec_websocket_version": "13"}
    return get(number, "/kb/_stcore/stream", host=host, origin=origin, sec_websocket_key=key, **asked)[0]


def test_a_shared_server_answers_its_own_and_nobody_else(port: int) -> None:
    assert get(port, "/kb/_stcore/health")[1] == b"ok"
    assert get(port, "/kb/_stcore/metrics")[0] == 404
    assert connect(port, "kb.example.org", "https://kb.example.org") == 101
    assert connect(port, "kb.example.org", "https://evil.example") == 403
    assert connect(port, "evil.example", "https://evil.example") == 403

    status, body, headers = get(port, "/kb/paper?id=gan", accept="text/html")
    assert status == 200 and b'BACKEND_BASE_URL:location.origin+"/kb"' in body
    assert headers["content-security-policy"] == policy_of(body).decode()
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert get(port, "/kb/suggest?q=gan")[2]["content-type"] == "application/json"
    assert get(port, "/kb/suggest?q=gan", host="evil.example")[0] == 403
    assert get(port, "/kb/suggest?q=gan", origin="https://evil.example")[0] == 403
    assert get(port, "/kb/login?with=nobody")[0] == 404
    status, _, headers = get(port, "/kb/works/gan.html?lang=zh", accept="text/html")
    assert (status, headers["location"]) == (302, "../paper?id=gan&lang=zh")
    status, body, headers = get(port, "/kb/x/nope", accept="text/html", accept_language="zh-CN")
    assert (
        status == 404
        and "没有这个页面" in body.decode()
        and "script-src" in headers["content-security-policy"]
    )


@pytest.mark.parametrize(
    "path",
    [
        "/kb/../../etc/passwd",
        "/kb/static/../../../../etc/passwd",
        "/kb/%2e%2e/%2e%2e/etc/passwd",
        "/kb/static/..%2f..%2f..%2fetc%2fpasswd",
        "/kb/static/%5c..%5c..%5cetc%5cpasswd",
        "//etc/passwd",
        "/kb/media/..%2f..%2fetc%2fpasswd",
        "/kb/component/x/../../../../etc/passwd",
        "/kb/_stcore/bidi-components/x/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_what_is_served(port: int, path: str) -> None:
    status, body, _ = get(port, path)
    assert status in (400, 404), status
    assert b"root:" not in body


# -- answers at once ---------------------------------------------------------------------------------------


def test_a_connection_of_a_socket_that_does_not_say_tcp_holds_nothing_back() -> None:
    def held_back() -> bool:
        """Whether a server on a socket as Streamlit binds it lets small messages wait."""

        async def one_connection() -> bool:
            told = asyncio.get_running_loop().create_future()

            def came(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                met = writer.get_extra_info("socket")
                told.set_result(not met.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                writer.close()

            door = socket.socket()
            door.bind(("127.0.0.1", 0))
            async with await asyncio.start_server(came, sock=door):
                _, writer = await asyncio.open_connection(*door.getsockname())
                found = await told
                writer.close()
                return bool(found)

        with ThreadPoolExecutor(1) as apart:
            return apart.submit(lambda: asyncio.run(one_connection())).result()

    promptness.send_at_once()
    assert not held_back()
