"""Which URLs Go reads: https://pkg.go.dev/net/url#Parse. What it refuses stops the programs at load."""

from __future__ import annotations

import ipaddress
import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)
_BROKEN_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
# In the name of a host only characters beyond ASCII, and the sign `%` itself, may be escaped.
_HOST_ESCAPE = re.compile(r"%(?!25)[0-7]")
_NO_HOST = re.compile(r"[\x00-\x7f]")
_OF_HOST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$&'()*+,;=:[]<>\"%")
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*", re.ASCII)
_PORT = re.compile(r"(?::[0-9]*)?", re.ASCII)


def url_is_broken(text: str) -> bool:
    """Whether Go's reader refuses the text as a URL, of whatever scheme; a name without scheme is one."""
    if _CONTROL.search(text) or text.startswith(":"):
        return True
    match = _SCHEME.match(text)
    scheme = match[1] if match else ""
    rest = text[match.end() if match else 0 :].partition("#")[0].partition("?")[0]
    if _BROKEN_ESCAPE.search(text.partition("#")[2]):
        return True
    if not rest.startswith("/"):
        return not scheme and (":" in rest.partition("/")[0] or _BROKEN_ESCAPE.search(rest) is not None)
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, _, path = rest[2:].partition("/")
        return _authority_is_broken(authority) or _BROKEN_ESCAPE.search(path) is not None
    return _BROKEN_ESCAPE.search(rest) is not None


def _authority_is_broken(authority: str) -> bool:
    user, _, host = authority.rpartition("@")
    if _USER.fullmatch(user) is None or _BROKEN_ESCAPE.search(authority) is not None:
        return True
    return _host_is_broken(host)


def _host_is_broken(host: str) -> bool:
    if any(character not in _OF_HOST for character in _NO_HOST.findall(host)):
        return True
    if host.startswith("["):
        name, bracket, port = host[1:].rpartition("]")
        return not bracket or _PORT.fullmatch(port) is None or not _is_address(name)
    if "[" in host or _HOST_ESCAPE.search(host) is not None:
        return True
    _, colon, port = host.rpartition(":")
    return bool(colon) and _PORT.fullmatch(colon + port) is None


def _is_address(name: str) -> bool:
    try:
        ipaddress.IPv6Address(name.partition("%25")[0])
    except ValueError:
        return False
    return True
