"""The schemas that editors use, held against the facts by an independent validator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from kb.blocks import Loader
from kb.errors import UsageError
from kb.kinds import FILES
from kb.schema import schema

DATA = Path(__file__).resolve().parents[2] / "data"
jsonschema = pytest.importorskip("jsonschema", reason="comes with the explorer")


@pytest.mark.parametrize("file", FILES)
def test_the_facts_fit_their_schema_and_the_schema_in_the_repository_is_this_one(file: str) -> None:
    validator = jsonschema.Draft202012Validator(schema(file))

    assert list(validator.iter_errors(yaml.load((DATA / file).read_text("utf-8"), Loader))) == []
    stored = DATA / "schema" / file.replace(".yaml", ".schema.json")
    assert json.loads(stored.read_text("utf-8")) == schema(file)


def test_a_wrong_word_and_an_unknown_field_do_not_fit() -> None:
    validator = jsonschema.Draft202012Validator(schema("links"))
    (kind, unknown) = ({"type": "improvs"}, {"typ": "improves"})

    assert any("improvs" in error.message for error in validator.iter_errors([kind]))
    assert any("typ" in error.message for error in validator.iter_errors([unknown]))


def test_an_unknown_file_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean papers"):
        schema("paper")
