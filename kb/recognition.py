"""What a file of references is: the reader that fits it, or what it is instead and what to give."""

from __future__ import annotations

import re

from kb import formats
from kb.errors import UsageError
from kb.formats import ids

_EXPORT = "export BibTeX or RIS from the program that made it"

#: Files that are no text: how they begin, what they are, what to do.
_BINARY = (
    (b"%PDF", "a PDF", "give the .bib, or the titles as text, one a line"),
    (b"\x89PNG", "a picture (PNG)", "give a list of references"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "give a list of references"),
    (b"GIF8", "a picture (GIF)", "give a list of references"),
    (b"PK\x03\x04", "an archive or an office document (.zip, .docx, .xlsx)", "save it as text or CSV"),
    (b"\x1f\x8b", "packed (gzip)", "unpack it first"),
    (b"BZh", "packed (bzip2)", "unpack it first"),
    (b"SQLite format 3", "a database (of Zotero, Citavi, Mendeley ...)", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as text or CSV"),
    (b"{\\rtf", "rich text (RTF)", "save it as plain text"),
)

#: Texts in which a line is no entry: what stands in them, what they are, what to do.
_OTHER_TEXTS = tuple(
    (re.compile(pattern, re.MULTILINE), what, advice)
    for pattern, what, advice in (
        (r"\A\s*<\d+>", "Ovid's format", "export RIS"),
        (r"\A\s*<!DOCTYPE html|\A\s*<html", "a web page (HTML)", "export BibTeX or RIS from that page"),
        (r"\A\s*<(?:rdf:RDF|\?xml[^>]*>\s*<rdf)", "RDF", _EXPORT),
        (r"<PubmedArticle|<MedlineCitation", "PubMed's XML", "save it in PubMed's own format (.nbib)"),
        (r"\A\s*<", "XML of a kind that is not read", _EXPORT),
        (r"^\\bibitem|^ *\\entry\{|^\\begin\{thebib", "LaTeX's .bbl", "give the .bib that it is made from"),
        (r"^\\(?:documentclass|begin|section|usepackage)\b", "a LaTeX document", "give its .bib"),
        (r"^RT [A-Z][a-z]+ ?[A-Za-z]*\s*$(?=[\s\S]*^(?:T1|A1) )", "RefWorks' tagged format", "export RIS"),
        (r"\A\s*#!|^(?:import|from) \w[\w.]*(?: import .*)?$|^def \w+\(", "a program", "give a list"),
    )
)  # fmt: skip

#: Lines of data rather than of a list: a share of more than half of them makes a text no list.
_DATA_LINE = re.compile(
    r"<[^>]+>|(?=[\w-]*[a-z])[\w-]+:(?:\s+[^A-Z]|$)|[}\])]+[,;]?$|.*[{;]$|\\\w|"
    r"[A-Z][A-Z0-9]{1,3} {0,3}[-~]{1,2}(?:\s|$)|%[0-9A-Z@]\s|(?:[^\t]*\t){3}|(?:[^|]*\|){3}|"
    r"[\w.-]+\s*=+\s*[\"'\[{\d]|\"[^\"]*\",?$|\[[\w.-]+\]$|@\w+\("
)
_MANY_KINDS = ("endnote_xml", "ids", "table")  # whose endings are used for other things as often
_LISTS = (ids.EXTENSION, *ids.ALSO)
_PROSE_LINE = re.compile(r"[a-z]+,? (?:\S+ ){5}")


def of_bytes(data: bytes) -> str:
    """What a file that is no text is, and what to do; nothing for what may be text.

    >>> of_bytes(b"%PDF-1.7 ...")
    'a PDF; give the .bib, or the titles as text, one a line'
    """
    found = (f"{what}; {advice}" for begins, what, advice in _BINARY if data.lstrip()[:16].startswith(begins))
    return next(found, "")


def reader_of(text: str, source: str) -> str:
    r"""The format that a text is in. Raises UsageError for one that is no list of references.

    >>> reader_of("PMID- 1\nTI  - Moths", "x.txt"), reader_of("GAN\nDCGAN", "stdin")
    ('medline', 'ids')
    """
    named = formats.of_file(source, formats.importable())
    if named and formats.reader(named).recognises(text):
        return named
    if recognised := formats.of_text(text):
        return recognised
    if not text.strip() or (named and named not in _MANY_KINDS):
        return named or "ids"
    if what := _no_list(text, source):
        raise UsageError(f"{source} is {what}")
    return "ids"


def _no_list(text: str, source: str) -> str:
    """What a text is that is no list of names, and what to do; nothing for a list."""
    for pattern, what, advice in _OTHER_TEXTS:
        if pattern.search(text):
            return f"{what}; {advice}"
    ending = re.search(r"\.[A-Za-z]\w{0,7}$", source)
    if ending and ending[0].lower() in (".csv", ".tsv"):
        return f"a table whose first line has no column for titles; {_EXPORT}"
    if ending and ending[0].lower() not in _LISTS:
        return f"of a kind that is not read ({ending[0]}); {_EXPORT}, or say --format"
    lines = [line.strip() for line in text.splitlines() if line.strip()][:500]
    if 2 * sum(bool(_DATA_LINE.match(line)) for line in lines) > len(lines):
        return f"no list of references that is known here; {_EXPORT}"
    if len(lines) > 4 and 2.5 * sum(bool(_PROSE_LINE.match(line)) for line in lines) > len(lines):
        return "running text; give one title or identifier a line"
    return ""
