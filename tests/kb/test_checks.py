"""Each rule between records: broken once, told with the line, the value and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from kb.checks import RULES, check
from kb.errors import Problem
from kb.reading import read_facts

Edit = Callable[[str, str, str], Path]


def found(directory: Path) -> list[Problem]:
    return check(read_facts(directory))


def test_the_miniature_facts_keep_every_rule(facts: Path) -> None:
    assert found(facts) == []


def test_the_facts_of_the_project_keep_every_rule(real: KnowledgeBase) -> None:
    assert {"gan", "seq2seq", "rnnsearch", "ntm", "memory-networks", "transformer"} <= set(real.papers)


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "message", "suggestion"),
    [
        ("links.yaml", "object: oil-lamp", "object: oil-lmp",
         "brass-lamp-builds-on-oil-lamp.object", "unknown work id", "did you mean oil-lamp?"),
        ("links.yaml", "source: keeper-gazette", "source: keepr-gazette",
         "oil-lamp-improves-tallow-candle.evidence.0.source", "unknown source id",
         "did you mean keeper-gazette?"),
        ("papers.yaml", "people: [cy-mantle]", "people: [cy-mantel]",
         "gas-lamp.people.0", "unknown person id", "did you mean cy-mantle?"),
        ("papers.yaml", "cites: [tallow-candle]", "cites: [tallow-candel]",
         "oil-lamp.cites.0", "unknown work id", "did you mean tallow-candle?"),
        ("awards.yaml", "work: brass-lamp", "work: brass-lmp",
         "golden-wick-2013.prizes.0.work", "unknown work id", "did you mean brass-lamp?"),
        ("events.yaml", "people: [bo-flint]", "people: [bo-flnt]",
         "night-without-oil.people.0", "unknown person id", "did you mean bo-flint?"),
        ("claims.yaml", "paper: brass-lamp", "paper: zzz",
         "BRASS-1.paper", "unknown work id", "add a work of this id first"),
        ("press.yaml", "about: [brass-lamp]", "about: [brass-lampp]",
         "brass-is-gold.about.0", "unknown object id", "did you mean brass-lamp?"),
        ("people.yaml", "{person: ada-wick,", "{person: ada-wik,",
         "bo-flint.advisors.0.person", "unknown person id", "did you mean ada-wick?"),
        ("papers.yaml", "aliases: {en: [GasLamp]", "aliases: {en: [ELamp]",
         "gas-lamp.aliases", "name also belongs to electric-lamp", "declare it in ambiguous_aliases"),
        ("papers.yaml", "cites: [tallow-candle]", "cites: [electric-lamp]",
         "oil-lamp.cites.0", "cited work (2012-12-03) is younger than the citing one", "check both dates"),
        ("papers.yaml", "cites: [brass-lamp]", "cites: [electric-lamp]",
         "electric-lamp.cites.0", "a work does not cite itself", ""),
        ("papers.yaml", "cites: [brass-lamp]", "cites: [brass-lamp, brass-lamp]",
         "electric-lamp.cites.1", "cited twice", "keep one"),
        ("links.yaml", "tallow-candle\n  subject: oil-lamp\n  type: improves\n  object: tallow-candle",
         "electric-lamp\n  subject: oil-lamp\n  type: improves\n  object: electric-lamp",
         "oil-lamp-improves-electric-lamp.object", "cannot improves the younger electric-lamp", "swap"),
        ("papers.yaml", 'date: "2005-09"', 'date: "2008-09"',
         "gas-lamp-independent-concurrent-brass-lamp.type", "lie more than 18 months apart", ""),
        ("papers.yaml", "venue: LIGHT 2006, date", "venue: LIGHT 2012, date",
         "brass-lamp.versions.1.date", "LIGHT 2012 is dated 2012-12-03 elsewhere", "first day"),
        ("papers.yaml", "venue: Harbour Report 7,", "venue: 'Harbour Report 7 (as \"Gas\")',",
         "gas-lamp.versions.0.venue", "holds more than the venue", "versions.title"),
        ("people.yaml", "id: cy-mantle", "id: gas-lamp",
         "gas-lamp.id", "id already stands in papers.yaml", "choose another id"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told_with_field_message_and_suggestion(
    facts: Path, edit: Edit, file: str, old: str, new: str, field: str, message: str, suggestion: str
) -> None:
    problems = found(edit(file, old, new))

    problem = next(p for p in problems if p.field == field)
    assert message in problem.message
    assert suggestion in problem.suggestion
    line = (facts / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert problem.value in line or problem.field.rsplit(".", 1)[-1] in line


def test_two_links_that_say_the_same_are_one_too_many(edit: Edit) -> None:
    old = "id: brass-lamp-builds-on-oil-lamp\n  subject: brass-lamp\n  type: builds_on"
    directory = edit("links.yaml", old, "id: twice\n  subject: oil-lamp\n  type: improves")
    edit("links.yaml", "object: oil-lamp", "object: tallow-candle")

    assert {p.message for p in found(directory)} == {
        "says the same as oil-lamp-improves-tallow-candle",
        "its content says oil-lamp-improves-tallow-candle",  # no id but that one is right
    }


def test_a_symmetric_link_stands_in_one_direction_only(facts: Path) -> None:
    text = (facts / "links.yaml").read_text(encoding="utf-8")
    start = text.index("- id: gas-lamp-independent")
    block = text[start : text.index("- id:", start + 1)]
    turned = block.replace("subject: gas-lamp", "subject: @").replace(
        "object: brass-lamp", "object: gas-lamp"
    )
    turned = turned.replace("subject: @", "subject: brass-lamp").replace(
        "- id: gas-lamp-independent-concurrent-brass-lamp", "- id: brass-lamp-independent-concurrent-gas-lamp"
    )
    (facts / "links.yaml").write_text(text + turned, encoding="utf-8")

    assert "says the same as gas-lamp-independent-concurrent-brass-lamp" in [p.message for p in found(facts)]


def test_a_declared_shared_alias_is_no_problem_but_an_undeclared_one_is(edit: Edit) -> None:
    directory = edit("papers.yaml", "  ambiguous_aliases: [lamp]\n  summary: {en: Oil", "  summary: {en: Oil")
    assert found(directory) == []

    edit("papers.yaml", "aliases: {en: [Oil Lamp]", "aliases: {en: [Oil Lamp, Lamp]")

    assert [(p.field, p.message) for p in found(directory)] == [
        ("oil-lamp.aliases", "name also belongs to brass-lamp")
    ]


def test_every_rule_says_what_it_checks() -> None:
    assert len(RULES) >= 7
    for rule in RULES:
        assert (rule.__doc__ or "").strip().endswith("."), rule.__name__


def test_a_work_that_no_link_reaches_says_why_or_is_a_problem(edit: Edit) -> None:
    edit("links.yaml", "id: brass-lamp-evaluates-fog-images", "id: brass-lamp-evaluates-oil-lamp")
    directory = edit("links.yaml", "object: fog-images", "object: oil-lamp")

    (problem,) = found(directory)

    assert (problem.field, problem.message) == (
        "fog-images.id",
        "no chain of links leads to the other works",
    )
    edit("papers.yaml", "- id: fog-images\n", "- id: fog-images\n  alone: {en: Only data., zh: 只是数据。}\n")
    assert found(directory) == []


def test_what_was_read_says_where(edit: Edit) -> None:
    directory = edit("papers.yaml", "  cites_source: oil-lamp\n", "")

    (problem,) = found(directory)

    assert (problem.field, problem.suggestion) == ("oil-lamp.cites_checked", "name it")
