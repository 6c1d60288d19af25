"""Addresses for others on the network, and the QR code of the terminal."""

import pytest

from edu_core.network import addresses, is_reachable, terminal_qr


@pytest.mark.parametrize(
    ("address", "reachable"),
    [
        ("192.168.1.20", True),
        ("10.0.0.5", True),
        ("127.0.0.1", False),
        ("169.254.3.4", False),
        ("172.17.0.1", False),
        ("0.0.0.0", False),
    ],
)
def test_only_addresses_that_others_reach_are_offered(address: str, reachable: bool) -> None:
    assert is_reachable(address) is reachable


def test_what_is_offered_is_reachable_and_named_once() -> None:
    found = addresses()
    assert len(found) == len(set(found))
    assert all(is_reachable(address) for address in found)


def test_the_terminal_code_is_a_block_of_even_lines() -> None:
    lines = terminal_qr("http://192.168.1.20:8501").splitlines()
    assert len(lines) > 10
    assert len({len(line) for line in lines if line}) == 1
