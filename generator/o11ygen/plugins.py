"""Finding checks and renderers: every module of a folder, then what other packages offer as entry points."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points


def load(package: str) -> None:
    """Import every module of `package`, and every object that an installed package registers under its name.

    Importing is what registers: each module does it with a decorator. A module that is not there is not missed.
    """
    for module in _modules(package):
        importlib.import_module(module)
    for entry in _offered(package):
        entry.load()


# To walk the folder and to ask all installed packages takes time, and who runs checks asks several times.
@cache
def _modules(package: str) -> tuple[str, ...]:
    folder = importlib.import_module(package)
    return tuple(sorted(f"{package}.{module.name}" for module in pkgutil.iter_modules(folder.__path__)))


@cache
def _offered(group: str) -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=group), key=lambda entry: entry.name))
