"""Which addresses may be called: compared with the list after they were taken apart.

An address is called only by https, on a host and port that stand in the list as they are written.
What the host resolves to must be a public address, unless the list names that address or network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from jilian.base.errors import Refusal

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

WEB_PORT = 443
MAIL_PORTS = (465, 587)
MOST_HOSTS, LONGEST_ADDRESS = 20, 1000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?|localhost")
_ODD = re.compile(r"[\x00-\x20\x7f-\U0010ffff\\]")
_BETWEEN = re.compile(r"[\s,;，；、]+")
# Networks through which a public-looking address leads to another one.
_TUNNELS = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


@dataclass(frozen=True)
class Target:
    """What is called: host, port, and for the web the path with its query."""

    host: str
    port: int
    path: str = ""


@dataclass(frozen=True)
class Allowed:
    """The list: hosts with their ports (None: the usual ones), addresses and networks."""

    hosts: frozenset[tuple[str, int | None]]
    networks: tuple[Network, ...]

    def lists(self, target: Target, usual: Iterable[int]) -> bool:
        """Say whether the host stands in the list, for this port."""
        is_usual = target.port in tuple(usual) and (target.host, None) in self.hosts
        return is_usual or (target.host, target.port) in self.hosts

    def opens(self, address: Address) -> bool:
        """Say whether a resolved address may be called: it is public, or the list names it."""
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        plain: Address = mapped or address
        if any(plain.version == one.version and plain in one for one in self.networks):
            return True
        tunnel = any(plain.version == one.version and plain in one for one in _TUNNELS)
        return plain.is_global and not plain.is_multicast and not tunnel


def _refuse(code: str, sentence: StrOrPromise) -> Refusal:
    return Refusal(code, sentence)


def read_hosts(text: str) -> Allowed:
    """Read a list of hosts as people type it: ``host``, ``host:port``, address, network.

    Refuses what is none of these, naming it.
    """
    entries = [one for one in _BETWEEN.split(text.strip()) if one]
    if not entries:
        raise _refuse("hosts_missing", _("Name the hosts that may be called, one a line."))
    if len(entries) > MOST_HOSTS:
        raise Refusal("hosts_many", _("At most %(most)d hosts.") % {"most": MOST_HOSTS})
    hosts: set[tuple[str, int | None]] = set()
    networks: list[Network] = []
    for entry in entries:
        try:
            network = ip_network(entry)
        except ValueError:
            hosts.add(_entry(entry))
        else:
            networks.append(network)
            if network.num_addresses == 1:
                hosts.add((str(network.network_address), None))
    return Allowed(frozenset(hosts), tuple(networks))


def _entry(entry: str) -> tuple[str, int | None]:
    host, port = entry.lower(), None
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^:\[\]]+):([0-9]{1,5})", host)
    if found:
        host, port = found.group(1), int(found.group(2))
    host = host.strip("[]")
    if not is_host(host) or (port is not None and not 0 < port < 65536):
        raise Refusal("host_odd", _("“%(entry)s” is not a host.") % {"entry": entry[:80]})
    return host, port


def is_host(host: str) -> bool:
    """Say whether a text is a host's name in plain letters, or an address."""
    try:
        ip_address(host)
    except ValueError:
        return len(host) <= 253 and _HOST.fullmatch(host) is not None
    return True


def check_web(url: str, allowed: Allowed) -> Target:
    """Take a web address apart and compare it with the list; refuses what is not in it."""
    if _ODD.search(url) or len(url) > LONGEST_ADDRESS or "#" in url:
        raise _refuse("address_odd", _("This is not an address that can be called."))
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _refuse("address_odd", _("This is not an address that can be called.")) from error
    if parts.scheme != "https":
        raise _refuse("address_not_https", _("Only addresses with https:// are called."))
    if "@" in parts.netloc:
        raise _refuse("address_user", _("Leave out user name and password of the address."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _listed(Target(host, WEB_PORT if port is None else port, path), allowed, (WEB_PORT,))


def check_mail(text: str, allowed: Allowed) -> Target:
    """Take ``host:port`` of a mail server apart and compare it with the list."""
    if _ODD.search(text) or "@" in text or "/" in text:
        raise _refuse("address_odd", _("This is not an address that can be called."))
    host, port = _entry(text)
    return _listed(Target(host, port or MAIL_PORTS[0]), allowed, MAIL_PORTS)


def _listed(target: Target, allowed: Allowed, usual: tuple[int, ...]) -> Target:
    if not is_host(target.host):
        raise _refuse("address_odd", _("This is not an address that can be called."))
    if not allowed.lists(target, usual):
        raise Refusal(
            "host_not_listed",
            _("%(host)s, port %(port)s, is not in the list of hosts that may be called.")
            % {"host": target.host, "port": str(target.port)},
        )
    return target


def check_resolved(found: Iterable[str], allowed: Allowed) -> str:
    """Return the first of the addresses a host resolves to; refuses if any must not be called."""
    addresses = [ip_address(one.partition("%")[0]) for one in found]
    if not addresses:
        raise _refuse("host_unknown", _("The host is not known."))
    if not all(map(allowed.opens, addresses)):
        raise _refuse(
            "host_private",
            _("The host leads to a private address that is not in the list."),
        )
    return str(addresses[0])
