"""Claims and press checks as lists."""

from __future__ import annotations

import pytest

from kb.base import KnowledgeBase
from kb.errors import UnknownId
from kb.statements import ERRORS, claims, claims_as_data, press, press_as_data


def test_claims_carry_their_place_and_check(miniature: KnowledgeBase) -> None:
    (claim,) = claims_as_data(miniature, claims(miniature, ["brass-lamp"]))

    assert (claim["id"], claim["where"], claim["checked"]) == (
        "BRASS-1", "section 4, table 1, row Brass, column Fog", "read"
    )  # fmt: skip
    assert claim["paper"]["label"] == "BrassLamp"
    assert claims(miniature, ["oil-lamp"]) == ()
    assert claims(miniature) == tuple(miniature.claims.values())


def test_press_is_found_by_what_it_is_about_and_by_who_told_it(miniature: KnowledgeBase) -> None:
    for name in ("brass-lamp", "keeper-gazette"):
        (check,) = press_as_data(miniature, press(miniature, [name]))
        assert (check["id"], check["told_in"][0]["id"]) == ("brass-is-gold", "keeper-gazette")
    assert press(miniature, ["oil-lamp"]) == ()


def test_errors_are_what_leaves_a_reader_wrong(real: KnowledgeBase) -> None:
    errors = press(real, errors=True)

    assert {check.kind for check in errors} <= ERRORS
    rest = [check.kind for check in real.press.values() if check not in errors]
    assert set(rest) <= {"spelling", "needs_date", "confirmed"}


def test_an_unknown_name_is_refused(miniature: KnowledgeBase) -> None:
    with pytest.raises(UnknownId):
        press(miniature, ["nobody"])
    with pytest.raises(UnknownId):
        claims(miniature, ["ada-wick"])
