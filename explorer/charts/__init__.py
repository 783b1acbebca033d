"""Pure functions: data in, a Vega-Lite figure or HTML out; nothing here knows Streamlit."""
