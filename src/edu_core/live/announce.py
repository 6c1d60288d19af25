"""What the terminal says at the start: where the app is, and how to make the first account."""

import click

from edu_core.network import addresses, terminal_qr
from edu_core.services.accounts import offer_claim
from edu_core.services.context import Edu


def announce(edu: Edu) -> None:
    """Print the addresses with a QR code, and the one-time link while there is no administrator."""
    port = edu.settings.port
    found = addresses()
    shared = edu.settings.public_address or (f"http://{found[0]}:{port}" if found else "")
    lines = ["", "青窗已经打开。", f"  这台电脑：     http://localhost:{port}"]
    if shared:
        lines.append(f"  同一 Wi-Fi：   {shared}")
    lines += [f"                 http://{other}:{port}" for other in found[1:3]]
    click.echo("\n".join(lines))
    if shared:
        click.echo(terminal_qr(shared))
    claim = offer_claim(edu)
    if claim is not None:
        click.echo(
            "还没有管理员。请在这台电脑上打开下面的链接建立第一个账号（只能用一次，不要发给别人）：\n"
            f"  http://localhost:{port}/claim/{claim}\n"
        )
    for problem in edu.library().problems:
        click.echo(f"  {problem}", err=True)
