"""A folder of its own for the script: Streamlit takes a folder `pages` beside it for old-style pages."""
