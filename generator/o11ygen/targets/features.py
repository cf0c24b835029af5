"""The feature flags of the Prometheus server, with the releases that read them."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

from o11ygen.version import Version

_FILE = "prometheus_features.json"


@lru_cache(maxsize=1)
def prometheus_features() -> dict[str, tuple[Version, Version | None]]:
    """First and last release that read each name of `--enable-feature`; None while the newest one still does.

    Read off the server's sources at each minor release from 2.20 to 3.14.
    """
    rows: dict[str, list[str | None]] = json.loads(files(__package__).joinpath(_FILE).read_bytes())
    return {
        name: (Version.parse(first or ""), Version.parse(last) if last else None)
        for name, (first, last) in rows.items()
    }
