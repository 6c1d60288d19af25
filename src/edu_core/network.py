"""Where this machine can be reached from the same network, and a QR code for the terminal."""

import contextlib
import io
import ipaddress
import socket

import segno


def addresses() -> tuple[str, ...]:
    """The IPv4 addresses of this machine on the local network, the most likely one first.

    The first is the one from which the machine would send outwards (asked of the operating
    system without sending anything); private ranges come before others; loopback, link-local
    and container bridges (172.17.x.x) are left out.
    """
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation: nothing is sent
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    with contextlib.suppress(OSError):
        found.extend(
            str(entry[4][0])
            for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        )
    usable = [address for address in dict.fromkeys(found) if is_reachable(address)]
    return tuple(sorted(usable, key=lambda address: not ipaddress.ip_address(address).is_private))


def is_reachable(address: str) -> bool:
    """Whether other machines of the network could reach this address."""
    parsed = ipaddress.ip_address(address)
    bridge = parsed in ipaddress.ip_network("172.17.0.0/16")
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified or bridge)


def terminal_qr(text: str) -> str:
    """A QR code in half blocks, to be scanned from the terminal."""
    out = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()
