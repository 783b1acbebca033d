"""What the shell is offered to complete."""

from __future__ import annotations


class Offer(str):
    """A completion that fits although it begins otherwise than what was typed: in capitals, in Chinese.

    The option parser keeps only what starts with the typed text, and asks the completion itself.

    >>> Offer("gan").startswith("GA"), Offer("gan") == "gan"
    (True, True)
    """

    __slots__ = ()

    def startswith(self, *_: object) -> bool:
        return True
