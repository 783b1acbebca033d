"""The explorer: `kb serve`, or `streamlit run explorer/app.py`. Page config and navigation only."""

from pathlib import Path

import streamlit as st

from explorer import links, store, visit
from explorer.parts import notices
from explorer.parts.frame import frame

HERE = Path(__file__).resolve().parent

# Before st.navigation: otherwise the browser asks a font server for an icon.
st.set_page_config(page_title="timetested", page_icon=HERE / "static" / "icon.png", layout="wide")

page = st.navigation(
    [
        st.Page(HERE / "views" / f"{name or 'home'}.py", title="timetested", url_path=name, default=not name)
        for name in links.PAGES
    ],
    position="hidden",
)
store.look()
visitor = visit.current()
frame.dress(visitor)
with st.container(key="header"):
    frame.header(visitor, page.url_path, st.query_params.to_dict())
body = st.container(key="page")
with st.container(key="footer"):
    frame.footer(visitor)  # before the page, which may stop early
with body:
    if problems := store.problems():
        notices.facts_invalid(visitor, problems)
    else:
        page.run()
