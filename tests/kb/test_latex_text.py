"""LaTeX as plain text: the short way for accents and braces gives what pylatexenc gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.latex import decoded, plain
from kb.reference import one_line

PARTS = [
    "{\\'e}", "\\'e", '\\"{o}', "\\`a", "\\^{\\i}", "\\~n", "\\c{c}", "\\v{s}", " ", "a", "Bc", "{Deep}",
    "--", "---", "''", "'", "~", "\\&", "\\%", "\\_", "&", "%", "#", "\\=a", "\\.{z}", "\\H{o}", "\\u{g}",
    "\\k{a}", "\\r{a}", '{\\"u}ber', "$x_i$", "\\emph{a}", "\\o ", "``",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=6).map("".join))
def test_the_short_way_and_the_long_one_print_the_same(text: str) -> None:
    assert plain(text) == one_line(decoded(text))
