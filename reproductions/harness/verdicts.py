"""What a run says about a claim: four words, and the control that had to fail."""

from __future__ import annotations

from typing import Any

__all__ = ["DIRECTION", "NOT_REPRODUCED", "NOT_TESTABLE", "REPRODUCED", "VERDICTS", "verdict"]

REPRODUCED = "reproduced"
DIRECTION = "direction only"
NOT_REPRODUCED = "not reproduced"
NOT_TESTABLE = "not testable here"
VERDICTS = (REPRODUCED, DIRECTION, NOT_REPRODUCED, NOT_TESTABLE)


def verdict(
    word: str,
    because: str,
    *,
    control: str | None = None,
    control_fails: bool | None = None,
    measure: str | None = None,
) -> dict[str, Any]:
    """A verdict as a record. A control that meets the claim takes the claim away: the test could not tell.

    `measure` names the main one of the measures that the verdict rests on; the ledger shows its value.
    """
    if word not in VERDICTS:
        raise ValueError(f"verdict: expected one of {', '.join(VERDICTS)}, got {word!r}")
    if control_fails is False and word in (REPRODUCED, DIRECTION):
        word, because = (
            NOT_TESTABLE,
            f"the control met the criterion too, so this test tells nothing ({because})",
        )
    record = {"verdict": word, "because": because, "control": control, "control_fails": control_fails}
    return record | ({"measure": measure} if measure else {})
