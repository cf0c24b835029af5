"""Importing an author's specs: in isolation, with every fault at once, each at its place."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

from o11ygen import import_fault
from o11ygen.bystander import undisturbed
from o11ygen.finding import Finding, Location, Severity, nearest
from o11ygen.origin import forget_files
from o11ygen.record import record
from o11ygen.settings import NoProjectError as NoProjectError
from o11ygen.settings import Settings as Settings
from o11ygen.settings import SettingsError as SettingsError
from o11ygen.settings import find_project as find_project
from o11ygen.spec.faults import findings as fault_findings
from o11ygen.spec.model import RefusedError, Spec, collecting
from o11ygen.spec.project import Project


@record
class Loaded:
    """What an import of the specs gave: the project, unless faults prevent it, and every object that was built."""

    project: Project | None
    findings: tuple[Finding, ...]
    built: tuple[Spec, ...]


def load(settings: Settings) -> Loaded:
    """Import the specs and take the project out of them. Never raises for a fault of the author's."""
    forget_files()
    found: list[Finding] = []
    project: Project | None = None
    with _isolated(settings), undisturbed(), collecting() as collected:
        module = _import(settings.module, settings, found)
        if module is None:
            _others(settings, found)
        else:
            project = _project(module, settings, found)
        found.extend(fault_findings(collected.faults))
    return Loaded(None if found else project, tuple(found), tuple(collected.built))


def _project(module: ModuleType, settings: Settings, found: list[Finding]) -> Project | None:
    project = getattr(module, settings.attribute, None)
    if isinstance(project, Project):
        return project
    what = "is no Project" if hasattr(module, settings.attribute) else "does not exist"
    others = sorted(name for name, value in vars(module).items() if isinstance(value, Project))
    found.append(
        Finding(
            "spec/project",
            Severity.ERROR,
            f"`{settings.module}:{settings.attribute}` {what}, so there is nothing to render",
            f"`{others[0]}` is a Project: call it `{settings.attribute}`, or name it in [tool.o11ygen]."
            if others
            else f"Write `{settings.attribute} = Project(...)` in that module, or name another in [tool.o11ygen].",
            Location(getattr(module, "__file__", None) or str(settings.root)),
        )
    )
    return None


@contextmanager
def _isolated(settings: Settings) -> Iterator[None]:
    """The specs' own modules are dropped before and after, so that projects and revisions don't mix in a process."""
    package = settings.spec
    path, paths = str(settings.root), list(sys.path)
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if _belongs(name, package)}
    sys.path.insert(0, path)
    importlib.invalidate_caches()
    _drop_racy_bytecode(settings.root / package)
    try:
        yield
    finally:
        with suppress(ValueError):  # the spec has taken it away
            sys.path.remove(path)
        sys.path.extend(one for one in paths if one not in sys.path)
        for name in list(sys.modules):
            if _belongs(name, package):
                del sys.modules[name]
        sys.modules.update(before)


def _drop_racy_bytecode(folder: Path) -> None:
    """Python takes compiled code as current by the second and size of its source.

    Where it was written in the very second in which the source was, a later change of that second may be hidden.
    """
    for file in folder.rglob("*.py"):
        cached = Path(importlib.util.cache_from_source(str(file)))
        with suppress(OSError):
            if int(cached.stat().st_mtime) <= int(file.stat().st_mtime):
                cached.unlink()


def _belongs(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _modules(settings: Settings) -> Iterator[str]:
    """Every module of the specs' package, by name: after a broken one the others are imported on their own."""
    folder = settings.root / settings.spec
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(settings.root).with_suffix("").parts
        if all(part.isidentifier() for part in parts):
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _others(settings: Settings, found: list[Finding]) -> None:
    """Import every module of the specs on its own: the package itself is broken, but that is not all there is to say."""
    stubs: set[str] = set()
    for name in _modules(settings):
        for parent in _parents(name):
            if parent not in sys.modules:
                # Where the package's own module can't be imported, one without content lets those below it be found.
                sys.modules[parent] = stub = ModuleType(parent)
                stub.__path__ = [str(settings.root.joinpath(*parent.split(".")))]
                stubs.add(parent)
        if name not in sys.modules:
            _import(name, settings, found, stubs=stubs)


def _parents(name: str) -> Iterator[str]:
    parts = name.split(".")[:-1]
    return (".".join(parts[: length + 1]) for length in range(len(parts)))


def _import(
    name: str, settings: Settings, found: list[Finding], *, stubs: Collection[str] = frozenset()
) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever the author's code raises becomes a finding
        if isinstance(error, ModuleNotFoundError) and error.name == name == settings.module:
            found.append(_no_module(settings))
        elif not isinstance(error, RefusedError) and not (isinstance(error, ImportError) and error.name in stubs):
            if isinstance(error, SyntaxError) and not error.filename:
                _place_null_byte(error, settings)
            found.append(import_fault.finding(error, settings.root))
        return None


def _place_null_byte(error: SyntaxError, settings: Settings) -> None:
    """Python does not say which file holds a null byte, as one in UTF-16 does."""
    for file in sorted((settings.root / settings.spec).rglob("*.py")):
        before, null, _ = file.read_bytes().partition(b"\0")
        if null:
            error.filename, error.lineno = str(file), before.count(b"\n") + 1
            error.msg = "a null byte stands here; a file saved as UTF-16 is full of them"
            return


def _no_module(settings: Settings) -> Finding:
    beside = [item.stem for item in settings.root.iterdir() if item.suffix == ".py" or (item / "__init__.py").is_file()]
    return Finding(
        "spec/project",
        Severity.ERROR,
        f"there is no module `{settings.module}` beside pyproject.toml, so there is nothing to render",
        nearest(settings.module, beside)
        or f"Create `{settings.module}/__init__.py` with `{settings.attribute} = Project(...)`, or name another module "
        "in [tool.o11ygen].",
        Location(str(settings.root / "pyproject.toml")),
    )
