"""Which release of each system files are judged by: the one asked for, the project's, or the newest known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from o11ygen.version import Version

_LINE = re.compile(r"# versions: (.*)")


class Releases:
    """The releases by system; `used` is what was asked for, each with where it comes from."""

    def __init__(self, asked: Mapping[str, Version]) -> None:
        self.asked = asked
        self.used: dict[str, tuple[Version, str]] = {}

    def of(self, systems: Sequence[str], file: Path | None) -> dict[str, Version]:
        """The releases that decide about a file, by system."""
        declared = _declared(file) if any(system not in self.asked for system in systems) else {}
        found: dict[str, Version] = {}
        for system in systems:
            version, origin = self._one(system, declared)
            if version is not None:
                found[system] = version
                self.used[system] = (version, origin)
        return found

    def _one(self, system: str, declared: Mapping[str, Version]) -> tuple[Version | None, str]:
        if system in self.asked:
            return self.asked[system], "asked for"
        if system in declared:
            return declared[system], "the project's"
        from o11ygen.targets.images import UnknownImage, newest

        try:
            return newest({"blackbox": "blackbox-exporter"}.get(system, system)), "the newest known"
        except UnknownImage:
            return None, ""


def _declared(file: Path | None) -> dict[str, Version]:
    """The versions of the environment whose folder holds the file, as its manifest tells them."""
    from o11ygen.manifest import NAME

    for folder in (file.resolve() if file is not None else Path.cwd() / NAME).parents:
        manifest = folder / NAME
        if manifest.is_file():
            match = _LINE.search(manifest.read_text("utf-8", errors="replace"))
            pairs = (item.partition("=") for item in (match[1].split() if match else ()))
            return {system: Version.parse(text) for system, _, text in pairs if text}
    return {}
