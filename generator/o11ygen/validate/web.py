"""web-config.yml: the certificates that it names, which promtool loads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw

_FILES = ("cert_file", "key_file", "client_ca_file")


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """The files that are not there."""
    tls = value.get("tls_server_config") if isinstance(value, Mapping) else None
    if not context.reads_files or not isinstance(tls, Mapping):
        return
    for name in _FILES:
        path = tls.get(name)
        if isinstance(path, str) and path and not context.has(path):
            message = f"the file `{path}` does not exist, so the server does not start with TLS"
            hint = "Write the path as seen from this file, or put it there."
            yield Flaw("prometheus/file", message, hint, ("tls_server_config", name))
