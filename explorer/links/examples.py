"""An address of every page in its usual state, and of some in which it has little to show: for all who look
at every page."""

from __future__ import annotations

EXAMPLES = {
    "": "/",
    "search": "/?q=attenton",
    "no answer": "/?q=qqqqqqqq",
    "lineage": "/lineage?work=gan&depth=2",
    "path": "/path?from=seq2seq&to=transformer",
    "no path": "/path?from=gan&to=seq2seq",
    "map": "/map",
    "paper": "/paper?id=gan",
    "person": "/person?id=yoshua-bengio",
    "people": "/people",
    "award": "/award?id=neurips-test-of-time-2024",
    "awards": "/awards",
    "event": "/event?id=gan-dinner-montreal",
    "source": "/source?id=qbitai-2024-11-28",
    "story": "/story?id=how-attention-was-born&stop=2",
    "stories": "/stories",
    "compare": "/compare?works=ntm,memory-networks",
    "press": "/press",
    "ledger": "/ledger",
    "reproduce": "/reproduce",
    "recipe": "/reproduce?paper=gan",
    "try": "/try",
    "about": "/about",
    "wrong id": "/paper?id=gann",
    "report": "/paper?id=ddpm&report=work",
    "statement": "/press?id=strong-generator",
}
