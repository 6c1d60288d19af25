"""Where this machine can be reached from the same network, and a QR code for the terminal."""

import io
import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass

import psutil
import segno

_VIRTUAL = re.compile(
    r"^(docker|br-|veth|virbr|vmnet|vboxnet|podman|cni|flannel|lxc|lxd|tun|tap|utun|wg|zt|ppp|ipsec"
    r"|awdl|llw|anpi|ifb|dummy)"
    r"|virtualbox|vmware|vethernet|hyper-v|wsl|tailscale|zerotier|vpn|tap-windows|wintun|bluetooth"
    r"|蓝牙|loopback",
    re.IGNORECASE,
)
"""Names of interfaces that lead to containers, virtual machines and tunnels, never to phones."""
MOST_SOCKETS = 10_240
"""Enough for the largest game and the pages beside it; macOS takes no larger number."""
_WIRELESS = re.compile(r"^(wl|wifi|ath|ra\d)|wi-fi|wlan|wireless|无线", re.IGNORECASE)


@dataclass(frozen=True)
class Interface:
    """An address of this machine, and the name of the interface that has it."""

    name: str
    address: str


def addresses() -> tuple[str, ...]:
    """The IPv4 addresses of this machine on the local network, the most likely one first."""
    return choose_addresses(_interfaces(), _outward())


def choose_addresses(found: Iterable[Interface], outward: str = "") -> tuple[str, ...]:
    """The addresses that phones of the same network could reach, the most likely one first.

    Private ranges come before others, wireless interfaces before cables, because phones are on
    Wi-Fi, then ``outward``: the address from which the machine would send to the internet. With
    a VPN that is the VPN's. Interfaces of containers, virtual machines and tunnels are offered
    only where there is nothing else; loopback, link-local and IPv6 addresses, which nobody can
    type, never are.
    """
    usable = [one for one in found if is_reachable(one.address)]
    real = [one for one in usable if _VIRTUAL.search(one.name) is None]

    def least_likely(one: Interface) -> tuple[bool, bool, bool]:
        private = ipaddress.ip_address(one.address).is_private
        return (not private, _WIRELESS.search(one.name) is None, one.address != outward)

    return tuple(dict.fromkeys(one.address for one in sorted(real or usable, key=least_likely)))


def is_reachable(address: str) -> bool:
    """Whether this is an IPv4 address that other machines of a network could reach."""
    try:
        parsed = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return not (
        parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified or parsed.is_multicast
    )


def _interfaces() -> list[Interface]:
    """The IPv4 addresses of all interfaces that are switched on."""
    states = psutil.net_if_stats()
    return [
        Interface(name, entry.address)
        for name, entries in psutil.net_if_addrs().items()
        if name not in states or states[name].isup
        for entry in entries
        if entry.family is socket.AF_INET
    ]


def _outward() -> str:
    """The address from which the machine would send, asked of the operating system."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved for documentation: nothing is sent
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def terminal_qr(text: str) -> str:
    """A QR code in half blocks, to be scanned from the terminal."""
    out = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(out, compact=True, border=2)
    return out.getvalue()


def allow_many_sockets() -> None:
    """Let this program have as many sockets as the system allows it: a hall needs one for every
    phone, and macOS gives 256 to begin with. Windows has no such limit.
    """
    try:
        import resource
    except ImportError:
        return
    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_SOCKETS if most == resource.RLIM_INFINITY else min(MOST_SOCKETS, most)
    if limit != resource.RLIM_INFINITY and limit < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
