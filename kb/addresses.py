"""The web addresses under which papers are found, and the identifier that each of them holds.

One work has many addresses: of arXiv and of the sites that show it, of a DOI and of the publisher's page, of
proceedings under their old and new names. What an address tells is brought into one normal form, so that two
addresses of one paper are the same identifier. An address of no known kind is its own normal form.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_NUMBER = r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
_ACL = r"(?P<id>[a-z]\d\d-\d{4,5}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)"

#: (kind of identifier, what stands before it, the address after its scheme and www.)
_KNOWN = tuple(
    (kind, prefix, re.compile(pattern, re.IGNORECASE))
    for kind, prefix, pattern in (
        ("arxiv", "", rf"(?:[\w-]+\.)?arxiv\.org/(?:abs|pdf|html|format|ps|e-print|src)/{_NUMBER}"),
        ("arxiv", "", rf"(?:xxx\.lanl\.gov/abs|(?:hf\.co|huggingface\.co)/papers)/{_NUMBER}"),
        ("arxiv", "", rf"alphaxiv\.org/\w+/{_NUMBER}"),
        ("arxiv", "", rf"ar5iv\.(?:labs\.arxiv\.)?org/\w+/{_NUMBER}"),
        ("arxiv", "", rf"(?:arxiv-vanity\.com/papers|scirate\.com/arxiv|papers\.cool/arxiv)/{_NUMBER}"),
        ("arxiv", "", rf"(?:api\.)?semanticscholar\.org/(?:[\w/]+/)?arxiv[:/]{_NUMBER}"),
        ("page", "", r"openreview\.net/\w+\?(?:.*&)?id=(?P<id>[\w-]+)(?:&.*)?"),
        ("page", "", rf"(?:[\w-]+\.)*acl(?:web|anthology)\.[\w.-]+/(?:[\w.-]+/)*?{_ACL}(?:v\d+)?(?:[./].*)?"),
        ("page", "", r"(?:proceedings\.mlr\.press|(?:\w+\.)*jmlr\.\w+(?:\.mit\.edu)?/proceedings/papers)/"
                     r"(?P<id>v\d+/[\w-]+?)(?:\.html|(?:/[\w-]+)?\.pdf)?"),
        ("page", "", r"raw\.githubusercontent\.com/mlresearch/(?P<id>v\d+/)\w+/assets/(?P<end>[\w-]+)/.*"),
        ("page", "jmlr/", r"jmlr\.(?:org|csail\.mit\.edu)/papers/v(?:olume)?"
                          r"(?P<id>\d+/[\w-]+?)(?:\.html|/.*|\.pdf)?"),
        ("page", "neurips/", r"(?:papers|proceedings)\.(?:neurips|nips)\.cc/(?:paper_files/)?paper/\d{4}/\w+/"
                             r"(?P<id>[0-9a-f]{32})\b.*"),
        ("page", "cvf/", r"openaccess\.thecvf\.com/(?:[\w-]+/)+(?P<id>\w+?)_(?:paper|supplemental)\.\w+"),
        ("page", "", r"(?:api\.|explore\.)?openalex\.org/(?:works/)?(?P<id>w\d+)"),
        ("page", "", r"(?:[\w-]+\.)?dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/"
                     r"(?:(?:html|bib|bibtex|xml)\d?/)?(?P<id>\w+/[\w-]+/[\w-]+)(?:\.\w+)?"),
        ("page", "pubmed/", r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(?P<id>\d+)"),
        ("page", "s2/", r"semanticscholar\.org/paper/(?P<id>(?:[^/]+/)?[0-9a-f]{40})"),
        ("doi", "10.1038/", r"nature\.com/(?:articles|[\w-]+/journal/.*)/"
                            r"(?P<id>[a-z]+[\w.-]*?)(?:\.(?:pdf|html))?"),
        ("doi", "10.1145/", r"dl\.acm\.org/citation\.cfm\?(?:.*&)?"
                            r"(?:do)?id=(?:\d+\.)?(?P<id>\d{5,})(?:&.*)?"),
    )
)  # fmt: skip
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_BARE = re.compile(r"(?:www\.)?(?=[\w.-]+\.[a-z]{2,}/)", re.IGNORECASE)
_DBLP_ARXIV = re.compile(r"journals/corr/abs-(\d{4})-(\d{4,5})")
_ADS = re.compile(r"adsabs\.harvard\.edu/abs/\d{4}arxiv(\d{4})\.?(\d{4,5})[a-z]", re.IGNORECASE)

_PAPERS = (
    "s2/", "papers.nips.cc/paper/", "papers.neurips.cc/paper/", "paperswithcode.com/paper/",
    "direct.mit.edu/", "jair.org/", "journals.aps.org/", "scholar.archive.org/work/", "academic.oup.com/",
)  # fmt: skip
_TELLING = 3  # words; fewer are no title that tells a work from all others
_KINDS = (
    ("an arXiv number", r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7}"),
    ("a DOI", r"10\.\d{4,9}/.*"),
    ("an OpenAlex id", r"w\d+"),
    ("a PubMed number", r"pubmed/.*"),
    ("a Semantic Scholar address", r"s2/.*"),
)


def identified(address: str) -> tuple[str, str] | None:
    """The kind and normal form of what an address tells; None for what is no address.

    >>> identified("https://hf.co/papers/1706.03762"), identified("www.aclweb.org/anthology/N19-1423")
    (('arxiv', '1706.03762'), ('page', 'n19-1423'))
    >>> identified("http://yann.lecun.com/exdb/mnist/index.html"), identified("Nature 529")
    (('address', 'yann.lecun.com/exdb/mnist'), None)
    """
    scheme = _SCHEME.match(address) or _BARE.match(address)
    if not scheme:
        return None
    plain = unquote(address[scheme.end() :]).partition("#")[0].rstrip("/").lower()
    if match := _ADS.search(plain):
        return "arxiv", f"{match[1]}.{match[2]}"
    bare = plain.partition("?")[0].rstrip("/")  # what is asked besides, ?context=cs, is of the site alone
    for kind, prefix, pattern in _KNOWN:
        if match := pattern.fullmatch(plain) or pattern.fullmatch(bare):
            found = "".join(part for part in match.groups() if part)
            return dblp(found) or (kind, prefix + found)
    if _SCHEME.match(address) and "/" in plain:  # a host alone is nobody's page
        return "address", re.sub(r"/index\.\w+$", "", plain)
    return None


def titled(form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the words of an address may call its work, and the people whose names they may end with.

    >>> titled("papers.nips.cc/paper/7181-attention-is-all-you-need.pdf")
    (('attention is all you need',), ())
    >>> titled("s2/neural-turing-machines-graves-wayne/" + 40 * "0")
    (('neural turing machines graves', 'neural turing machines'), ('graves', 'wayne'))
    """
    parts = form.partition("?")[0].split("/")
    scholar = parts[0] == "s2" and len(parts) == 3
    if not scholar and ("." not in parts[0] or len(parts) < 2):
        return (), ()
    last = re.sub(r"^\d+-|\.\w+$", "", parts[1] if scholar else parts[-1])
    words = [word for word in re.split(r"[-_+\s]+", last) if word]
    if len(words) < _TELLING:
        return (), ()
    if scholar:  # it puts the first two authors behind the title
        return (" ".join(words[:-1]), " ".join(words[:-2])), tuple(words[-2:])
    return (" ".join(words),), ()


def of_papers(form: str) -> bool:
    """Whether an address is of a site that shows papers alone: elsewhere a title may head what tells of one.

    >>> of_papers("papers.nips.cc/paper/7181-x"), of_papers("medium.com/attention-is-all-you-need")
    (True, False)
    """
    return form.startswith(_PAPERS)


def dblp(key: str) -> tuple[str, str] | None:
    """The number of arXiv that a key of DBLP holds, or None.

    >>> dblp("journals/corr/abs-1706-03762"), dblp("conf/nips/VaswaniSPUJGKP17")
    (('arxiv', '1706.03762'), None)
    """
    match = _DBLP_ARXIV.fullmatch(key)
    return ("arxiv", f"{match[1]}.{match[2]}") if match else None


def kind_of(form: str) -> str:
    """What kind of identifier a normal form is, in words.

    >>> kind_of("w2963403868"), kind_of("yann.lecun.com/exdb/mnist")
    ('an OpenAlex id', 'an address')
    """
    return next((words for words, pattern in _KINDS if re.fullmatch(pattern, form)), "an address")
