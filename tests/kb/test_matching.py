"""Which work a reference means, and when that is not certain."""

from __future__ import annotations

import pytest

from kb.addresses import kind_of
from kb.base import KnowledgeBase
from kb.formats import bibtex, csl, ids, ris
from kb.matching import Match, match
from kb.reference import Reference, identifiers


def one(base: KnowledgeBase, title: str = "", year: int | None = None, **given: object) -> Match:
    (found,) = match(base, [Reference(1, "k", title, year=year, **given)])  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("ids", "work"),
    [
        (("10.1234/tallow.1990",), "tallow-candle"),
        (("0503.01234",), "brass-lamp"),
        (("10.9999/nobody", "0503.01234"), "brass-lamp"),
        (("10.9999/nobody",), None),
    ],
)
def test_any_identifier_of_any_version_finds_the_work(
    miniature: KnowledgeBase, ids: tuple[str, ...], work: str | None
) -> None:
    assert one(miniature, ids=ids).work == work


@pytest.mark.parametrize(
    "text",
    ["0503.01234", "arXiv:0503.01234v2", "https://arxiv.org/abs/0503.01234", "http://www.arxiv.org/pdf/0503.01234v9.pdf",
     "10.48550/arXiv.0503.01234", "https://doi.org/10.48550/ARXIV.0503.01234", "CoRR, abs/0503.01234"],
)  # fmt: skip
def test_a_number_of_arxiv_is_seen_in_any_form(text: str) -> None:
    assert identifiers([text]) == ("0503.01234",)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1234/X.Y", "10.1234/x.y"),
        ("https://dx.doi.org/10.1234%2Fx.y", "10.1234/x.y"),
        ("see doi:10.1234/x_(y), page 3", "10.1234/x_(y)"),
        ("(doi:10.1234/x)", "10.1234/x"),
        (
            "10.1002/(sici)1097(199401)45:1<1::aid-asi1>3.0.co;2-8",
            "10.1002/(sici)1097(199401)45:1<1::aid-asi1>3.0.co;2-8",
        ),
        ("https://link.springer.com/content/pdf/10.1007/x-1.pdf", "10.1007/x-1"),
        ("https://dl.acm.org/doi/10.1145/1.2?download=true", "10.1145/1.2"),
    ],
)
def test_a_doi_is_seen_wherever_it_stands(text: str, doi: str) -> None:
    assert identifiers([text]) == (doi,)


@pytest.mark.parametrize("text", ["", "arXiv", "1990", "pages 0503--0512", "10.5 lamps/day"])
def test_what_is_no_identifier_is_not_taken_for_one(text: str) -> None:
    assert identifiers([text]) == ()


@pytest.mark.parametrize(
    "title", ["BrassLamp", "brass lamps SEE further", "黄铜灯", "黄铜灯看得更远", "brass-lamp"]
)
def test_an_id_alias_or_title_finds_the_work(miniature: KnowledgeBase, title: str) -> None:
    assert one(miniature, title).work == "brass-lamp"


def test_a_title_that_is_almost_the_same_finds_the_work_within_a_year(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Electric Lamps Need no Flames", 2013).work == "electric-lamp"
    late = one(miniature, "Electric Lamps Need no Flames", 2014)
    assert (late.status, late.work, late.candidates) == ("ambiguous", None, ("electric-lamp",))
    assert "2014 is not 2012" in late.reason


def test_the_years_of_all_versions_count(miniature: KnowledgeBase) -> None:
    found = [one(miniature, "Brass Lamps See Further", year).status for year in (2003, 2004, 2007, 2008)]

    assert found == ["ambiguous", "matched", "matched", "ambiguous"]


def test_a_shared_alias_is_ambiguous_unless_the_year_decides(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Lamp").candidates == ("oil-lamp", "brass-lamp")
    assert one(miniature, "Lamp", 2000).work == "oil-lamp"


def test_other_authors_speak_against_a_title(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Gas Lamps", people=("Mantle, C.",)).work == "gas-lamp"
    other = one(miniature, "Gas Lamps", people=("Someone Else",))
    assert (other.status, other.candidates) == ("ambiguous", ("gas-lamp",))


def test_other_numbers_speak_against_a_title(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Electric Lamps Need No Flame 2").status == "ambiguous"
    assert one(miniature, "Electric Lamps Need No Flame II").status == "ambiguous"


def test_identifiers_of_two_works_are_ambiguous(miniature: KnowledgeBase) -> None:
    both = one(miniature, ids=("10.1234/tallow.1990", "0503.01234"))

    assert (both.status, both.candidates) == ("ambiguous", ("tallow-candle", "brass-lamp"))


def test_an_identifier_and_a_title_of_two_works_are_ambiguous(miniature: KnowledgeBase) -> None:
    both = one(miniature, "Gas Lamps", ids=("0503.01234",))

    assert (both.status, both.candidates) == ("ambiguous", ("brass-lamp", "gas-lamp"))


def test_what_matches_nothing_names_what_is_near(miniature: KnowledgeBase) -> None:
    assert one(miniature, "Brass Lamps See Farther Away").candidates == ("brass-lamp",)
    assert one(miniature, "A treatise on moths") == Match(
        Reference(1, "k", "A treatise on moths"), "unmatched", "no work is called so"
    )
    assert one(miniature).status == "unmatched"


def test_every_real_work_is_found_by_each_of_its_names(real: KnowledgeBase) -> None:
    for paper in real.papers.values():
        shared = set(paper.ambiguous_aliases)
        for name in {paper.id, paper.title, *paper.aliases} - shared:
            found = one(real, name, paper.year)
            assert found.work == paper.id or paper.id in found.candidates, name


# -- what speaks against an identifier ----------------------------------------------------------------------

VASWANI = ("Vaswani, Ashish and others",)


@pytest.mark.parametrize(
    ("title", "people", "year", "work"),
    [
        ("", (), None, "transformer"),
        ("Attention Is All You Need", VASWANI, 2017, "transformer"),
        ("Attention is all you need (extended)", VASWANI, 2017, "transformer"),
        ("Transformer", (), None, "transformer"),
        ("Attention Is All You Need", ("Doe, J.",), 2017, "transformer"),
        ("Attention Is All You Need", VASWANI, 1990, "transformer"),
        ("Внимание", VASWANI, 2017, "transformer"),
        ("Attention Is All You Need", ("Doe, J.",), 1990, None),
        ("", ("Doe, J.",), None, None),
        ("", (), 1990, None),
        ("Adam: A Method for Stochastic Optimization", ("Kingma, D. P.",), 2014, None),
        ("Adam: A Method for Stochastic Optimization", VASWANI, 2017, None),
        ("Adam: A Method for Stochastic Optimization", (), None, None),
    ],
)
def test_an_identifier_is_believed_unless_the_rest_speaks_against_it(
    title: str, people: tuple[str, ...], year: int | None, work: str | None, real: KnowledgeBase
) -> None:
    found = one(real, title, year, people=people, ids=("1706.03762",))

    assert found.work == work
    assert found.status == ("matched" if work else "ambiguous")
    assert work or found.candidates == ("transformer",)
    disagrees = bool(people and people != VASWANI) or year == 1990
    assert ("but" in found.reason) == (disagrees or not work)


@pytest.mark.parametrize("field", ["note", "annotation", "abstract", "howpublished", "keywords", "comment"])
def test_a_number_in_running_text_of_bibtex_is_no_match(field: str, real: KnowledgeBase) -> None:
    text = f"@misc{{a, title={{Identity Mappings}}, {field}={{Extends arXiv:1512.03385}}}}"

    assert [m.status for m in match(real, bibtex.read(text).entries)] == ["unmatched"]


def test_a_number_in_running_text_of_ris_and_csl_is_no_match(real: KnowledgeBase) -> None:
    records = ris.read("TY  - JOUR\nTI  - Identity Mappings\nN1  - Extends arXiv:1512.03385\nER  - ").entries
    items = csl.read(
        '[{"id": "a", "title": "Identity Mappings", "note": "Extends arXiv:1512.03385"}]'
    ).entries

    assert [m.status for m in match(real, [*records, *items])] == ["unmatched"] * 2


# -- titles -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "work"),
    [
        ("An image is worth 16 x 16 words: Transformers for image recognition at scale", "vit"),
        ("Generative Adversarial Nets", "gan"),
        ("Long Short-Term Memory II", None),
        ("Long Short-Term Memory, Part V", None),
        ("Long Short-Term Memory 2", None),
    ],
)
def test_a_roman_number_counts_where_it_numbers_a_title(
    title: str, work: str | None, real: KnowledgeBase
) -> None:
    assert one(real, title).work == work


@pytest.mark.parametrize(
    "markup", ["<i>{}</i>", "<b>{}</b>", '<span class="nocase">{}</span>', "<jats:italic>{}</jats:italic>"]
)
def test_markup_of_web_pages_is_not_part_of_a_title(markup: str, real: KnowledgeBase) -> None:
    title = f"Generative {markup.format('Adversarial')} Nets"
    entries = [
        *bibtex.read(f"@misc{{a, title={{{title}}}}}").entries,
        *csl.read('[{"id": "a", "title": %s}]' % ('"' + title.replace('"', '\\"') + '"')).entries,
        *ris.read(f"TY  - JOUR\nTI  - {title}\nER  - ").entries,
    ]

    assert [m.work for m in match(real, entries)] == ["gan"] * 3


def test_a_subtitle_belongs_to_the_title(real: KnowledgeBase) -> None:
    text = """@misc{a, title={Batch Normalization},
      subtitle={Accelerating Deep Network Training by Reducing Internal Covariate Shift}}
    @misc{b, title={GAN}, subtitle={A survey}}
    @misc{c, title={Attention Is All You Need}, subtitle={A replication}, author={Doe, J.}}"""

    assert [m.work for m in match(real, bibtex.read(text).entries)] == ["batch-norm", None, None]


@pytest.mark.parametrize("tag", ["TI", "T1", "CT", "BT", "TT", "ST"])
def test_a_title_of_ris_stands_in_any_of_its_tags(tag: str, real: KnowledgeBase) -> None:
    text = f"TY  - CPAPER\n{tag}  - Generative adversarial nets\nPY  - 2014\nER  - "

    assert [m.work for m in match(real, ris.read(text).entries)] == ["gan"]


def test_a_doi_of_ris_may_stand_in_the_type_of_work(real: KnowledgeBase) -> None:
    assert [
        m.work
        for m in match(real, ris.read("TY  - JOUR\nM3  - doi: 10.1162/neco.1997.9.8.1735\nER  - ").entries)
    ] == ["lstm"]


# -- addresses ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "work"),
    [
        ("https://huggingface.co/papers/1706.03762", "transformer"),
        ("https://www.alphaxiv.org/abs/1706.03762v7", "transformer"),
        ("https://ar5iv.labs.arxiv.org/html/1706.03762", "transformer"),
        ("https://www.semanticscholar.org/arxiv/1706.03762", "transformer"),
        ("https://api.semanticscholar.org/arXiv:1706.03762", "transformer"),
        ("https://ui.adsabs.harvard.edu/abs/2017arXiv170603762V/abstract", "transformer"),
        ("https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.html?view=bibtex", "transformer"),
        ("https://dblp.uni-trier.de/rec/bib/journals/corr/abs-1706-03762", "transformer"),
        ("https://www.aclweb.org/anthology/N19-1423.pdf", "bert"),
        ("http://aclweb.org/anthology/papers/N/N19/N19-1423/", "bert"),
        ("https://aclanthology.org/N19-1423.bib", "bert"),
        ("http://proceedings.mlr.press/v5/salakhutdinov09a/salakhutdinov09a.pdf", "deep-boltzmann-machine"),
        ("http://jmlr.org/proceedings/papers/v37/ioffe15.html", "batch-norm"),
        ("https://openreview.net/pdf?id=YicbFdNTTy", "vit"),
        ("https://openreview.net/forum?id=YicbFdNTTy&noteId=x", "vit"),
        ("https://www.nature.com/articles/nature14236", "dqn"),
        ("http://www.nature.com/nature/journal/v518/n7540/full/nature14236.html", "dqn"),
        ("https://dl.acm.org/doi/abs/10.1145/3422622", "gan"),
        ("https://dl.acm.org/citation.cfm?id=3422622", "gan"),
        ("http://dx.doi.org/10.1038/nature14236", "dqn"),
        ("https://openalex.org/W2145339207", "dqn"),
        ("http://yann.lecun.com/exdb/mnist/index.html", "mnist"),
        ("https://huggingface.co/papers/1706.03762?ref=x", "transformer"),
        ("https://www.nature.com/articles/nature14236.pdf?origin=ppub", "dqn"),
        ("http://papers.nips.cc/paper/7181-attention-is-all-you-need.pdf", "transformer"),
        ("https://paperswithcode.com/paper/attention-is-all-you-need", "transformer"),
        ("https://direct.mit.edu/neco/article-abstract/9/8/1735/6109/Long-Short-Term-Memory", "lstm"),
        (f"https://www.semanticscholar.org/paper/Neural-Turing-Machines-Graves-Wayne/{'0a' * 20}", "ntm"),
        (f"https://www.semanticscholar.org/paper/Memory-Networks-for-Moths-Doe-Roe/{'0a' * 20}", None),
        (f"https://www.semanticscholar.org/paper/{'0a' * 20}", None),
        ("https://blog.example.org/attention-is-all-you-need", None),
        ("https://www.cs.toronto.edu/~kriz/learning-features-2009-TR.pdf", "cifar10"),
        ("https://www.jmlr.org/papers/volume23/21-0998/21-0998.pdf", "switch-transformer"),
    ],
)  # fmt: skip
def test_an_address_of_a_paper_is_its_identifier(address: str, work: str | None, real: KnowledgeBase) -> None:
    text = f"@misc{{a, url = {{{address}}}}}"

    assert [m.work for m in match(real, [*bibtex.read(text).entries, *ids.read(address).entries])] == [
        work
    ] * 2


def test_a_title_in_the_address_of_any_other_site_is_named_and_not_believed(real: KnowledgeBase) -> None:
    (found,) = match(real, ids.read("https://blog.example.org/2020/attention-is-all-you-need.html").entries)

    assert (found.status, found.candidates) == ("ambiguous", ("transformer",))


@pytest.mark.parametrize(
    "written", [r"10602-1\_48", r"10602-1{\_}48", "10602-1{_}48", "10602-1_48", "10602-1%5F48"]
)
def test_a_doi_is_seen_however_a_program_keeps_latex_from_it(written: str, real: KnowledgeBase) -> None:
    text = f"@misc{{a, doi = {{10.1007/978-3-319-{written}}}}}"

    assert [m.work for m in match(real, bibtex.read(text).entries)] == ["coco"]


@pytest.mark.parametrize(
    "tilde", ["~", r"\~{}", r"{\~{}}", r"$\sim$", r"{\textasciitilde}", r"\textasciitilde{}", r"{$\sim$}"]
)
def test_a_tilde_of_an_address_is_seen_in_every_spelling_of_latex(tilde: str, real: KnowledgeBase) -> None:
    text = f"@misc{{a, url = {{https://www.cs.toronto.edu/{tilde}kriz/learning-features-2009-TR.pdf}}}}"

    assert [m.work for m in match(real, bibtex.read(text).entries)] == ["cifar10"]


def test_every_page_of_every_work_leads_to_it(real: KnowledgeBase) -> None:
    pages = [
        (version.url, paper.id) for paper in real.papers.values() for version in paper.versions if version.url
    ]

    found = match(real, ids.read("\n".join(url for url, _ in pages)).entries)

    assert [m.work or m.candidates for m in found] == [work for _, work in pages]


def test_an_identifier_that_is_not_known_says_of_which_kind_it_is(real: KnowledgeBase) -> None:
    found = match(real, ids.read("https://openalex.org/W1\nhttps://pubmed.ncbi.nlm.nih.gov/12345/").entries)

    assert [m.reason for m in found] == ["an OpenAlex id of no work here", "a PubMed number of no work here"]
    assert kind_of("1706.03762") == "an arXiv number"


# -- pasted lists -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mark", ["1. ", "[3] ", "(4)", "(4) ", "12) ", "- ", "* ", "• ", "- [ ] ", "1、", "> ", "+ ", "① "]
)
@pytest.mark.parametrize(
    "name", ["Generative Adversarial Nets", "GAN", "生成对抗网络", "**GAN**", "arXiv:1406.2661"]
)
def test_the_mark_of_a_list_is_no_part_of_a_name(mark: str, name: str, real: KnowledgeBase) -> None:
    assert [m.work for m in match(real, ids.read(mark + name).entries)] == ["gan"]


@pytest.mark.parametrize(
    ("line", "work"),
    [
        ("[5] I. Goodfellow et al., “Generative adversarial nets,” in NIPS, 2014, pp. 2672–2680.", "gan"),
        ("Goodfellow I, Mirza M. Generative adversarial nets[J]. NIPS, 2014, 27.", "gan"),
        ("Vaswani et al. (2017). Attention is all you need. arXiv:1706.03762", "transformer"),
        ("[Attention Is All You Need](https://arxiv.org/abs/1706.03762) - the paper", "transformer"),
        ("J. Weston, S. Chopra. Memory networks. ICLR 2015", "memory-networks"),
        ("A. Miller, J. Weston. Key-value memory networks for reading documents. 2016", None),
        ("C. Subakan. Attention is all you need in speech separation. 2021", None),
        ("Adam: a method for stochastic optimization (extends arXiv:1706.03762)", None),
    ],
)
def test_a_reference_as_papers_print_it_is_known_by_title_and_author(
    line: str, work: str | None, real: KnowledgeBase
) -> None:
    assert [m.work for m in match(real, ids.read(line).entries)] == [work]


def test_a_numbered_reference_goes_on_in_the_next_line(real: KnowledgeBase) -> None:
    text = (
        "[1] I. Goodfellow, J. Pouget-Abadie, M. Mirza, and\n"
        "    Y. Bengio. Generative adversarial\nnets. 2014\n[2] DCGAN\n"
    )

    assert [(m.reference.line, m.work) for m in match(real, ids.read(text).entries)] == [
        (1, "gan"),
        (4, "dcgan"),
    ]


def test_paragraphs_cut_into_lines_are_one_reference_each_where_they_name_one_year(
    real: KnowledgeBase,
) -> None:
    text = """Vaswani, A., Shazeer, N., et al. (2017). Attention is all you need.
Advances in Neural Information Processing Systems, 30.

Hochreiter, S., & Schmidhuber, J. (1997). Long short-term memory. Neural
computation, 9(8), 1735-1780.

Generative Adversarial Nets, the first paper of all that are here
GAN
"""

    found = match(real, ids.read(text).entries)

    assert [(m.reference.line, m.work) for m in found[:2]] == [(1, "transformer"), (4, "lstm")]
    assert [m.reference.line for m in found] == [1, 4, 7, 8]
