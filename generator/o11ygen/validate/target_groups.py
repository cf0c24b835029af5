"""Files of targets beyond their fields: what Go's reader of JSON takes more strictly than that of YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen.validate.context import Context
from o11ygen.validate.flaw import Flaw, warning


def judge(value: Any, context: Context) -> Iterator[Flaw]:
    """Values that are no text, which a JSON file must have, and targets without an address."""
    for index, group in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(group, Mapping):
            continue
        targets, labels = group.get("targets"), group.get("labels")
        for number, address in enumerate(targets if isinstance(targets, list) else ()):
            place = (index, "targets", number)
            yield from _text(address, place)
            if address is None or address == "":
                message = "a target without an address: a job that does not give it one by relabeling refuses it"
                yield warning("prometheus/target", message, "Write `host:port`.", place)
        for name, text in labels.items() if isinstance(labels, Mapping) else ():
            yield from _text(text, (index, "labels", str(name)))


def _text(value: Any, place: tuple[str | int, ...]) -> Iterator[Flaw]:
    # In YAML a plain scalar of a text field is text; in JSON it is a number or a boolean.
    if isinstance(value, (bool, int, float)):
        yield Flaw("prometheus/value", "must be text", "Put it in quotes.", place)
