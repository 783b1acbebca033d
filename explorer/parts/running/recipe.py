"""Before a run: what can be run, what it needs and takes here, and the button that starts it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from explorer import store
from explorer.entries import counts
from explorer.machine import Machine, machine, size
from explorer.markup import Markup, element, join
from explorer.parts import claims, gallery, notices, works
from explorer.parts.actions import button
from explorer.parts.frame import account
from explorer.parts.running import orders, runs
from explorer.parts.twin import wide
from explorer.serving import access
from explorer.visit import Visit
from reproductions import launch
from reproductions.catalog import Preset, Reproduction


def overview(visit: Visit, known: Mapping[str, Reproduction]) -> None:
    """Everything that can be run with its standing, and the runs of this machine."""
    cards = join(_door(visit, paper, reproduction) for paper, reproduction in known.items())
    ledger = element("a", visit.t("reproduce.to_ledger"), href=visit.href("ledger"))
    head = join(
        [
            element("h1", visit.t("reproduce.title")),
            element("p", visit.t("reproduce.lede"), cls="tt-lede"),
            element("p", ledger),
        ]
    )
    doors = (
        element("div", cards, cls="tt-doors tt-labs")
        if cards
        else notices.empty(visit.t("reproduce.nothing"))
    )
    st.html(element("article", head, doors, cls="tt tt-page"))
    found = store.runs()
    _going(visit, tuple(run.id for run in found if run.active))
    listed = runs.table(visit, found[:20]) if found else notices.empty(visit.t("runs.none"))
    st.html(element("div", works.section(visit.t("home.runs"), listed), cls="tt tt-page"))


@st.fragment(run_every=3.0)
def _going(visit: Visit, shown: tuple[str, ...]) -> None:
    """What runs now and how far it is; the whole page anew once a run has begun or ended."""
    active = [run for run in store.runs() if run.active]
    if tuple(run.id for run in active) != shown:
        st.rerun()
    if active:
        st.html(element("div", join(runs.going(visit, run) for run in active), cls="tt tt-page tt-now"))


def _door(visit: Visit, paper: str, reproduction: Reproduction) -> Markup:
    """One reproduction: what it does, how its claims stand, and the way in."""
    counted = counts(entry for entry in store.claims() if entry.claim.paper == paper)
    standing = join(
        element("span", claims.shape(verdict), f"{n} ", claims.word(visit, verdict))
        for verdict, n in counted.items()
        if n
    )
    return element(
        "a",
        element("h2", runs.label(visit, paper)),
        element("p", reproduction.title),
        element("p", about(visit, reproduction), cls="tt-small"),
        element("p", standing, cls="tt-standing") if standing else None,
        href=visit.href("reproduce", paper=paper),
        cls="tt-door",
    )


def about(visit: Visit, reproduction: Reproduction) -> str:
    """What the reproduction does, in a line."""
    return store.words(reproduction.id, visit.language).get("about", reproduction.about)


def not_runnable(visit: Visit, paper: str, known: Mapping[str, Reproduction]) -> None:
    """A work that nobody has reproduced here, or no work at all."""
    notices.title(visit, visit.t("unknown.title"))
    offers = join(
        element("li", element("a", r.title, href=visit.href("reproduce", paper=id_)))
        for id_, r in known.items()
    )
    st.html(
        element(
            "section",
            element("h1", visit.t("reproduce.not_runnable", name=runs.label(visit, paper))),
            element("p", visit.t("reproduce.offer" if offers else "reproduce.nothing"), cls="tt-lede"),
            element("ul", offers, cls="tt-offers") if offers else None,
            cls="tt tt-page tt-unknown",
        )
    )


def page(visit: Visit, reproduction: Reproduction) -> None:
    """One reproduction: presets, what each needs, start; then claims, settings and earlier runs."""
    name = runs.label(visit, reproduction.id)
    head = element(
        "header",
        element("p", visit.t("reproduce.kicker"), cls="tt-kicker"),
        element("h1", visit.t("reproduce.heading", name=name)),
        element("p", about(visit, reproduction), cls="tt-lede"),
        element(
            "p",
            button(visit.t("reproduce.to_paper"), visit.href("paper", id=reproduction.id)),
            cls="tt-actions",
        ),
        cls="tt-head",
    )
    st.html(element("div", head, element("h2", visit.t("reproduce.choose")), cls="tt tt-page tt-slim"))
    _form(visit, reproduction)
    earlier = store.runs(reproduction.id)
    history = runs.table(visit, earlier[:20]) if earlier else notices.empty(visit.t("runs.none"))
    st.html(
        element(
            "div",
            works.section(visit.t("reproduce.history"), history),
            _ledger(visit, reproduction),
            works.section(visit.t("gallery.title"), gallery.show(visit, reproduction.id)),
            works.section(
                visit.t("reproduce.criteria"), _criteria(visit, reproduction), count=len(reproduction.claims)
            ),
            works.section(visit.t("reproduce.settings"), _settings(visit, reproduction)),
            cls="tt tt-page",
        )
    )


def _ledger(visit: Visit, reproduction: Reproduction) -> Markup | None:
    """Every claim of the work as it stands in the ledger; nothing where the facts do not know the work."""
    if reproduction.id not in store.base().papers:
        return None
    made = store.card(reproduction.id)["claims"]
    table = claims.table(visit, made, store.standings(reproduction.id)) if made else None
    return works.section(visit.t("reproduce.ledger"), table, count=len(made))


def _form(visit: Visit, reproduction: Reproduction) -> None:
    presets = list(reproduction.presets)
    devices = launch.devices()
    with st.container(key="recipe"):
        preset = st.segmented_control(
            visit.t("reproduce.preset"),
            presets,
            format_func=visit.preset,
            default=presets[0],
            required=True,
            key=f"reproduce-preset-{reproduction.id}",
        )
        device = devices[-1]
        if len(devices) > 1:
            device = st.segmented_control(
                visit.t("runs.device"), devices, default=device, required=True, key="reproduce-device"
            )
        st.html(element("div", _needs(visit, reproduction, preset, device), cls="tt tt-needs"))
        seed = st.number_input(visit.t("reproduce.seed"), 0, 1_000_000, 0, key="reproduce-seed", width=160)
        _start(visit, reproduction, preset, device, seed)


def _needs(visit: Visit, reproduction: Reproduction, preset: str, device: str) -> Markup:
    chosen = reproduction.presets[preset]
    try:
        needed = launch.estimate(reproduction.id, preset, device)
    except launch.ReproductionError as error:
        return notices.empty(error.message)
    said = store.words(reproduction.id, visit.language)
    seeds = {**reproduction.defaults, **chosen.config}.get("seeds", 1)
    here = machine(store.runs_home())
    rows = [
        (visit.t("reproduce.what"), said.get(f"preset.{preset}", chosen.about)),
        (visit.t("reproduce.time"), _time(visit, chosen, needed)),
        (visit.t("runs.device"), needed.device),
        (visit.t("reproduce.machine"), _machine(visit, here)),
        (visit.t("runs.dataset"), _data(visit, needed)),
        (visit.t("reproduce.seeds"), seeds),
    ]
    judged = element(
        "div", element("dt", visit.t("reproduce.judged")), element("dd", _judged(visit, reproduction, preset))
    )
    return join([works.facts(rows), element("dl", judged, cls="tt-judged")])


def _machine(visit: Visit, here: Machine) -> str:
    """What this machine has for it, as far as the system tells."""
    parts = [visit.t("reproduce.cores", n=here.cores)]
    if here.memory:
        parts.append(visit.t("reproduce.memory", size=size(here.memory)))
    if here.room is not None:
        parts.append(visit.t("reproduce.room", size=size(here.room)))
    return visit.t("list.comma").join(parts)


def _judged(visit: Visit, reproduction: Reproduction, preset: str) -> Markup:
    """The claims that the run will be held against, and what recorded runs of this size said of them."""
    before = {standing.claim: standing.verdict for standing in store.standings_of(reproduction.id, preset)}
    return element(
        "ul",
        join(
            element(
                "li",
                element("code", test.id),
                " ",
                join([claims.shape(before[test.id]), claims.word(visit, before[test.id])])
                if test.id in before
                else visit.t("reproduce.not_judged"),
            )
            for test in reproduction.claims
        ),
        cls="tt-tests",
    )


def _time(visit: Visit, preset: Preset, needed: launch.Estimate) -> str:
    if needed.seconds is not None:
        return visit.t("reproduce.takes", time=runs.duration(visit, needed.seconds))
    if preset.budget_seconds:
        return visit.t("reproduce.budget", time=runs.duration(visit, preset.budget_seconds))
    return visit.t("reproduce.unmeasured")


def _data(visit: Visit, needed: launch.Estimate) -> Markup:
    if needed.dataset_present:
        sentence = visit.t("reproduce.data_here", name=needed.dataset)
    elif needed.substitute:
        sentence = visit.t("reproduce.data_substitute", name=needed.dataset, other=needed.substitute)
    else:
        sentence = visit.t("reproduce.data_missing", name=needed.dataset)
    note = needed.note if visit.language == "en" or not needed.dataset_present else None
    return join([element("span", sentence), element("p", note, cls="tt-from") if note else None])


def _start(visit: Visit, reproduction: Reproduction, preset: str, device: str, seed: int) -> None:
    refused = access.refusal(visit, preset)
    pressed = st.button(
        visit.t("reproduce.start"), type="primary", key="reproduce-start", disabled=bool(refused)
    )
    if refused:
        account.refusal(visit, refused)
    elif pressed:
        begun = orders.start(visit, reproduction.id, preset, device, seed)
        if isinstance(begun, str):
            notices.refusal(begun)
        else:
            visit.show({"run": begun.id})
    going = [run for run in store.runs() if run.active]
    if going:
        names = join((element("a", run.id, href=visit.href("reproduce", run=run.id)) for run in going), ", ")
        st.html(element("p", visit.t("reproduce.going"), " ", names, cls="tt tt-small"))


def _criteria(visit: Visit, reproduction: Reproduction) -> Markup:
    facts, said = store.base().claims, store.words(reproduction.id, visit.language)
    rows = [
        element(
            "tr",
            element("td", element("code", test.id)),
            element("td", visit.text(facts[test.id].statement) if test.id in facts else test.claim),
            element("td", said.get(f"criterion.{test.id}", test.criterion)),
        )
        for test in reproduction.claims
    ]
    heads = join(
        element("th", visit.t(f"reproduce.col_{name}"), scope="col") for name in ("id", "claim", "criterion")
    )
    head, body = element("thead", element("tr", heads)), element("tbody", join(rows))
    return wide(element("table", head, body, cls="tt-stacked"), visit.t("reproduce.criteria"))


def _settings(visit: Visit, reproduction: Reproduction) -> Markup:
    rows = [
        element("tr", join(element("td", cell) for cell in (s.name, s.paper, s.code, s.ours, s.why)))
        for s in reproduction.settings
    ]
    names = ("setting", "paper", "code", "ours", "why")
    heads = join(element("th", visit.t(f"reproduce.col_{name}"), scope="col") for name in names)
    table = element("table", element("thead", element("tr", heads)), element("tbody", join(rows)))
    return element(
        "details",
        element("summary", visit.t("reproduce.settings_fold", n=len(rows))),
        element(
            "div",
            table,
            cls="tt-scroll",
            tabindex="0",
            role="region",
            aria_label=visit.t("reproduce.settings"),
        ),
        cls="tt-fold tt-table",
    )
