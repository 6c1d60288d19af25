"""A folder of its own for the script: Streamlit would run the files of a ``pages`` folder beside it
as pages of their own, without anybody being signed in.
"""
