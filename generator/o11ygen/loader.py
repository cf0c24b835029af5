"""Importing an author's specs: in isolation, with every fault at once, each at its place."""

from __future__ import annotations

import importlib
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType

from o11ygen.finding import Finding, Location, Related, Severity, nearest
from o11ygen.origin import forget_files
from o11ygen.spec.faults import findings as fault_findings
from o11ygen.spec.model import Spec, collecting
from o11ygen.spec.project import Project

_KEYS = ("project", "output")


class NoProjectError(Exception):
    """There is no project here, or its settings can't be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`[tool.o11ygen]` of a pyproject.toml: the folder it lies in, where the project stands, where output goes."""

    root: Path
    module: str
    attribute: str
    output: str

    @property
    def spec(self) -> str:
        """What rendered files call the author's files: the package's folder."""
        return self.module.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an import of the specs gave: the project, unless faults prevent it, and every object that was built."""

    project: Project | None
    findings: tuple[Finding, ...]
    built: tuple[Spec, ...]


def find_project(start: Path) -> Settings:
    """The settings of the nearest pyproject.toml with `[tool.o11ygen]`, at `start` or above."""
    for folder in (start.resolve(), *start.resolve().parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            settings = _settings(file)
            if settings is not None:
                return settings
    raise NoProjectError(
        f"no pyproject.toml with [tool.o11ygen] in {start.resolve()} or above. Run `o11ygen init DIR` for a new project, "
        'or add `[tool.o11ygen]` with `project = "specs:project"`.'
    )


def _settings(file: Path) -> Settings | None:
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NoProjectError(f"{file} is not readable as TOML: {error}") from None
    table = document.get("tool", {}).get("o11ygen")
    if table is None:
        return None
    for key, value in table.items():
        if key not in _KEYS:
            hint = nearest(key, _KEYS) or f"Known keys: {', '.join(_KEYS)}."
            raise NoProjectError(f"{file}: [tool.o11ygen] has no key `{key}`. {hint}")
        if not isinstance(value, str):
            raise NoProjectError(f"{file}: `{key}` of [tool.o11ygen] is not a string.")
    module, _, attribute = table.get("project", "specs:project").partition(":")
    if not module or not attribute:
        raise NoProjectError(f'{file}: `project` of [tool.o11ygen] is not "module:name", such as "specs:project".')
    return Settings(file.parent, module, attribute, table.get("output", "output"))


def load(settings: Settings) -> Loaded:
    """Import the specs and take the project out of them. Never raises for a fault of the author's."""
    forget_files()
    found: list[Finding] = []
    project: Project | None = None
    with _isolated(settings), collecting() as collected:
        module = _import(settings.module, settings, found)
        if module is None:
            for name in _modules(settings):
                _import(name, settings, found)
        else:
            project = _project(module, settings, found)
        found.extend(fault_findings(collected.faults))
    return Loaded(None if found else project, tuple(found), tuple(collected.built))


def _project(module: ModuleType, settings: Settings, found: list[Finding]) -> Project | None:
    project = getattr(module, settings.attribute, None)
    if isinstance(project, Project):
        return project
    what = "is no Project" if hasattr(module, settings.attribute) else "does not exist"
    found.append(
        Finding(
            "spec/project",
            Severity.ERROR,
            f"`{settings.module}:{settings.attribute}` {what}, so there is nothing to render",
            f"Write `{settings.attribute} = Project(...)` in that module, or name another in [tool.o11ygen].",
            Location(getattr(module, "__file__", None) or str(settings.root)),
        )
    )
    return None


@contextmanager
def _isolated(settings: Settings) -> Iterator[None]:
    """The specs' own modules are dropped before and after, so that projects and revisions don't mix in a process."""
    package = settings.spec
    path = str(settings.root)
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if _belongs(name, package)}
    sys.path.insert(0, path)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(path)
        for name in list(sys.modules):
            if _belongs(name, package):
                del sys.modules[name]
        sys.modules.update(before)


def _belongs(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _modules(settings: Settings) -> Iterator[str]:
    """Every module of the specs' package, by name: after a broken one the others are imported on their own."""
    folder = settings.root / settings.spec
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(settings.root).with_suffix("").parts
        if all(part.isidentifier() for part in parts):
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _import(name: str, settings: Settings, found: list[Finding]) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever the author's code raises becomes a finding
        finding = _finding(error, name, settings)
        if finding is not None and finding not in found:
            found.append(finding)
        return None


def _finding(error: BaseException, name: str, settings: Settings) -> Finding | None:
    if isinstance(error, SyntaxError) and error.filename:
        location = Location(error.filename, error.lineno or 0, error.offset or 0)
        return Finding(
            "spec/syntax", Severity.ERROR, f"Python can't read this file: {error.msg}", "Mend the syntax.", location
        )
    places = list(_places(error.__traceback__, settings))
    location = places[-1] if places else Location(str(settings.root / "pyproject.toml"))
    related = tuple(Related(place, "imported from here") for place in places[:-1])
    if isinstance(error, ModuleNotFoundError) and error.name is not None and not places:
        return Finding(
            "spec/project",
            Severity.ERROR,
            f"module `{error.name}` does not exist in {settings.root.name}, so there is nothing to render",
            f"Create `{error.name}/__init__.py` with `{settings.attribute} = Project(...)`, or name another module in "
            "[tool.o11ygen].",
            location,
        )
    return Finding(
        "spec/import", Severity.ERROR, f"{type(error).__name__}: {_text(error)}", _hint(error), location, related
    )


def _text(error: BaseException) -> str:
    return " ".join(str(error).split()) or "no message"


def _hint(error: BaseException) -> str:
    if isinstance(error, NameError) and error.name:
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        known = {*frame.tb_frame.f_locals, *frame.tb_frame.f_globals} if frame is not None else set()
        return nearest(error.name, known) or f"Import or define `{error.name}` before it is used."
    if isinstance(error, AttributeError) and error.name and error.obj is not None:
        return nearest(error.name, [name for name in dir(error.obj) if not name.startswith("_")])
    if isinstance(error, ImportError) and "circular import" in str(error):
        return "Import in one direction: metrics, then alerts and dashboards, services, environments, project."
    if isinstance(error, ImportError) and error.name:
        return f"Check the name; specs import from `{error.name}` only what that module defines."
    return "The traceback ends here; mend this line."


def _places(traceback: TracebackType | None, settings: Settings) -> Iterator[Location]:
    """The places in the author's files that a traceback passes through, outermost first."""
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if Path(file).is_relative_to(settings.root) and settings.spec in Path(file).parts:
            yield Location(file, traceback.tb_lineno)
        traceback = traceback.tb_next
