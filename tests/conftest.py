"""What every test gets: a home of its own, so that no test reads or writes the user's; and facts to ask."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
MINIATURE = ROOT / "tests" / "miniature"
DATA = ROOT / "data"

# How fast a machine is says nothing about a law.
settings.register_profile("by no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("by no clock")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A KB_HOME of this test alone; nothing of the caller's environment changes what is tested."""
    place = tmp_path / "home"
    monkeypatch.setenv("KB_HOME", str(place))
    monkeypatch.setenv("KB_OFFLINE", "1")
    for name in ("KB_DATA", "KB_LANG"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture(scope="session")
def compiled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the project's facts are compiled once for all tests that read them."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """A copy of the miniature facts that a test may break."""
    return Path(shutil.copytree(MINIATURE, tmp_path / "facts"))


@pytest.fixture
def edit(facts: Path) -> Callable[[str, str, str], Path]:
    """Replace one text in one facts file of the copy: ``edit("links.yaml", "improves", "improvs")``."""

    def replace(file: str, old: str, new: str) -> Path:
        text = (facts / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        (facts / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return facts

    return replace
