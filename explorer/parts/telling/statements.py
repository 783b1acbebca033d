"""The press page: statements as a list to read through, and the ways to choose among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from explorer import store
from explorer.links.press import KINDS, PressView
from explorer.markup import Markup, element, join
from explorer.parts import evidence, notices, press, works
from explorer.visit import Visit
from kb.spelling import nearest
from kb.statements import ERRORS

Check = Mapping[str, Any]

#: What a statement may be about, or told in.
SUBJECTS = ("paper", "dataset", "system", "film", "person", "award", "event", "source")


def summary(visit: Visit, checks: Sequence[Check]) -> Markup:
    """What came out of all checks, in numbers counted from them."""
    kinds = Counter(check["kind"] for check in checks)
    wrong = sum(n for name, n in kinds.items() if name in ERRORS)
    confirmed = kinds["confirmed"]
    key = "press.summary_one" if len(checks) == 1 else "press.summary"
    said = visit.t(
        key, n=len(checks), wrong=wrong, small=len(checks) - wrong - confirmed, confirmed=confirmed
    )
    return element("p", said, cls="tt-lede")


def chosen(checks: Iterable[Check], view: PressView, subject: str | None) -> list[Check]:
    """The statements of a view, the gravest first; ``subject`` is the id that the view's work means."""
    fitting = [check for check in checks if _fits(check, view, subject)]
    return sorted(fitting, key=lambda check: KINDS.index(check["kind"]))


def _fits(check: Check, view: PressView, subject: str | None) -> bool:
    about = {thing["id"] for thing in (*check["about"], *check["told_in"])}
    return (
        (view.kind is None or check["kind"] == view.kind)
        and (view.source is None or view.source in {source["id"] for source in check["told_in"]})
        and (view.work is None or subject in about)
    )


def choices(visit: Visit, checks: Sequence[Check], view: PressView, subject: str | None) -> Markup:
    """Kinds and sources, each with how many statements it would leave, as links."""
    by_kind = Counter(c["kind"] for c in chosen(checks, view.but(kind=None), subject))
    told = [s for c in chosen(checks, view.but(source=None), subject) for s in c["told_in"]]
    by_source, label = Counter(s["id"] for s in told), {s["id"]: visit.label(s) for s in told}
    kinds = [(name, visit.t(f"press.{name}"), by_kind[name]) for name in KINDS if by_kind[name]]
    sources = [(id_, label[id_], n) for id_, n in by_source.most_common()]
    rows = [
        _choice(visit, view, "kind", visit.t("press.kind"), by_kind.total(), kinds),
        _choice(visit, view, "source", visit.t("press.told_in"), None, sources),
    ]
    return element("div", join(rows), cls="tt-choices")


def _choice(
    visit: Visit,
    view: PressView,
    field: str,
    name: str,
    total: int | None,
    options: Iterable[tuple[str, str, int]],
) -> Markup:
    now, options = getattr(view, field), list(options)
    if not options and now is None:
        return Markup()
    ways = [_way(visit, view.but(**{field: None}), visit.t("press.all"), total, now is None)]
    ways += [_way(visit, view.but(**{field: id_}), label, n, now == id_) for id_, label, n in options]
    return element("nav", element("span", name), element("ul", join(ways)), aria_label=name)


def _way(visit: Visit, view: PressView, label: str, count: int | None, here: bool) -> Markup:
    number = element("span", count, cls="tt-count") if count is not None else None
    way = element("a", label, href=visit.href("press", view.params()), aria_current="true" if here else None)
    return element("li", way, number)


def box(visit: Visit, view: PressView) -> Markup:
    """The field that asks for a work; its answer is this page with ?work=."""
    field = element(
        "input",
        type="search",
        name="work",
        value=view.work,
        placeholder=visit.t("press.search"),
        aria_label=visit.t("press.search"),
        autocomplete="off",
        spellcheck="false",
    )
    go = element("button", visit.t("search.go"), type="submit")
    action = visit.href("press", view.but(work=None).params())
    return element(
        "form", field, go, action=action, role="search", cls="tt-ask", aria_label=visit.t("press.search")
    )


def shown(visit: Visit, some: Sequence[Check], checks: Sequence[Check]) -> Markup:
    """How many of all are shown, told also to those who do not see the list change."""
    said = visit.t("press.shown", n=len(some), all=len(checks))
    return element("p", said, cls="tt-small tt-shown", role="status")


def groups(visit: Visit, checks: Sequence[Check]) -> Markup:
    """Statements under what became of them."""
    return join(
        works.section(
            visit.t(f"press.{name}"),
            element("p", visit.t(f"press_means.{name}"), cls="tt-small"),
            join(entry(visit, check) for check in some),
            count=len(some),
        )
        for name in KINDS
        if (some := [check for check in checks if check["kind"] == name])
    )


def entry(visit: Visit, check: Check, alone: bool = False) -> Markup:
    """One statement: what was told, what is right, how that is known, and what it is about."""
    comma = visit.t("list.comma")
    told_in = join((evidence.source(visit, s) for s in check["told_in"]), comma)
    read_in = join((evidence.source(visit, s) for s in check["sources"]), comma)
    about = join((visit.link(thing) for thing in check["about"]), " · ")
    found = join([press.kind(visit, check["kind"]), about], " ") if alone else about
    right = element(
        "p", element("b", visit.t("press.right")), " ", visit.text(check["right"]), cls="tt-right"
    )
    how = element(
        "p",
        visit.text(check["how"]),
        " ",
        read_in,
        " ",
        evidence.checked(visit, check["checked"]),
        cls="tt-from",
    )
    from_ = element(
        "p",
        visit.t("press.told_in"),
        " ",
        told_in,
        None if alone else " · ",
        None if alone else press.own_page(visit, check),
        cls="tt-from",
    )
    told = element("h1" if alone else "h3", visit.text(check["told"]))
    return element(
        "article", element("p", found, cls="tt-kicker"), told, right, how, from_, cls="tt-statement"
    )


def nothing(visit: Visit, view: PressView, subject: str | None, checks: Iterable[Check]) -> Markup:
    """Why no statement is shown, what may have been meant, and the way back to all."""
    unknown = view.work is not None and subject is None
    why = visit.t("press.unknown_work", name=view.work) if unknown else visit.t("press.no_match")
    near = _meant(view.work, checks) if unknown and view.work else []
    offers = (
        element(
            "li",
            element("a", visit.label(thing), href=visit.href("press", view.but(work=thing["id"]).params())),
        )
        for thing in near
    )
    back = element("a", visit.t("press.show_all"), href=visit.href("press"))
    return element(
        "div",
        notices.empty(why),
        element("ul", join(offers), cls="tt-offers") if near else None,
        element("p", back),
        cls="tt-section",
    )


def _meant(name: str, checks: Iterable[Check]) -> list[Mapping[str, Any]]:
    """Things that a name may mean, of those that there is a statement about."""
    told = {thing["id"]: thing for check in checks for thing in check["about"]}
    return [told[hit.id] for hit in store.search(name) if hit.id in told][:3]


def unknown(visit: Visit, id_: str, known: Sequence[str]) -> Markup:
    """In the place of a statement that there is not: the nearest ones, and the way to all."""
    near = [
        element("li", element("a", name, href=visit.href("press", id=name)))
        for name in nearest(id_, known, 3)
    ]
    back = element("a", visit.t("press.show_all"), href=visit.href("press"))
    return element(
        "section",
        element("h1", visit.t("press.unknown", id=id_)),
        element("ul", join(near), cls="tt-offers") if near else None,
        element("p", back),
        cls="tt tt-page tt-unknown",
    )


def as_text(visit: Visit, check: Check) -> str:
    """A statement as plain text, for who wants to object to it."""
    sources = visit.t("list.comma").join(visit.label(source) for source in check["sources"])
    lines = [
        f"{visit.t('press.told')}: {visit.text(check['told'])}",
        f"{visit.t('press.right')}: {visit.text(check['right'])} ({visit.t('press.' + check['kind'])})",
        f"{visit.t('press.how')}: {visit.text(check['how'])} {sources}",
    ]
    return "\n".join(lines)
