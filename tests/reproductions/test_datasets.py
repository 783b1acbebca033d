"""Data sets: found, downloaded and checked, or replaced in the open; never quietly wrong."""

from __future__ import annotations

import gzip
import hashlib
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import yaml

from reproductions import datasets
from reproductions.errors import DataCorrupt, DataMissing

pytest.importorskip("sklearn", reason="the digits are scikit-learn's")
PIXELS = np.arange(12 * 784, dtype=np.uint32).astype(np.uint8).reshape(12, 28, 28)
BODY = gzip.compress(struct.pack(">4i", 0x803, 12, 28, 28) + PIXELS.tobytes(), mtime=0)
NAMES = ("train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz")


class Answers(BaseHTTPRequestHandler):
    """Serves BODY, and its failures by the first part of the path."""

    def do_GET(self) -> None:
        kind = self.path.split("/")[1]
        if kind == "gone":
            self.send_error(404)
            return
        body = {"wrong": b"x" * len(BODY)}.get(kind, BODY)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if kind == "cut" else body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture
def offered(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A manifest whose mnist comes from the given kinds of address, with downloads allowed."""
    pytest.importorskip("pooch")

    def offer(*kinds: str) -> None:
        entries = yaml.safe_load(datasets.places.MANIFEST.read_text("utf-8"))
        wanted = {"bytes": len(BODY), "sha256": hashlib.sha256(BODY).hexdigest()}
        entries["mnist"] |= {
            "files": dict.fromkeys(NAMES, wanted),
            "urls": [f"{server}/{kind}/" for kind in kinds],
        }
        (tmp_path / "manifest.yaml").write_text(yaml.safe_dump(entries, sort_keys=False), "utf-8")

    monkeypatch.setenv("KB_DATASETS_MANIFEST", str(tmp_path / "manifest.yaml"))
    monkeypatch.setenv("KB_OFFLINE", "0")
    return offer


def left_behind(home: Path) -> list[str]:
    return sorted(path.name for path in home.rglob("*") if path.is_file())


def test_a_download_is_checked_kept_and_read(offered, home):
    offered("good")
    images = datasets.load("mnist")
    assert images.train.shape == (10, 784)
    assert images.valid.shape == (2, 784)
    assert images.train[1, 5] == np.float32((784 + 5) % 256 / 255)
    assert images.record["substitute_for"] is None
    assert left_behind(home) == sorted(NAMES)


def test_the_next_address_is_tried_when_one_is_gone(offered):
    offered("gone", "good")
    assert len(datasets.load("mnist").test) == 12


@pytest.mark.parametrize(
    ("kind", "error", "words"),
    [
        ("wrong", DataCorrupt, "expected sha256"),
        ("cut", DataMissing, "could not be downloaded"),
        ("gone", DataMissing, "404"),
    ],
)
def test_a_bad_download_says_so_and_leaves_nothing_half_written(offered, home, kind, error, words):
    offered(kind)
    with pytest.raises(error, match=words) as caught:
        datasets.load("mnist")
    assert "-images-idx3-ubyte.gz" in caught.value.message
    assert "\n" not in caught.value.message
    assert left_behind(home) == []


def test_without_network_the_digits_stand_in_and_say_so():
    images = datasets.load("mnist")
    assert images.record["name"] == "digits"
    assert images.record["substitute_for"] == "mnist"
    assert (len(images.train), len(images.valid), len(images.test)) == (1297, 250, 250)
    assert images.train.min() == 0
    assert images.train.max() == 1


@pytest.mark.parametrize(
    ("damage", "words"),
    [(lambda body: body[:-9], "bytes, got"), (lambda body: b"?" + body[1:], "expected sha256 .*, got")],
)
def test_a_present_file_that_is_wrong_stops_the_run(offered, tmp_path, monkeypatch, damage, words):
    offered("good")
    (tmp_path / "mirror" / "mnist").mkdir(parents=True)
    for name in NAMES:
        (tmp_path / "mirror" / "mnist" / name).write_bytes(damage(BODY))
    monkeypatch.setenv("KB_DATASETS", f"{tmp_path / 'nothing'}:{tmp_path / 'mirror'}")
    with pytest.raises(DataCorrupt, match=words) as caught:
        datasets.load("mnist")
    assert str(tmp_path / "mirror" / "mnist" / NAMES[0]) in caught.value.message
    assert caught.value.code == 5


def test_a_folder_of_the_caller_comes_before_any_download(offered, tmp_path, monkeypatch):
    offered("gone")
    (tmp_path / "mirror" / "mnist").mkdir(parents=True)
    for name in NAMES:
        (tmp_path / "mirror" / "mnist" / name).write_bytes(BODY)
    monkeypatch.setenv("KB_DATASETS", str(tmp_path / "mirror"))
    assert datasets.locate("mnist").folder == tmp_path / "mirror" / "mnist"
    assert len(datasets.load("mnist").train) == 10


def test_mnist_is_the_published_one(mnist):
    assert (len(mnist.train), len(mnist.valid), len(mnist.test)) == (50_000, 10_000, 10_000)
    whole = np.concatenate([mnist.train, mnist.valid])
    assert round(float(whole.mean(dtype=np.float64)), 4) == 0.1307
    assert round(float(whole.std(dtype=np.float64)), 4) == 0.3081
