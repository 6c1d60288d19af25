"""Tables on pages: what is in them, and what a server need not load for them."""

import subprocess
import sys

from streamlit.testing.v1 import AppTest

from tools.server import ROOT


def every_kind_of_column() -> None:
    from edu_core.ui.tables import draw_table

    draw_table(
        {
            "名字": ["李“雷”", "换\n行", ""],
            "题": [3, 10, 2],
            "分": [1, 2.5, None],
            "得分": [1.0, "—", 2],
            "时间": ["2026-11-24 10:00:00", "2026-11-24", "没有"],
            "学号": ["007", "12", "3"],
        }
    )
    draw_table({"空": [], "的": []})


def test_a_table_shows_what_it_is_given() -> None:
    page = AppTest.from_function(every_kind_of_column).run()
    assert not page.exception
    full, empty = (frame.value for frame in page.dataframe)
    assert full["名字"].tolist() == ["李“雷”", "换\n行", ""]
    assert full["题"].tolist() == [3, 10, 2]
    assert full["分"].tolist()[:2] == [1.0, 2.5]
    assert full["分"].isna().tolist() == [False, False, True]
    assert full["得分"].tolist() == ["1.0", "—", "2"]
    assert full["时间"].tolist() == ["2026-11-24 10:00:00", "2026-11-24", "没有"]
    assert full["学号"].tolist() == ["007", "12", "3"]
    assert list(empty.columns) == ["空", "的"]
    assert len(empty) == 0


def test_the_pages_with_tables_and_charts_load_no_pandas() -> None:
    command = [sys.executable, "-m", "tests.ui.drawing_process"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["plotly.graph_objs", "pyarrow"]
