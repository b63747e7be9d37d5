"""Which addresses everybody can reach, and which lead into this computer or its network."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_UNICAST = IPv6Network("2000::/3")
"""The only addresses of version 6 that are handed out. Source: RFC 4291, section 2.4, and IANA's registry."""
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses of version 4, told in version 6. Source: RFC 6052, section 2.1."""


def parsed(text: str) -> Address:
    """*text* as an address; raises ``ValueError``."""
    return ip_address(text)


def public(address: Address) -> bool:
    """Whether *address* is one that everybody can reach: not private, loopback, link-local or reserved.

    One of version 6 that only wraps one of version 4 is as public as that one.
    """
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return public(inner)
        return address in _UNICAST and address.is_global and address.teredo is None
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    )


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
