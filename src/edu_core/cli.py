"""The command ``edu``: serve, check, load the demonstration, write templates."""

import datetime
import os
import sys
from pathlib import Path

import click
import uvicorn

from edu_core.bootstrap import build
from edu_core.config import Settings
from edu_core.content.check import check_content, format_report
from edu_core.content.fix import fix_content
from edu_core.content.library import load_library
from edu_core.content.provenance import count_resting, resting_on
from edu_core.content.schema import write_schemas
from edu_core.content.statistics import statistics_lines
from edu_core.content.templates import write_new_lesson
from edu_core.domain.errors import EduError
from edu_core.domain.people import Person, Role
from edu_core.services import accounts, deleting, demonstration
from edu_core.services.context import Edu

_OPERATOR = Person(id=0, role=Role.ADMINISTRATOR, name="命令行")
"""Who runs a command has the machine and may do what an administrator may."""


@click.group()
def main() -> None:
    """青窗：课堂学习与测验。"""


@main.command()
@click.option("--port", type=int, help="端口，默认 8501。")
def serve(port: int | None) -> None:
    """Open the app and print where it is."""
    root = Path(__file__).resolve().parents[2]
    os.environ["EDU_PORT"] = str(port or Settings().port)
    os.chdir(root)  # lessons, data and the settings of the pages are found from here
    uvicorn.run(
        "app:app",
        app_dir=str(root),
        host="0.0.0.0",
        port=Settings().port,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # live/address.py decides whose word is believed
        server_header=False,
        ws_max_size=16 * 1024 * 1024,
        ws_per_message_deflate=False,
    )


@main.command()
@click.option("--strict", is_flag=True, help="建议也算不通过。")
@click.option("--fix", is_flag=True, help="先改好可以放心自动改的地方。")
@click.argument("root", type=click.Path(path_type=Path, exists=True), default=".")
def check(root: Path, strict: bool, fix: bool) -> None:
    """Check lessons and quizzes."""
    if fix:
        for mended in fix_content(root):
            click.echo(f"改好 {mended}")
    report = check_content(root, today=_today(), strict=strict)
    click.echo(format_report(report))
    sys.exit(0 if report.ok else 1)


@main.group()
def new() -> None:
    """Begin something new from a template."""


@new.command("lesson")
@click.argument("slug")
@click.argument("root", type=click.Path(path_type=Path, exists=True), default=".")
def new_lesson(slug: str, root: Path) -> None:
    """Write a commented lesson with its two quizzes and two pictures, ready to be changed."""
    try:
        written = write_new_lesson(root, slug, _today())
    except EduError as error:
        raise click.ClickException(error.message) from error
    for path in written:
        click.echo(f"写好 {path}")
    click.echo("现在可以打开它们修改；改的时候用 edu check 检查。")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default="docs")
def schema(folder: Path) -> None:
    """Write the JSON Schemas with which editors help authors."""
    for path in write_schemas(folder):
        click.echo(f"写好 {path}")


@main.command()
@click.argument("source", default="")
@click.argument("root", type=click.Path(path_type=Path, exists=True), default=".")
def sources(source: str, root: Path) -> None:
    """List the sources; with SOURCE, what rests on it."""
    library = load_library(root)
    if not source:
        counts = count_resting(library)
        for one in library.sources.values():
            due = f"，{one.review_by} 前复核" if one.review_by else ""
            click.echo(f"{one.id}  {one.title}（{one.dated}{due}）：{counts[one.id]} 处")
        return
    if source not in library.sources:
        raise click.ClickException(f"没有登记出处“{source}”。运行 edu sources 看全部出处。")
    found = resting_on(library, source)
    for place in found:
        click.echo(str(place))
    click.echo(f"依据“{library.source_title(source)}”的一共 {len(found)} 处。")


@main.command()
@click.argument("root", type=click.Path(path_type=Path, exists=True), default=".")
def stats(root: Path) -> None:
    """Count lessons and questions by band, topic, kind, level, key and source."""
    for line in statistics_lines(load_library(root)):
        click.echo(line)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


@main.command()
@click.option("--remove", is_flag=True, help="删除演示学校。")
def demo(remove: bool) -> None:
    """Load the demonstration school, or remove it."""
    edu = build(Settings())
    try:
        if remove:
            deleting.remove_demonstration(edu, _OPERATOR)
            click.echo("演示学校已经删除。")
            return
        count = demonstration.load_demonstration(edu, _owner(edu))
        click.echo(f"演示学校已经载入：3 个班，{count} 次答题。")
    except EduError as error:
        raise click.ClickException(error.message) from error


def _owner(edu: Edu) -> Person:
    """The administrator to whom demonstration classes are given."""
    from edu_core.storage import people

    with edu.store.read() as transaction:
        for person in people.list_staff(transaction):
            if person.role is Role.ADMINISTRATOR and not person.disabled:
                return person
    raise EduError("还没有管理员。请先运行程序，用终端里的链接建立管理员账号，再载入演示学校。")


@main.command("reset-password")
@click.argument("user_name")
def reset_password(user_name: str) -> None:
    """Give a teacher or administrator a new password: the way back for who forgot the only one."""
    edu = build(Settings())
    try:
        made = accounts.reset_password(edu, _OPERATOR, _staff_id(edu, user_name))
    except EduError as error:
        raise click.ClickException(error.message) from error
    click.echo(
        f"{made.person.name} 的新密码是 {made.password}，只显示这一次；登录以后请在设置里改掉。"
    )


def _staff_id(edu: Edu, user_name: str) -> int:
    found = [
        person for person in accounts.list_staff(edu, _OPERATOR) if person.user_name == user_name
    ]
    if not found:
        raise EduError(f"没有用户名是“{user_name}”的老师或管理员，什么都没有改动。")
    return found[0].id


@main.command()
def migrate() -> None:
    """Bring the tables of the database up to date."""
    build(Settings()).store.close()
    click.echo("数据库已经是最新的。")


if __name__ == "__main__":
    main()
