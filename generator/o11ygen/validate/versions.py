"""Which release of each system files are judged by: the one asked for, the project's, or the newest known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
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

    def _one(self, system: str, declared: Mapping[str, tuple[Version, str]]) -> tuple[Version | None, str]:
        if system in self.asked:
            return self.asked[system], "asked for"
        named = _DECLARED_AS.get(system, system)
        if named in declared:
            return declared[named]
        from o11ygen.targets.images import UnknownImage, newest

        try:
            return newest(named.replace("_", "-")), "the newest known"
        except UnknownImage:
            return None, ""


def is_release_list(file: Path) -> bool:
    """Whether a file is what `generate` tells the releases of an environment by; it is no configuration."""
    return file.name == _FILE and (file.parent / NAME).is_file()


def _declared(file: Path | None) -> dict[str, tuple[Version, str]]:
    """What the project says of its releases, each with where it says so; nothing outside of a project.

    A file of an environment is judged by that environment's; any other, which may be meant for each of them, by the
    oldest.
    """
    for folder in (file.resolve() if file is not None else Path.cwd() / _FILE).parents:
        if is_release_list(folder / _FILE) and (folder / _FILE).is_file():
            return {system: (version, "the project's") for system, version in _read(folder / _FILE).items()}
        output = _output(folder)
        if output is not None:
            return _oldest(output)
    return {}


@cache
def _output(folder: Path) -> Path | None:
    """The output folder of the project whose pyproject.toml lies in a folder; None where there is none."""
    try:
        text = (folder / "pyproject.toml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if "tool.o11ygen" not in text:
        return None
    import tomllib

    try:
        settings = tomllib.loads(text).get("tool", {}).get("o11ygen")
    except (tomllib.TOMLDecodeError, AttributeError):
        return None
    return folder / str(settings.get("output", "output")) if isinstance(settings, dict) else None


@cache
def _oldest(output: Path) -> dict[str, tuple[Version, str]]:
    """The oldest release of each system in any environment that was rendered."""
    releases: dict[str, set[Version]] = {}
    for file in sorted(output.glob(f"*/{_FILE}")):
        if is_release_list(file):
            for system, version in _read(file).items():
                releases.setdefault(system, set()).add(version)
    return {
        system: (min(versions), "the project's" if len(versions) == 1 else "the oldest of the project's")
        for system, versions in releases.items()
    }


def _read(file: Path) -> dict[str, Version]:
    found: dict[str, Version] = {}
    for line in file.read_text("utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:
            found[match[1]] = Version.parse(match[2])
    return found
