"""What the documents promise is there, and nothing of a machine stands in the tree."""

import re
import subprocess
from pathlib import Path

import pytest

from edu_core.cli import main
from edu_core.config import Settings
from edu_core.content.schema import write_schemas
from edu_core.domain.items import KINDS

ROOT = Path(__file__).parents[2]
AUTHORING = (ROOT / "docs/authoring.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines()]


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_is_explained_to_authors(kind: str) -> None:
    assert f"| `{kind}` |" in AUTHORING


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_explained(name: str) -> None:
    assert f"`EDU_{name.upper()}`" in OPERATIONS


@pytest.mark.parametrize("command", ["check", "new", "schema", "demo", "serve", "migrate"])
def test_every_command_is_documented(command: str) -> None:
    assert command in main.commands
    documents = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    documents += (ROOT / "README.md").read_text(encoding="utf-8")
    documents += (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"edu {command}" in documents


def test_every_code_of_a_check_is_explained_to_authors() -> None:
    used: set[str] = set()
    for path in (ROOT / "src/edu_core/content").glob("*.py"):
        used |= set(re.findall(r'"([EL]\d{3})"', path.read_text(encoding="utf-8")))
    assert used
    assert {code for code in used if code not in AUTHORING} == set()


def test_the_editor_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    for written in write_schemas(tmp_path):
        shipped = (ROOT / "docs" / written.name).read_text(encoding="utf-8")
        assert shipped == written.read_text(encoding="utf-8")


def test_links_and_pictures_in_documents_exist() -> None:
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)\)", text):
            if not target.startswith("http"):
                assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_nothing_of_a_machine_or_a_package_host_stands_in_the_tree() -> None:
    forbidden = re.compile(
        "|".join(["/wo" + "rk/", "/ro" + "ot/", "pypi" + r"\.org", "uv" + r"\.lock\b"])
    )
    found = []
    for path in _tracked():
        if path.suffix in (".png", ".svg") or path.name in (".gitignore",):
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.name}: {match.group()}" for match in forbidden.finditer(text)]
    assert found == []


def test_markup_is_never_passed_through_unchecked() -> None:
    word = "unsafe_allow" + "_html"
    assert [
        path.name for path in _tracked() if path.suffix == ".py" and word in path.read_text("utf-8")
    ] == []


def test_the_composition_root_is_used_only_at_the_edges() -> None:
    edges = {"app.py", "cli.py", "main.py", "routes.py", "bootstrap.py", "school.py"}
    # those of the bench and the pictures build a program of their own
    edges |= {"live_pictures.py", "games.py", "photographs.py", "records.py", "crash.py"}
    users = {
        path.name
        for path in _tracked()
        if path.suffix == ".py"
        and not path.is_relative_to(ROOT / "tests")
        and "edu_core.bootstrap import" in path.read_text("utf-8")
    }
    assert users <= edges
