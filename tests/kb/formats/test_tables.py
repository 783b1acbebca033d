"""Tables and plain lists: CSV of works and links, ids."""

from __future__ import annotations

import csv
import io

from kb.base import KnowledgeBase
from kb.formats import csv as csv_format
from kb.formats import csv_links, ids
from kb.reference import Reference


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_work_is_a_row_and_comes_out_as_it_went_in(
    real: KnowledgeBase, hostile: KnowledgeBase, hostile_text: str
) -> None:
    for base in (real, hostile):
        found = {row["id"]: row for row in rows(csv_format.write(base))}
        assert list(found) == list(base.papers)
        for id_, row in found.items():
            paper = base.papers[id_]
            assert (row["title"], row["year"], row["venue"]) == (paper.title, str(paper.year), paper.venue)
            assert row["title_zh"] == (paper.title_zh or "")
            assert row["cites"].split(" | ") == (list(paper.cites) or [""])
    assert rows(csv_format.write(hostile, ["brass-lamp"]))[0]["title"] == hostile_text


def test_a_data_frame_reads_the_same_table(hostile: KnowledgeBase, hostile_text: str) -> None:
    import pytest

    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.StringIO(csv_format.write(hostile)), dtype=str, keep_default_na=False)

    assert list(frame["id"]) == list(hostile.papers)
    assert frame.set_index("id").loc["brass-lamp", "title"] == hostile_text


def test_every_link_is_a_row_with_its_evidence(real: KnowledgeBase, hostile: KnowledgeBase) -> None:
    for base in (real, hostile):
        found = {row["id"]: row for row in rows(csv_links.write(base))}
        assert list(found) == list(base.links)
        for id_, row in found.items():
            link = base.links[id_]
            assert (row["subject"], row["type"], row["object"]) == (link.subject, link.type, link.object)
            assert row["why"] == link.why.en
            assert all(item.where in row["evidence"] for item in link.evidence)


def test_links_of_some_works_touch_one_of_them(miniature: KnowledgeBase) -> None:
    found = {row["id"] for row in rows(csv_links.write(miniature, ["gas-lamp"]))}

    assert found == {"gas-lamp-independent-concurrent-brass-lamp", "electric-lamp-inspired-by-gas-lamp"}


def test_ids_go_out_and_come_in_again(real: KnowledgeBase) -> None:
    assert [entry.title for entry in ids.read(ids.write(real)).entries] == list(real.papers)


def test_a_line_is_an_identifier_or_a_title_and_remarks_are_skipped() -> None:
    text = "# mine\n\n1406.2661v3  # the GAN\nhttps://doi.org/10.1234/X\nC# for poets\n  Oil Lamps\t# good\n"

    assert ids.read(text).entries == (
        Reference(3, "1406.2661v3", ids=("1406.2661",), prose=True),
        Reference(4, "https://doi.org/10.1234/X", ids=("10.1234/x",), prose=True),
        Reference(5, "C# for poets", "C# for poets", prose=True),
        Reference(6, "Oil Lamps", "Oil Lamps", prose=True),
    )
