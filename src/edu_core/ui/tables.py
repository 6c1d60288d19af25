"""Tables on pages, without pandas.

Handed lists, Streamlit and Arrow alike load pandas first, which costs the first page with a table
1.6 s of CPU, and the server 58 MB for ever.
"""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import streamlit as st

_LONGEST_ROW = 1 << 22
"""Bytes; a longer one is refused by Arrow."""


def draw_table(columns: Mapping[str, Sequence[object]], **options: Any) -> Any:
    """Draw columns of equal length; the options are those of ``st.dataframe``."""
    return st.dataframe(_arrow(columns), lazy=False, hide_index=True, **options)


def _arrow(columns: Mapping[str, Sequence[object]]) -> Any:
    """The columns as an Arrow table: numbers where there is nothing else, text elsewhere.

    They go through JSON, because the builders of Arrow load pandas too.
    """
    import pyarrow as arrow  # Streamlit brings it; 25 MB that a server of games does without
    from pyarrow import json as arrow_json

    kinds = {name: _kind(values) for name, values in columns.items()}
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64()}
    schema = arrow.schema([(name, types[kind]) for name, kind in kinds.items()])
    lines = [
        json.dumps(
            {
                name: None if value is None else kinds[name](value)
                for name, value in zip(columns, row, strict=True)
            }
        )
        for row in zip(*columns.values(), strict=True)
    ]
    if not lines:
        return arrow.Table.from_batches([], schema=schema)
    return arrow_json.read_json(
        BytesIO("\n".join(lines).encode()),
        read_options=arrow_json.ReadOptions(use_threads=False, block_size=_LONGEST_ROW),
        parse_options=arrow_json.ParseOptions(explicit_schema=schema),
    )


def _kind(values: Sequence[object]) -> Any:
    found = {type(value) for value in values if value is not None}
    if found == {int}:
        return int
    return float if found and found <= {int, float} else str
