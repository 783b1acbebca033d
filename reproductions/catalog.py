"""What there is to run: read from the literal header of each `<paper>/paper.py`, without importing torch.

A header assigns plain literals to ID, TITLE, ABOUT, CONFIG, LIMITS, PRESETS, CLAIMS and SETTINGS, and to
UNTESTED where claims of the paper are left out; reading it takes milliseconds, so the command line and the
explorer can list reproductions where torch is not installed.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reproductions.errors import BadOverride, UnknownPreset, UnknownReproduction
from reproductions.literals import literals

__all__ = [
    "ClaimTest",
    "Preset",
    "Reproduction",
    "Setting",
    "catalog",
    "configure",
    "find",
    "folder_of",
    "results",
]

FOLDER = Path(__file__).resolve().parent
HEADER = ("ID", "TITLE", "ABOUT", "CONFIG", "LIMITS", "PRESETS", "CLAIMS", "SETTINGS")
OPTIONAL = ("UNTESTED",)  # {claim: why nothing here tests it}


@dataclass(frozen=True)
class Preset:
    """One size of a run; `seconds` is the median of the recorded runs on a device, None if none."""

    name: str
    about: str
    dataset: str
    seconds: Mapping[str, float | None]
    budget_seconds: float | None
    config: Mapping[str, Any]


@dataclass(frozen=True)
class ClaimTest:
    """A claim of the paper that the run is held against, and the criterion fixed before the run.

    `measure` is the main measure of its verdicts, for records in which the verdict does not name it itself.
    """

    id: str
    claim: str
    criterion: str
    measure: str | None = None


@dataclass(frozen=True)
class Setting:
    """One row of the table Paper | Released code | Ours, with the reason where ours differs."""

    name: str
    paper: str
    code: str
    ours: str
    why: str


@dataclass(frozen=True)
class Reproduction:
    """One paper that can be run: its presets, the claims it tests (or not, and why), its settings."""

    id: str
    title: str
    about: str
    presets: dict[str, Preset]
    claims: tuple[ClaimTest, ...]
    settings: tuple[Setting, ...]
    folder: Path
    defaults: Mapping[str, Any]
    limits: Mapping[str, Any]
    untested: Mapping[str, str]


def catalog() -> dict[str, Reproduction]:
    """Every reproduction by id, in the order of ids."""
    stories = sorted(FOLDER.glob("*/paper.py"))
    return {_id(story.parent): _read(story, _stamp(story)) for story in stories}


def folder_of(paper: str) -> Path:
    """The folder of a reproduction: its id, with `_` for `-`, as a Python package needs it."""
    return FOLDER / paper.replace("-", "_")


def _id(folder: Path) -> str:
    return folder.name.replace("_", "-")


def find(paper: str) -> Reproduction:
    """The reproduction of this id; UnknownReproduction names the nearest ones."""
    known = catalog()
    if paper not in known:
        near = difflib.get_close_matches(paper, known, n=3, cutoff=0.4) or list(known)[:3]
        raise UnknownReproduction(f"no reproduction {paper!r}; there is {', '.join(known)}", near)
    return known[paper]


def results(paper_id: str) -> list[dict[str, Any]]:
    """The recorded runs of a paper (`results/*.json`), newest first; [] where none is recorded."""
    records = [
        json.loads(file.read_text("utf-8")) for file in (folder_of(paper_id) / "results").glob("*.json")
    ]
    return sorted(records, key=lambda record: str(record.get("ended", "")), reverse=True)


def words(paper: str, language: str) -> dict[str, str]:
    """What the header and the measurements of a reproduction say in another language, or nothing.

    Keys are ``about``, ``preset.<name>``, ``criterion.<claim>``, ``untested.<claim>``, ``measure.<name>``,
    ``picture.<name>`` and ``because.<sentence>``, which `reproductions.sentences` reads.
    """
    file = find(paper).folder / f"{language}.yaml"
    return dict(read_words(file)) if file.is_file() else {}


@lru_cache(maxsize=64)
def read_words(file: Path) -> dict[str, str]:
    """One file of words in another language, read once."""
    import yaml

    return {str(key): str(text) for key, text in yaml.safe_load(file.read_text("utf-8")).items()}


def configure(
    paper: str, preset: str, overrides: Mapping[str, str] | None = None, seed: int = 0
) -> dict[str, Any]:
    """The configuration of a run, checked: defaults, then the preset, then `--set` pairs (text)."""
    reproduction = find(paper)
    if preset not in reproduction.presets:
        known = list(reproduction.presets)
        near = difflib.get_close_matches(preset, known, n=3, cutoff=0.4) or known
        raise UnknownPreset(f"{paper} has no preset {preset!r}; there is {', '.join(known)}", near)
    config = {**reproduction.defaults, **reproduction.presets[preset].config, "seed": seed}
    for name, text in (overrides or {}).items():
        config[name] = _override(reproduction, name, text)
    return config


def _override(reproduction: Reproduction, name: str, text: str) -> Any:
    if name not in reproduction.defaults:
        near = difflib.get_close_matches(name, reproduction.defaults, n=3, cutoff=0.4)
        raise BadOverride(
            f"{reproduction.id} has no setting {name!r}; there is {', '.join(sorted(reproduction.defaults))}",
            near,
        )
    default = reproduction.defaults[name]
    try:
        value = (
            {"true": True, "false": False}[text.lower()] if isinstance(default, bool) else type(default)(text)
        )
    except (ValueError, KeyError):
        raise BadOverride(f"{name}: expected {type(default).__name__}, got {text!r}") from None
    _within(reproduction, name, value)
    return value


def _within(reproduction: Reproduction, name: str, value: Any) -> None:
    limits = reproduction.limits.get(name)
    if limits is None:
        return
    if isinstance(value, str):
        if value not in limits:
            raise BadOverride(f"{name}: expected one of {', '.join(limits)}, got {value!r}")
    elif not limits[0] <= value <= limits[1]:  # also refuses nan
        raise BadOverride(f"{name}: expected a value from {limits[0]} to {limits[1]}, got {value}")


@lru_cache(maxsize=64)
def _read(story: Path, _stamp: tuple[int, ...]) -> Reproduction:
    header = _header(story)
    recorded = results(header["ID"])
    presets = {
        name: Preset(
            name=name,
            about=preset["about"],
            dataset=preset["config"].get("dataset", header["CONFIG"]["dataset"]),
            seconds={device: _recorded_seconds(recorded, name, device) for device in ("cpu", "cuda")},
            budget_seconds=preset["budget_seconds"],
            config=preset["config"],
        )
        for name, preset in header["PRESETS"].items()
    }
    return Reproduction(
        id=header["ID"],
        title=header["TITLE"],
        about=header["ABOUT"],
        presets=presets,
        claims=tuple(ClaimTest(**claim) for claim in header["CLAIMS"]),
        settings=tuple(Setting(*row) for row in header["SETTINGS"]),
        folder=story.parent,
        defaults=header["CONFIG"],
        limits=header["LIMITS"],
        untested=header.get("UNTESTED", {}),
    )


def _stamp(story: Path) -> tuple[int, ...]:
    watched = (story, story.parent / "results")  # a new record changes the expected seconds
    return tuple(path.stat().st_mtime_ns for path in watched if path.exists())


def _header(story: Path) -> dict[str, Any]:
    found = literals(story, (*HEADER, *OPTIONAL))
    missing = [name for name in HEADER if name not in found]
    if missing:
        raise ValueError(f"{story}: the header lacks {', '.join(missing)} (assign each a plain literal)")
    return found


def _recorded_seconds(recorded: list[dict[str, Any]], preset: str, device: str) -> float | None:
    seconds = sorted(
        60.0 * run["minutes"]
        for run in recorded
        if run["preset"] == preset and run["device"].startswith(device)
    )
    return seconds[len(seconds) // 2] if seconds else None
