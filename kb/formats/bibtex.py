"""BibTeX, for biber and for bibtex with UTF-8: works as entries, their permanent ids as keys.

Capitals are protected by braces, special characters escaped; identifiers and URLs stay as they are, since
bibliography styles print them verbatim. Chinese and accents stay UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from kb.base import KnowledgeBase
from kb.paper import Paper, Version
from kb.person import Person

ABOUT = "BibTeX entries, keys are our ids"
EXTENSION = ".bib"

_TYPES = {
    "conference": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
    "report": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
    "book": ("book", "publisher"),
    "preprint": ("misc", "howpublished"),
    "release": ("misc", "howpublished"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: "\\" + c for c in "&%_#${}"},
}


def write(base: KnowledgeBase, works: Collection[str] | None = None) -> str:
    """These works (all where None) as BibTeX, oldest first."""
    papers = [base.papers[work] for work in (base.papers if works is None else dict.fromkeys(works))]
    return "\n".join(_entry(base, paper) for paper in sorted(papers, key=lambda p: (p.date, p.id)))


def _entry(base: KnowledgeBase, paper: Paper) -> str:
    version = _cited_version(paper)
    kind, place = _TYPES[version.kind]
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(base, paper, version, place))
    return f"@{kind}{{{paper.id},\n{fields}}}\n"


def _cited_version(paper: Paper) -> Version:
    """The version one cites: the first that was published, or else the preprint."""
    published = [version for version in paper.versions if version.kind != "preprint"]
    return (published or list(paper.versions))[0]


def _fields(base: KnowledgeBase, paper: Paper, version: Version, place: str) -> Iterator[tuple[str, str]]:
    if paper.people:
        yield "author", "{" + " and ".join(_author(base.people[p]) for p in paper.people) + "}"
    yield "title", "{" + _title(paper.title) + "}"
    yield place, "{" + escape(version.venue) + "}"
    yield "year", "{" + version.date[:4] + "}"
    if len(version.date) > 4:
        yield "month", _MONTHS[int(version.date[5:7]) - 1]  # bare: the styles know it in every language
    ids = paper.ids
    if "arxiv" in ids:
        yield "eprint", "{" + ids["arxiv"] + "}"
        yield "archivePrefix", "{arXiv}"
    doi = version.ids.get("doi")  # of the version that is cited; another version's DOI would lead elsewhere
    if doi:
        yield "doi", "{" + _verbatim(doi) + "}"
    if version.url:
        yield "url", "{" + _verbatim(version.url) + "}"


def _author(person: Person) -> str:
    if person.family and person.given:
        return f"{escape(person.family)}, {escape(person.given)}"
    return "{" + escape(person.native or person.name) + "}"  # in braces it is never split


def _title(title: str) -> str:
    """Escaped, and every word with a capital in braces, so that no style makes it small."""
    words = re.split(r"(\s+)", title)
    return "".join(
        "{" + escape(word) + "}" if any(c.isupper() for c in word) else escape(word) for word in words
    )


def escape(text: str) -> str:
    r"""Text that LaTeX prints as it stands.

    >>> escape("AT&T: 100% of $5_a")
    'AT\\&T: 100\\% of \\$5\\_a'
    """
    return "".join(_ESCAPES.get(c, c) for c in text)


def _verbatim(text: str) -> str:
    """An identifier or URL; only what would break the braces is percent-encoded."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
