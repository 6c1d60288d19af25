"""Where a request comes from: the peer, or what a trusted proxy says of it."""

import ipaddress

from starlette.requests import HTTPConnection

from edu_core.config import Settings

_LONGEST_CHAIN = 20


def client_address(connection: HTTPConnection, settings: Settings) -> str:
    """The address that failures are counted for.

    ``X-Forwarded-For`` is believed only from the proxies in ``EDU_TRUSTED_PROXIES``, and only
    back to the first address that is none of them: what stands before it can be invented. A whole
    IPv6 network of one household (/64) is one address.
    """
    address = _peer(connection)
    if _is_trusted(address, settings):
        chain = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
        for hop in reversed(chain[-_LONGEST_CHAIN:]):
            found = _plain(hop.strip())
            if found is None:
                break
            address = found
            if not _is_trusted(address, settings):
                break
    return _network_of(address)


def is_secure(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser speaks HTTPS with us, or with a trusted proxy in front of us."""
    if settings.secure_cookies or connection.url.scheme in ("https", "wss"):
        return True
    told = connection.headers.get("x-forwarded-proto", "")
    return told == "https" and _is_trusted(_peer(connection), settings)


def _peer(connection: HTTPConnection) -> str:
    host = connection.client.host if connection.client else ""
    return _plain(host) or host or "unknown"


def _plain(text: str) -> str | None:
    """An address in its one form; ``None`` for anything else."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def _is_trusted(address: str, settings: Settings) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.proxy_networks())


def _network_of(address: str) -> str:
    if ":" not in address:
        return address
    try:
        return str(ipaddress.IPv6Network(f"{address.split('%')[0]}/64", strict=False))
    except ValueError:
        return address
