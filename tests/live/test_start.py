"""What a server loads before its first visitor comes."""

import subprocess
import sys

from tools.server import ROOT


def test_a_server_starts_without_what_reads_photographs_and_counts_figures() -> None:
    script = (
        "import sys\n"
        "import app\n"
        "heavy = {'alembic', 'cv2', 'numpy', 'pandas', 'pypinyin', 'sqlalchemy'}\n"
        "print(*sorted(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["sqlalchemy"]  # which shows that the list can be seen at all
