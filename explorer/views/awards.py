"""Prizes year by year, and how long they took: /awards, or one series: /awards?series=turing-award."""

from collections import Counter

import streamlit as st

from explorer import store, visit
from explorer.charts import lags
from explorer.links.awards import AwardsView
from explorer.markup import element, join
from explorer.parts import notices, works
from explorer.parts.telling import prizes
from explorer.parts.twin import twin
from kb.record import earliest

visitor = visit.current()
base, runnable = store.base(), store.reproductions()
asked = AwardsView.read(st.query_params)
names = prizes.series_names(base.awards.values(), visitor.language)
series = asked.series if asked.series in names else None
awards = [award for award in base.awards.values() if series in (None, award.series)]
awards.sort(key=lambda award: (earliest(award.date), award.id), reverse=True)
notices.title(visitor, names.get(series, visitor.t("nav.awards")))

counts = Counter(award.series for award in base.awards.values())
found = lags.lags(awards, base.papers)
unknown = (
    notices.empty(visitor.t("awards.unknown", series=asked.series)) if asked.series and not series else None
)
head = element(
    "header",
    element("h1", names.get(series, visitor.t("nav.awards"))),
    element(
        "p", visitor.t("awards.lede", n=len(awards), works=len({lag.work.id for lag in found})), cls="tt-lede"
    ),
    unknown,
    prizes.filters(visitor, names, counts, series),
    cls="tt-head tt-wide",
)
table = element("p", visitor.t("awards.explained"), cls="tt-from")
drawn = join([table, lags.drawing(visitor, found, runnable)])
body = join(
    [
        works.section(
            visitor.t("awards.lags"),
            drawn,
            twin(visitor.t("awards.table", n=len(found)), lags.table(visitor, found, runnable)),
        )
        if found
        else None,
        works.section(visitor.t("awards.chronicle"), prizes.chronicle(visitor, awards, runnable)),
    ]
)
st.html(element("div", head, body if awards else notices.empty(visitor.t("awards.none")), cls="tt tt-page"))
