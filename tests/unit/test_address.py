"""Whose word is believed about where a request comes from."""

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from edu_core.config import Settings
from edu_core.live.address import client_address, is_secure


def _request(peer: str, **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "server": ("school", 80),
            "path": "/",
            "query_string": b"",
            "headers": raw,
            "client": (peer, 5000),
        }
    )


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "address"),
    [
        ("", "127.0.0.1", "6.6.6.6", "127.0.0.1"),
        ("", "10.0.0.7", "6.6.6.6", "10.0.0.7"),
        ("10.0.0.1", "10.0.0.7", "6.6.6.6", "10.0.0.7"),
        ("10.0.0.1", "10.0.0.1", "6.6.6.6", "6.6.6.6"),
        ("10.0.0.1", "::ffff:10.0.0.1", "6.6.6.6", "6.6.6.6"),
        ("10.0.0.1", "10.0.0.1", "invented, 6.6.6.6", "6.6.6.6"),
        ("10.0.0.1", "10.0.0.1", "1.1.1.1, 6.6.6.6", "6.6.6.6"),
        ("10.0.0.0/24, 192.168.0.1", "10.0.0.9", "6.6.6.6, 192.168.0.1", "6.6.6.6"),
        ("10.0.0.1", "10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", "6.6.6.6, nonsense", "10.0.0.1"),
        ("", "2001:db8::1", "", "2001:db8::/64"),
        ("", "2001:db8::ffff:2", "", "2001:db8::/64"),
        ("", "fe80::1%eth0", "", "fe80::/64"),
        ("", "testclient", "", "testclient"),
    ],
)
def test_only_a_trusted_proxy_is_believed(
    trusted: str, peer: str, forwarded: str, address: str
) -> None:
    settings = Settings(trusted_proxies=trusted)
    assert client_address(_request(peer, x_forwarded_for=forwarded), settings) == address


def test_a_cookie_is_for_https_alone_where_https_is_spoken() -> None:
    behind = _request("10.0.0.1", x_forwarded_proto="https")
    assert not is_secure(behind, Settings())
    assert is_secure(behind, Settings(trusted_proxies="10.0.0.1"))
    assert is_secure(_request("10.0.0.7"), Settings(secure_cookies=True))
    assert not is_secure(_request("10.0.0.7"), Settings())


def test_a_mistake_in_the_setting_stops_the_program() -> None:
    with pytest.raises(ValidationError):
        Settings(trusted_proxies="10.0.0.1, my-proxy")
