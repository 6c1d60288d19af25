"""Addresses for others on the network, and the QR code of the terminal."""

import subprocess
import sys

import pytest

from edu_core.network import (
    MOST_SOCKETS,
    Interface,
    addresses,
    choose_addresses,
    is_reachable,
    terminal_qr,
)


@pytest.mark.parametrize(
    ("address", "reachable"),
    [
        ("192.168.1.20", True),
        ("10.0.0.5", True),
        ("172.17.4.9", True),  # a school may use what containers use elsewhere
        ("127.0.0.1", False),
        ("169.254.3.4", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("2001:db8::7", False),
        ("no address", False),
    ],
)
def test_only_addresses_that_others_reach_are_offered(address: str, reachable: bool) -> None:
    assert is_reachable(address) is reachable


LOOPBACK = ("lo", "127.0.0.1")
DOCKER = ("docker0", "172.17.0.1")
WIFI = ("wlp2s0", "192.168.1.23")

CASES = {
    "a laptop on Wi-Fi": ([LOOPBACK, WIFI], "192.168.1.23", ["192.168.1.23"]),
    "containers and their bridges": (
        [LOOPBACK, DOCKER, ("br-4f2a", "172.18.0.1"), ("veth1", "172.19.0.2"), WIFI],
        "192.168.1.23",
        ["192.168.1.23"],
    ),
    "a VPN that takes all traffic": ([("tun0", "10.8.0.6"), WIFI], "10.8.0.6", ["192.168.1.23"]),
    "a VPN of Windows": (
        [("某某 VPN", "10.9.1.4"), ("WLAN", "192.168.31.8")],
        "10.9.1.4",
        ["192.168.31.8"],
    ),
    "WireGuard and Tailscale": (
        [("wg0", "10.66.0.2"), ("tailscale0", "100.101.5.6"), WIFI],
        "10.66.0.2",
        ["192.168.1.23"],
    ),
    "virtual machines on Windows": (
        [
            ("vEthernet (WSL)", "172.29.80.1"),
            ("VMware Network Adapter VMnet8", "192.168.146.1"),
            ("VirtualBox Host-Only Network", "192.168.56.1"),
            ("以太网", "10.20.3.4"),
        ],
        "10.20.3.4",
        ["10.20.3.4"],
    ),
    "a cable to the internet and Wi-Fi to the phones": (
        [("以太网", "10.20.3.4"), ("WLAN", "192.168.31.8")],
        "10.20.3.4",
        ["192.168.31.8", "10.20.3.4"],
    ),
    "the hotspot of the laptop itself": (
        [("以太网", "10.20.3.4"), ("本地连接* 2", "192.168.137.1")],
        "10.20.3.4",
        ["10.20.3.4", "192.168.137.1"],
    ),
    "no way out: a hall without internet": ([LOOPBACK, WIFI], "", ["192.168.1.23"]),
    "two cables": (
        [("eth0", "192.168.5.2"), ("eth1", "10.1.1.1")],
        "10.1.1.1",
        ["10.1.1.1", "192.168.5.2"],
    ),
    "a public address beside a private one": (
        [("eth1", "10.1.1.1"), ("eth2", "8.8.4.4")],
        "8.8.4.4",
        ["10.1.1.1", "8.8.4.4"],
    ),
    "a Mac": (
        [
            ("lo0", "127.0.0.1"),
            ("utun3", "10.2.0.9"),
            ("awdl0", "169.254.1.1"),
            ("en0", "10.0.1.7"),
        ],
        "10.2.0.9",
        ["10.0.1.7"],
    ),
    "IPv6 and link-local only": ([("en0", "fe80::1%en0"), ("en1", "169.254.7.7")], "", []),
    "inside a container or a virtual machine": ([DOCKER], "172.17.0.1", ["172.17.0.1"]),
    "two names of one address": ([WIFI, ("wlan0", WIFI[1])], WIFI[1], [WIFI[1]]),
    "no network": ([LOOPBACK], "", []),
}


@pytest.mark.parametrize("case", CASES)
def test_the_address_that_phones_reach_comes_first_among_many(case: str) -> None:
    found, outward, expected = CASES[case]
    interfaces = [Interface(name, address) for name, address in found]
    assert list(choose_addresses(interfaces, outward)) == expected


def test_what_this_machine_offers_is_reachable_and_named_once() -> None:
    found = addresses()
    assert len(found) == len(set(found))
    assert all(is_reachable(address) for address in found)


def test_the_terminal_code_is_a_block_of_even_lines() -> None:
    lines = terminal_qr("http://192.168.1.20:8501").splitlines()
    assert len(lines) > 10
    assert len({len(line) for line in lines if line}) == 1


def test_a_program_may_open_as_many_sockets_as_a_hall_has_phones() -> None:
    script = (
        "import resource\n"
        "from edu_core.network import allow_many_sockets\n"
        "most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, most))\n"
        "allow_many_sockets()\n"
        "print(*resource.getrlimit(resource.RLIMIT_NOFILE))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    limit, most = map(int, done.stdout.split())
    assert limit == (MOST_SOCKETS if most < 0 else min(MOST_SOCKETS, most))
