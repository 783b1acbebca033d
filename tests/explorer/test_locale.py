"""Both languages say everything, and nothing else."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest

from explorer.locale import LANGUAGES, catalogue, choose, message
from explorer.parts.claims import VERDICT_KEYS
from explorer.parts.running.runs import STATUSES
from kb.link import LINK_TYPES, Link
from kb.paper import Version
from kb.press import PressCheck
from kb.record import Checked
from kb.source import Source

EXPLORER = Path(__file__).resolve().parents[2] / "explorer"
CODE = "\n".join(path.read_text("utf-8") for path in EXPLORER.rglob("*.py"))


def fields(template: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert catalogue("en").keys() == catalogue("zh").keys()


def test_both_languages_put_in_the_same_values() -> None:
    for key, template in catalogue("en").items():
        translated = fields(catalogue("zh")[key])
        assert translated <= fields(template), key


def test_every_key_that_the_code_names_is_there() -> None:
    named = set(re.findall(r'\bt\(\s*"([a-z_]+\.[a-z_]+)"', CODE))
    assert len(named) > 60
    assert named <= catalogue("en").keys()


def test_no_key_is_left_over() -> None:
    whole = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', CODE))
    begun = set(re.findall(r'f"([a-z_]+\.[a-z_]*)\{', CODE)) | {"link_from.", "link_to."}
    left = [k for k in catalogue("en") if k not in whole and not any(k.startswith(start) for start in begun)]
    assert left == []


def test_every_word_of_the_facts_has_its_translation() -> None:
    kinds = get_args(PressCheck.model_fields["kind"].annotation)
    sources = get_args(Source.model_fields["kind"].annotation)
    wanted = (
        [f"link_{way}.{kind}" for way in ("from", "to") for kind in LINK_TYPES]
        + [f"press.{kind}" for kind in kinds]
        + [f"press_means.{kind}" for kind in kinds]
        + [f"version_kind.{kind}" for kind in get_args(Version.model_fields["kind"].annotation)]
        + [f"link_means.{kind}" for kind in LINK_TYPES]
        + [f"status_means.{status}" for status in get_args(Link.model_fields["status"].annotation)]
        + [f"source_kind.{kind}" for kind in sources]
        + [f"checked.{how}_why" for how in get_args(Checked)]
        + [f"verdict.{key}" for key in VERDICT_KEYS.values()]
        + [f"run_status.{status.replace(' ', '_')}" for status in STATUSES]
    )
    assert set(wanted) <= catalogue("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_filled(language: str) -> None:
    for key, template in catalogue(language).items():
        assert "{" not in message(language, key, **{str(name): 2 for name in fields(template)}) or not fields(
            template
        )


def test_chinese_is_written_in_chinese() -> None:
    latin = [
        k for k, v in catalogue("zh").items() if not re.search(r"[\u4e00-\u9fff，、：“]", v) and not fields(v)
    ]
    assert latin == []


def test_the_language_asked_for_comes_before_the_browser() -> None:
    assert choose("en", "zh-CN") == "en"
    assert choose(None, "zh-TW") == "zh"
    assert choose("xx", None) == "en"
