"""What the press told: /press?kind=error&source=…&work=gan, or one statement: /press?id=strong-generator."""

import streamlit as st

from explorer import store, visit
from explorer.links.press import PressView
from explorer.markup import element
from explorer.parts import arrival, notices, report
from explorer.parts.telling import statements

visitor = visit.current()
asked = PressView.read(st.query_params)
checks = store.press()
everything = element("p", element("a", visitor.t("press.back", n=len(checks)), href=visitor.href("press")))

if asked.id is not None:
    one = next((check for check in checks if check["id"] == asked.id), None)
    if one is None:
        notices.title(visitor, visitor.t("unknown.title"))
        st.html(statements.unknown(visitor, asked.id, [check["id"] for check in checks]))
        st.stop()
    notices.title(visitor, visitor.text(one["told"]))
    shown = statements.entry(visitor, one, alone=True)
    text = report.text(
        visitor, one["id"], "press.yaml", statements.as_text(visitor, one), f"press?id={one['id']}"
    )
    wrong = report.fold(visitor, one["id"], text)
    st.html(element("div", shown, wrong, everything, cls="tt tt-page tt-statement-page"))
    arrival.at(None, one["id"])
    st.stop()

notices.title(visitor, visitor.t("nav.press"))
subject = store.resolve(asked.work, statements.SUBJECTS)
found = statements.chosen(checks, asked, subject)
head = element(
    "header",
    element("h1", visitor.t("press.title")),
    statements.summary(visitor, checks) if checks else notices.empty(visitor.t("press.none")),
    cls="tt-head",
)
ways = statements.choices(visitor, checks, asked, subject), statements.box(visitor, asked)
st.html(
    element(
        "div",
        head,
        *(ways if checks else ()),
        statements.shown(visitor, found, checks) if checks else None,
        statements.groups(visitor, found),
        statements.nothing(visitor, asked, subject, checks) if checks and not found else None,
        cls="tt tt-page",
    )
)
