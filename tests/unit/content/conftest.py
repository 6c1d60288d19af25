"""Content that a test may spoil."""

from pathlib import Path

import pytest


@pytest.fixture
def root(content_root: Path) -> Path:
    """A copy of the sample content."""
    return content_root
