"""What `extra` may hold: fields that o11ygen has no word for. The others have one, which is judged and followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.resolve.at import At
from o11ygen.resolve.owned import Path, owned
from o11ygen.resolved import SecretRef, Source
from o11ygen.spec.alert import Alert, Group, RecordingRule
from o11ygen.spec.dashboard import Dashboard, Panel
from o11ygen.spec.frozen import EMPTY
from o11ygen.spec.model import Spec
from o11ygen.spec.routing import Inhibit, Route, TimeInterval

# What is rendered of these has no place for a secret.
_WITHOUT_SECRETS = (Alert, RecordingRule, Group, Dashboard, Panel, Route, Inhibit, TimeInterval)


def extra(at: At, spec: Any, source: Source) -> Any:
    """`spec.extra` as plain values; what would replace a field of the author's model is reported and left out."""
    if spec.extra is EMPTY:
        return EMPTY
    given = at.plain(spec.extra, source, "extra")
    if not given:
        return given
    if isinstance(spec, _WITHOUT_SECRETS) and _holds_secret(given):
        at.report(
            "secret/no-file-field",
            source,
            f"{source.what}: `extra` holds a secret, but the program reads none from a file here, and whoever reads the "
            "rendered file would read it",
            "Take it out; give it where the connection is made, or to the receiver.",
            "extra",
        )
        return {}
    model: type[Spec] = type(spec)
    decided = owned(model)
    for path, word in _taken(given, decided):
        at.report(
            "spec/extra",
            source,
            f"{source.what}: `extra` sets `{'.'.join(path)}`, which o11ygen renders from {word}; it would be replaced "
            "without a word, and no check would have seen it",
            f"Write {word} instead." if "=" in word else "Take it out, and change the name where it is declared.",
            "extra",
        )
    return _without(given, decided)


def _holds_secret(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_secret, value.values()))
    return isinstance(value, SecretRef) or (isinstance(value, tuple) and any(map(_holds_secret, value)))


def _taken(given: Mapping[str, Any], decided: Mapping[Path, str], path: Path = ()) -> Iterator[tuple[Path, str]]:
    for key, value in given.items():
        place = (*path, key)
        if place in decided:
            yield place, decided[place]
        elif isinstance(value, Mapping):
            yield from _taken(value, decided, place)
        else:
            # It would stand in the place of a whole section.
            below = next((word for other, word in decided.items() if other[: len(place)] == place), None)
            if below is not None:
                yield place, below


def _without(given: Mapping[str, Any], decided: Mapping[Path, str], path: Path = ()) -> dict[str, Any]:
    result: dict[str, Any] = {}
    taken = {place[-1] for place, _ in _taken(given, decided, path) if len(place) == len(path) + 1}
    for key, value in given.items():
        if key not in taken:
            result[key] = _without(value, decided, (*path, key)) if isinstance(value, Mapping) else value
    return result
