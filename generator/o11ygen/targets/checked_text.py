"""Checks of the texts that configuration files hold: sizes, URLs, addresses, patterns; without pydantic.

Each gives the text back, or raises what `refuse` makes.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from o11ygen.size import parse_size
from o11ygen.targets.go_duration import go_nanoseconds
from o11ygen.targets.go_url import url_is_broken
from o11ygen.targets.names import is_utf8
from o11ygen.targets.re2 import fault_of
from o11ygen.targets.refusal import refuse, refused


def go_duration(text: str) -> str:
    """A duration as Go's own reader takes it."""
    try:
        go_nanoseconds(text)
    except ValueError as error:
        raise refused(error) from None
    return text


# As Go's net.SplitHostPort reads it, with a port.
_HOST_PORT = re.compile(r"(?:\[[^\[\]]*\]|[^\[\]:]*):[^\[\]:]+", re.DOTALL)
SHOWN_SECRET = "<secret>"

# Besides what `parse_size` reads, the Go reader takes a sign, decimals and sums: `1.5GB`, `1GB512MB`.
_NUMBER = r"(?:\d+\.?\d*|\.\d+)"
_SIZE = re.compile(rf"[-+]?(?:0|(?:{_NUMBER}[KMGTPE]?B)+|(?:{_NUMBER}(?:[KMGTPE]i)?B)+)", re.ASCII)


def size(text: str) -> str:
    """A number of bytes."""
    if _SIZE.fullmatch(text) is None:
        try:
            parse_size(text)
        except ValueError as error:
            raise refused(error) from None
    return text


def non_empty(text: str) -> str:
    """Any text but the empty one."""
    if not text:
        raise refuse("must not be empty")
    return text


def url_fault(text: str) -> str:
    """Why an HTTP client can't use the URL, or nothing; the URL may be a secret, so it is not repeated."""
    scheme, separator, _ = text.partition("://")
    if not separator:
        return "the URL has no scheme"
    if scheme.lower() not in ("http", "https"):
        return f"the URL scheme `{scheme}` is not supported"
    if url_is_broken(text):
        return "the URL is malformed"
    return "" if urlsplit(text).netloc else "the URL has no host"


def http_url(text: str) -> str:
    """A URL that an HTTP client can use."""
    fault = url_fault(text)
    if fault:
        raise refuse(fault, "Write a URL such as `https://alerts.example.com/hook`")
    return text


def secret_url(text: str) -> str:
    """The same; Alertmanager also takes what it shows in place of a secret."""
    return text if text == SHOWN_SECRET else http_url(text)


def url(text: str) -> str:
    """Any URL."""
    if url_is_broken(text):
        raise refuse("the URL is malformed", "Write a URL such as `https://metrics.example.com/api`")
    return text


def host_port(text: str) -> str:
    """An address with its port, or nothing."""
    if not text:
        return text
    if _HOST_PORT.fullmatch(text) is None:
        raise refuse(f"`{text}` has no port", "Write `host:port`, such as `smtp.example.com:587`")
    return text


def regex(text: str) -> str:
    """A regular expression of RE2."""
    # The programs compile it anchored, so that a quote (`\\Q`) left open swallows the end of the group.
    if not text.isascii() and not is_utf8(text):
        raise refuse("the regular expression is not UTF-8", "Write it as text")
    fault = fault_of(text) or (fault_of(f"^(?:{text})$") if "\\Q" in text else "")
    if fault:
        raise refuse(f"the regular expression `{text}` does not compile: {fault}", "Write RE2 syntax")
    return text


def file_glob(text: str) -> str:
    """A path whose last part may have a `*`."""
    if re.fullmatch(r"[^*]*(\*[^/]*)?", text) is None:
        raise refuse(f"the path `{text}` has a `*` before its last part", "Use `*` in the file name only")
    return text
