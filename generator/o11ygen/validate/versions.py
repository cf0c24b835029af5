"""Which release of each system files are judged by: the one asked for, the project's, or the newest known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from o11ygen.manifest import NAME
from o11ygen.version import Version

# What `generate` writes into the folder of each environment.
_FILE = "versions.yml"
_LINE = re.compile(r"([a-z_]+): \"?(\d+\.\d+(?:\.\d+)?)\"?")
# The name of a system's version in a project, where it is called otherwise here.
_DECLARED_AS = {"blackbox": "blackbox_exporter"}


class Releases:
    """The releases by system. `used` is what files were judged by, each release with where it comes from.

    Files of several environments may be judged by several releases of a system.
    """

    def __init__(self, asked: Mapping[str, Version]) -> None:
        self.asked = asked
        self.used: dict[str, dict[Version, str]] = {}

    def of(self, systems: Sequence[str], file: Path | None) -> dict[str, Version]:
        """The releases that decide about a file, by system."""
        declared = _declared(file) if any(system not in self.asked for system in systems) else {}
        found: dict[str, Version] = {}
        for system in systems:
            version, origin = self._one(system, declared)
            if version is not None:
                found[system] = version
                self.used.setdefault(system, {})[version] = origin
        return found

    def _one(self, system: str, declared: Mapping[str, Version]) -> tuple[Version | None, str]:
        if system in self.asked:
            return self.asked[system], "asked for"
        named = _DECLARED_AS.get(system, system)
        if named in declared:
            return declared[named], "the project's"
        from o11ygen.targets.images import UnknownImage, newest

        try:
            return newest(named.replace("_", "-")), "the newest known"
        except UnknownImage:
            return None, ""


def is_release_list(file: Path) -> bool:
    """Whether a file is what `generate` tells the releases of an environment by; it is no configuration."""
    return file.name == _FILE and (file.parent / NAME).is_file()


def _declared(file: Path | None) -> dict[str, Version]:
    """The releases of the environment whose folder holds the file; none outside of such a folder."""
    for folder in (file.resolve() if file is not None else Path.cwd() / _FILE).parents:
        if is_release_list(folder / _FILE) and (folder / _FILE).is_file():
            return _read(folder / _FILE)
    return {}


def _read(file: Path) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for line in file.read_text("utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:
            found[match[1]] = Version.parse(match[2])
    return found
