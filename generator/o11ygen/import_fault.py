"""Why a spec module can't be imported: Python's exception in words for the author, at the author's line."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType, ModuleType, TracebackType

from pydantic import ValidationError

from o11ygen.finding import Finding, Location, Related, Severity, nearest
from o11ygen.spec.model import MisuseError

_FROM = re.compile(r"cannot import name '(\w+)' from")
_LACKING = re.compile(r"(?:\w+\.)*(\w+)\(\) missing \d+ required (?:keyword-only|positional) arguments?: (.*)")
_SURPLUS = re.compile(r"(?:\w+\.)*(\w+)\(\) got an unexpected keyword argument '(\w+)'")
# What Python says of a file that is not in UTF-8.
_ENCODING = re.compile(r"codec can't decode|unknown encoding|null byte|encoding problem")
# Fields that are called like a word of Python, and so end in an underscore.
_KEYWORD = re.compile(r"\b(for|from|continue)\s*=(?!=)")


def finding(error: BaseException, root: Path) -> Finding:
    """What stopped the import, at the innermost line of the project's own files below `root`."""
    if isinstance(error, SyntaxError) and error.filename:
        place = Location(error.filename, error.lineno or 0, error.offset or 0)
        text = f"Python can't read this file, so nothing in it is known: {error.msg}"
        word = _KEYWORD.search(error.text or "")
        hint = f"`{word[1]}` is a word of Python: write `{word[1]}_=`." if word else "Mend the syntax of this line."
        if _ENCODING.search(str(error.msg)):
            hint = "Save the file as UTF-8."
        return Finding("spec/syntax", Severity.ERROR, text, hint, place)
    places = list(_places(error.__traceback__, root))
    # A function that calls itself without end stands there a thousand times.
    calls = dict.fromkeys(
        (place, "imported" if inner == "<module>" else "called")
        for (place, _), (_, inner) in pairwise(places)
        if place != places[-1][0]
    )
    message, hint = _told(error, root)
    return Finding(
        "spec/import",
        Severity.ERROR,
        message,
        hint,
        places[-1][0] if places else Location(str(root / "pyproject.toml")),
        tuple(Related(place, f"{how} from here") for place, how in calls),
    )


def _told(error: BaseException, root: Path) -> tuple[str, str]:
    """Message and hint."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        return _missing_module(error.name, root)
    if isinstance(error, ImportError) and error.name and (match := _FROM.match(str(error))):
        return _missing_name(error.name, match[1], root)
    if isinstance(error, NameError) and error.name:
        known = _visible(error.__traceback__)
        return f"`{error.name}` is not defined", nearest(error.name, known) or f"Import or define `{error.name}` first."
    if isinstance(error, AttributeError) and error.name and error.obj is not None:
        names = [name for name in dir(error.obj) if not name.startswith("_")]
        return (
            f"{_called(error.obj)} has no `{error.name}`",
            nearest(error.name, names) or "Check the name, or define it there.",
        )
    if isinstance(error, MisuseError):
        return str(error), error.hint
    if isinstance(error, SystemExit):
        return "the spec ends the process, and with it the run", "Take it out: a spec only builds objects."
    if isinstance(error, TypeError) and (told := _wrong_call(error)):
        return told
    text = _text(error)
    if isinstance(error, TypeError) and "'PerEnv'" in text:
        return (
            "Python computes with a value that differs by environment, which it does not know here",
            "Compute inside of it: `per_env(2 * 5, {...: 2 * 3})`, or in the expression, with a parameter.",
        )
    return (
        f"this line raises {type(error).__name__}{f': {text}' if text else ''}",
        "Mend it; it runs whenever the specs are loaded.",
    )


def _text(error: BaseException) -> str:
    """What an exception says, in one line; it may repeat what it was about, one of pydantic's a credential."""
    if isinstance(error, ValidationError):
        return ""
    try:
        return " ".join(str(error).split())
    except Exception:  # the author's own class, which can't say it
        return ""


def _missing_module(name: str, root: Path) -> tuple[str, str]:
    parent, _, last = name.rpartition(".")
    beside = _submodules(root.joinpath(*parent.split("."))) if parent else set()
    if beside:
        return f"there is no module `{name}`", nearest(last, beside) or f"Create it, in `{parent}`."
    hint = "Correct the name, or install it into the environment that o11ygen runs in."
    return f"there is no module `{name}`", hint


def _missing_name(module: str, name: str, root: Path) -> tuple[str, str]:
    """`from module import name`: misspelt, or not there yet because the modules import each other."""
    folder = root.joinpath(*module.split("."))
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    known = _submodules(folder) | _defined(file)
    if name in known:
        return (
            f"`{name}` is not defined yet: `{module}` imports this module itself, and has not come to it",
            "Import in one direction: metrics, then alerts and dashboards, services, environments, project.",
        )
    if not known and module in sys.modules:
        known = {known for known in dir(sys.modules[module]) if not known.startswith("_")}
    return f"`{module}` has no `{name}`", nearest(name, known) or "Check the name, or define it there."


def _submodules(folder: Path) -> set[str]:
    return {item.stem for item in folder.glob("[!_.]*") if item.suffix == ".py" or item.is_dir()}


def _defined(file: Path) -> set[str]:
    """The names that a module's file defines or imports, whether it came to them or not."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return names | {alias.asname or alias.name for node in imports for alias in node.names}


def _visible(traceback: TracebackType | None) -> Collection[str]:
    """The names that were known where an exception was raised."""
    frame: FrameType | None = None
    while traceback is not None:
        frame, traceback = traceback.tb_frame, traceback.tb_next
    return {*frame.f_locals, *frame.f_globals} if frame is not None else set()


def _called(thing: object) -> str:
    if isinstance(thing, ModuleType):
        return f"module `{getattr(thing, '__name__', '?')}`"
    return f"`{thing.__name__}`" if isinstance(thing, type) else f"an object of `{type(thing).__name__}`"


def _wrong_call(error: TypeError) -> tuple[str, str] | None:
    text = str(error)
    if match := _LACKING.fullmatch(text):
        names = re.findall(r"'(\w+)'", match[2])
        listed = " and ".join(f"`{name}`" for name in names)
        return f"`{match[1]}()` is called without {listed}", f"Give {' and '.join(f'`{name}=...`' for name in names)}."
    if match := _SURPLUS.match(text):
        return f"`{match[1]}()` has no argument `{match[2]}`", "Correct the name, or leave it out."
    return None


def _places(traceback: TracebackType | None, root: Path) -> Iterator[tuple[Location, str]]:
    """The places in the project's own files that a traceback passes through, outermost first, and what is run there."""
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if file.is_relative_to(root) and "site-packages" not in file.relative_to(root).parts:
            yield Location(str(file), traceback.tb_lineno), traceback.tb_frame.f_code.co_name
        traceback = traceback.tb_next
