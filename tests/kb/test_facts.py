"""What the facts themselves must say: values that stood wrong once, and whole kinds of slips."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from kb.base import KnowledgeBase

ROOT = Path(__file__).parents[2]


def english(text: object) -> str:
    return " ".join(str(getattr(text, "en", text)).split())


def compared(base: KnowledgeBase, claim: str) -> dict[str, object]:
    return {item.name: item.value for item in base.claims[claim].compared_with}


def test_video_to_text_retrieval_is_told_in_its_own_direction(real: KnowledgeBase) -> None:
    for text in (real.claims["SOCR-1"].statement, real.claims["SOCR-2"].statement):
        assert "video-to-text retrieval" in english(text)
        assert "以文搜视频" not in text.zh
    assert "以文搜视频" not in real.papers["socratic-models"].summary.zh


def test_ddpm_beats_the_unconditional_gans_of_its_table_only(real: KnowledgeBase) -> None:
    gans = compared(real, "DDPM-1")
    assert gans["StyleGAN2 + ADA, class-conditional"] < real.claims["DDPM-1"].value
    assert gans["StyleGAN2 + ADA, unconditional"] > real.claims["DDPM-1"].value
    told = [
        stop.text
        for story in ("pictures-without-an-opponent", "from-many-steps-to-one")
        for stop in real.stories[story].stops
        if stop.at == "ddpm"
    ]
    assert len(told) == 2
    for text in told:
        assert "best unconditional GAN" in english(text)
        assert "无条件 GAN" in text.zh


def test_temos_is_compared_on_the_data_set_of_the_claim(real: KnowledgeBase) -> None:
    assert real.claims["MLD-1"].dataset == "HumanML3D"
    assert compared(real, "MLD-1")["TEMOS"] == 3.734  # 3.717 is its row on KIT-ML


@pytest.mark.parametrize("work", ["imagen", "magnet", "gpipe", "chinchilla", "motion-latent-diffusion"])
def test_where_the_proceedings_print_other_authors_the_version_says_so(
    real: KnowledgeBase, work: str
) -> None:
    paper = real.papers[work]
    printed = next(v.people for v in paper.versions if v.kind == "conference")
    assert printed and printed != paper.people
    assert set(printed) <= set(paper.people)


def test_chinchilla_has_another_title_in_the_proceedings(real: KnowledgeBase) -> None:
    titles = {v.venue: v.title for v in real.papers["chinchilla"].versions}
    assert titles["arXiv"] is None
    assert titles["NeurIPS 2022"] == (
        "An empirical analysis of compute-optimal large language model training"
    )


def test_a_conference_has_one_first_day(real: KnowledgeBase) -> None:
    days: dict[str, set[str]] = defaultdict(set)
    for paper in real.papers.values():
        for version in paper.versions:
            if version.kind == "conference":
                days[version.venue].add(version.date)
    assert {venue: found for venue, found in days.items() if len(found) > 1} == {}
    assert days["NeurIPS 2022"] == {"2022-11-28"}
    assert days["NIPS 2014"] == {"2014-12-08"}


def test_every_paper_of_a_conference_or_journal_can_be_found_there(real: KnowledgeBase) -> None:
    without = [
        (paper.id, version.venue)
        for paper in real.papers.values()
        for version in paper.versions
        if version.kind in ("conference", "journal") and not version.ids and not version.url
    ]
    assert without == [("rnn-transducer", "ICML 2012 Workshop on Representation Learning")]


SPELLINGS = {
    "David P Kovacs": "david-peter-kovacs",
    "Daniel (Zhaohan) Guo": "zhaohan-daniel-guo",
    "Mia Chen": "mia-xu-chen",
    "Herve Saint-Amand": "herve-saint-amand",
    "Caglar Gulcehre": "caglar-gulcehre",
    "Vinay V. Ramasesh": "vinay-ramasesh",
    "Richard S. Zemel": "richard-zemel",
}


@pytest.mark.parametrize(("spelling", "person"), SPELLINGS.items())
def test_a_spelling_of_the_proceedings_leads_to_the_person(
    real: KnowledgeBase, spelling: str, person: str
) -> None:
    found = real.people[person]
    assert spelling in (found.name, *found.variants)


def test_the_readme_counts_what_was_looked_up(real: KnowledgeBase) -> None:
    lists = [paper for paper in real.papers.values() if paper.people]
    affiliations = [a for person in real.people.values() for a in person.affiliations]
    advisors = [a for person in real.people.values() for a in person.advisors]
    names = [person for person in real.people.values() if person.native or person.zh]
    counts = [
        (sum(paper.people_checked != "recalled" for paper in lists), len(lists)),
        *((sum(a.checked != "recalled" for a in items), len(items)) for items in (affiliations, advisors)),
        (sum(person.names_checked != "recalled" for person in names), len(names)),
    ]
    english_readme = (ROOT / "README.md").read_text(encoding="utf-8")
    chinese_readme = (ROOT / "README.zh.md").read_text(encoding="utf-8")
    for looked_up, all_ in counts:
        assert f"{looked_up} of {all_}" in english_readme
        assert f"{all_} 中的 {looked_up}" in chinese_readme


def test_every_journal_version_can_be_cited_to_the_page(real: KnowledgeBase) -> None:
    without = {  # prints none: an article stands alone there, or issues are not counted
        "volume": {"TMLR"},
        "number": {"TMLR", "Journal of Artificial Intelligence Research"},
        "pages": {"TMLR"},
        "publisher": {"TMLR"},
    }
    journals = [v for paper in real.papers.values() for v in paper.versions if v.kind == "journal"]
    for field, venues in without.items():
        assert {v.venue for v in journals if getattr(v, field) is None} <= venues, field


def test_proceedings_that_are_a_series_have_their_volume(real: KnowledgeBase) -> None:
    rows = [v for paper in real.papers.values() for v in paper.versions if v.kind == "conference"]
    for version in rows:
        if match := re.match(r"(?:NIPS|NeurIPS) (\d{4})", version.venue):
            assert version.proceedings == "Advances in Neural Information Processing Systems"
            assert version.volume == str(
                int(match[1]) - 1987
            )  # the first was of 1988, on the meeting of 1987
        if "pmlr" in version.ids:
            assert version.volume == version.ids["pmlr"].split("/")[0].removeprefix("v")
            assert version.proceedings and version.pages and version.publisher == "PMLR"
    assert {v.venue for v in rows if not v.proceedings} == {"ICML 2012 Workshop on Representation Learning"}


def test_one_conference_prints_one_title(real: KnowledgeBase) -> None:
    printed = defaultdict(set)
    for paper in real.papers.values():
        for version in paper.versions:
            if version.kind == "conference" and version.proceedings:
                printed[version.venue].add((version.proceedings, version.publisher))
    assert {venue for venue, titles in printed.items() if len(titles) > 1} == set()


def test_pages_are_a_range_that_runs_upwards_or_an_article_number(real: KnowledgeBase) -> None:
    for paper in real.papers.values():
        for version in paper.versions:
            first, dash, last = (version.pages or "").partition("-")
            if dash:
                assert int(first) <= int(last), (paper.id, version.venue)


def test_the_readme_counts_what_stands_in_the_facts(real: KnowledgeBase) -> None:
    root = Path(__file__).resolve().parents[2]
    years = [paper.year for paper in real.papers.values()]
    for file, works, links, claims in (
        (
            "README.md",
            r"(\d+) works from (\d{4}) to (\d{4})",
            r"more than (\d+) influence",
            r"(\d+) claims, and",
        ),
        ("README.zh.md", r"(\d{4}) 年至 (\d{4}) 年的 (\d+) 个作品", r"(\d+) 多条影响", r"(\d+) 条论断"),
    ):
        text = (root / file).read_text("utf-8")
        (span,) = re.findall(works, text)
        assert sorted(map(int, span)) == sorted((len(real.papers), min(years), max(years)))
        (at_least,) = re.findall(links, text)
        assert int(at_least) < len(real.links) <= int(at_least) + 50
        assert re.findall(claims, text) == [str(len(real.claims))]
