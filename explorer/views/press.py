"""/press"""

import streamlit as st

from explorer import visit
from explorer.markup import element
from explorer.parts import notices

visitor = visit.current()
notices.title(visitor, visitor.t("nav.press"))
st.html(element("div", element("h1", visitor.t("nav.press")), cls="tt tt-page"))
