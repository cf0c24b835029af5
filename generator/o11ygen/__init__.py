"""The author's vocabulary: everything a spec needs, and nothing else.

    from o11ygen import Alert, Counter, Service, Severity, per_env, slack

The names are loaded when the first of them is asked for, so that the command line starts without them.
"""

from os import path as _path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from o11ygen.spec.vocabulary import *  # noqa: F403 - the one list of names stands there


def __getattr__(name: str) -> Any:
    # `from o11ygen import validate` asks here first: a module of the package is no word of the vocabulary.
    if (name.startswith("_") and name != "__all__") or _is_module(name):
        raise AttributeError(name)
    from o11ygen.spec import vocabulary

    try:
        return getattr(vocabulary, name)
    except AttributeError:
        from o11ygen.finding import nearest

        raise AttributeError(f"o11ygen has no name `{name}`. {nearest(name, vocabulary.__all__)}".rstrip()) from None


def _is_module(name: str) -> bool:
    module = _path.join(_path.dirname(__file__), name)
    return _path.exists(module) or _path.exists(f"{module}.py")


def __dir__() -> list[str]:
    from o11ygen.spec import vocabulary

    return sorted(vocabulary.__all__)
