"""What the terminal says at the start: where the app is, and how to make the first account."""

from collections.abc import Sequence

import click

from edu_core.config import Settings
from edu_core.network import addresses, terminal_qr
from edu_core.services.accounts import offer_claim
from edu_core.services.context import Edu


def announce(edu: Edu) -> None:
    """Print the addresses with a QR code, and the one-time link while there is no administrator."""
    click.echo(_where(edu.settings, addresses()))
    claim = offer_claim(edu)
    if claim is not None:
        click.echo(
            "还没有管理员。请在这台电脑上打开下面的链接建立第一个账号（只能用一次，不要发给别人）：\n"
            f"  http://localhost:{edu.settings.port}/claim/{claim}\n"
        )
    for problem in edu.library().problems:
        click.echo(f"  {problem}", err=True)


def _where(settings: Settings, found: Sequence[str]) -> str:
    """The addresses, the most likely one as a QR code, and what to do when none is of use."""
    port = settings.port
    shared = settings.public_address or (f"http://{found[0]}:{port}" if found else "")
    lines = ["", "青窗已经打开。", f"  这台电脑：     http://localhost:{port}"]
    if not shared:
        lines.append("  没有找到别的设备能用的地址：请让这台电脑连上 Wi-Fi，再重新启动。")
        return "\n".join(lines)
    lines.append(f"  同一 Wi-Fi：   {shared}")
    others = found if settings.public_address else found[1:]
    lines += [f"  或者：         http://{other}:{port}" for other in others[:2]]
    lines += ["", terminal_qr(shared)]
    lines.append(
        "手机要和这台电脑连同一个 Wi-Fi，再扫码或输入上面的地址。打不开的话，试试别的地址，"
    )
    lines.append(f"并看看这台电脑的防火墙有没有拦住端口 {port}。")
    return "\n".join(lines)
