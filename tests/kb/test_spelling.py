"""How names are compared, and identifiers in any usual spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.spelling import fold, identifier, nearest


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_key_has_no_case_no_punctuation_and_no_double_space(text: str) -> None:
    key = fold(text)

    assert key == key.casefold()
    assert all(c.isalnum() or c == " " for c in key)
    assert "  " not in key
    assert key == key.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Seq2Seq", "SEQ2SEQ"), ("Jürgen Schmidhuber", "jurgen schmidhuber"), ("GAN", "ＧＡＮ"),
     ("encoder-decoder", "Encoder  Decoder"), ("Łukasz", "łukasz"), ("Straße", "STRASSE")],
)  # fmt: skip
def test_spellings_that_people_mix_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "scheme", "form"),
    [
        ("1706.03762", "arxiv", "1706.03762"),
        ("1706.03762v5", "arxiv", "1706.03762"),
        ("arXiv:1706.03762v1", "arxiv", "1706.03762"),
        ("https://arxiv.org/abs/1706.03762v7", "arxiv", "1706.03762"),
        ("https://arxiv.org/pdf/1706.03762v2.pdf", "arxiv", "1706.03762"),
        ("http://www.arxiv.org/abs/cs/9901001", "arxiv", "cs/9901001"),
        ("10.48550/arXiv.1706.03762", "arxiv", "1706.03762"),
        ("https://doi.org/10.1162/NECO.1997.9.8.1735", "doi", "10.1162/neco.1997.9.8.1735"),
        ("doi:10.1145/3422622.", "doi", "10.1145/3422622"),
        (" 10.1145/3422622 ", "doi", "10.1145/3422622"),
        ("https://aclanthology.org/D14-1179.pdf", "page", "d14-1179"),
        ("https://openreview.net/forum?id=B1xsqj09Fm", "page", "b1xsqj09fm"),
    ],
)
def test_an_identifier_has_one_form_in_any_spelling(text: str, scheme: str, form: str) -> None:
    assert identifier(text) == (scheme, form)


@pytest.mark.parametrize(
    "text", ["", "gan", "2014", "170.03762", "attention is all you need", "10.1145", "v1"]
)
def test_a_name_is_no_identifier(text: str) -> None:
    assert identifier(text) is None


@given(st.integers(0, 9999), st.integers(0, 99999), st.sampled_from(["", "v1", "v12"]))
def test_the_form_of_a_form_is_itself(month: int, number: int, version: str) -> None:
    found = identifier(f"arXiv:{month:04}.{number:05}{version}")

    assert found == ("arxiv", f"{month:04}.{number:05}")
    assert identifier(found[1]) == found


def test_the_nearest_words_come_best_first() -> None:
    assert nearest("improv", ["applies", "improves", "approves"])[0] == "improves"
    assert nearest("zzzz", ["applies"]) == []
