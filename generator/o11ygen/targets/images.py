"""Container images by component and version: full tags of releases that exist, from a committed table."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from o11ygen.version import Version

_FILE = "images.json"


class UnknownImage(LookupError):
    """No image is known for the component and version; `hint` names what can be had."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def image(component: str, version: Version) -> str:
    """The image of a declared version: `image("prometheus", Version.parse("3.5.0"))` is `prom/prometheus:v3.5.0`.

    A version without a patch (or with patch 0) is the newest patch known of that line, since 3.5 and 3.5.0 can't be
    told apart and the newest has the security fixes. Raises `UnknownImage` for a release that is not in the table.
    """
    entry = _entry(component)
    line = f"{version.major}.{version.minor}"
    patches: list[int] | None = entry["releases"].get(line)
    title = entry["title"]
    if patches is None:
        raise UnknownImage(f"no image of {title} {line} is known", hint=_nearest_line(component, version))
    patch = version.patch or patches[-1]
    if patch not in patches:
        known = ", ".join(f"{line}.{number}" for number in patches)
        raise UnknownImage(f"no image of {title} {version} is known", hint=f"Known releases: {known}")
    return f"{entry['image']}:{entry['prefix']}{line}.{patch}"


def newest(component: str) -> Version:
    """The newest release of a component in the table."""
    entry = _entry(component)
    line = max(entry["releases"], key=Version.parse)
    return Version.parse(f"{line}.{entry['releases'][line][-1]}")


def components() -> tuple[str, ...]:
    """The components that have images."""
    return tuple(_table())


def lines(component: str) -> tuple[str, ...]:
    """The `major.minor` lines of a component, oldest first."""
    return tuple(sorted(_entry(component)["releases"], key=Version.parse))


def _nearest_line(component: str, version: Version) -> str:
    known = lines(component)
    older = [line for line in known if Version.parse(line) <= version]
    newer = [line for line in known if Version.parse(line) > version]
    around = older[-1:] + newer[:1]
    return f"Declare {' or '.join(around)}; the table has {known[0]} to {known[-1]}"


def _entry(component: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = _table()[component]
    except KeyError:
        known = "Components: " + ", ".join(components())
        raise UnknownImage(f"`{component}` has no images here", hint=known) from None
    return found


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name(_FILE).read_bytes())
    return loaded
