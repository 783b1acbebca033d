"""/awards"""

import streamlit as st

from explorer import visit
from explorer.markup import element
from explorer.parts import notices

visitor = visit.current()
notices.title(visitor, visitor.t("nav.awards"))
st.html(element("div", element("h1", visitor.t("nav.awards")), cls="tt tt-page"))
