"""What relabeling makes of an alert's labels before it is sent, as far as their values are known.

https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from o11ygen.gotemplate.regexp import expand_references
from o11ygen.resolved.outcomes import ANYTHING, MISSING, Values
from o11ygen.resolved.routing import anchored

Step: TypeAlias = Mapping[str, Any]
_CHOOSING = frozenset(("keep", "drop", "keepequal", "dropequal", "labelmap"))
# More combinations of values than this are not looked at one by one.
_MOST = 256
_WRITING = frozenset(("replace", "hashmod", "lowercase", "uppercase"))


def relabelled(steps: Iterable[Step], labels: Mapping[str, Values]) -> dict[str, Values] | None:
    """The labels after all steps; None for an alert that they surely drop.

    `labels` must name all that the steps read. What can't be followed is taken to have any outcome.
    """
    result = dict(labels)
    for step in steps:
        action = step.get("action", "replace")
        if action in ("keep", "drop"):
            matched = _matched(step, result)
            if matched == {action == "drop"}:
                return None
        elif action in ("labeldrop", "labelkeep"):
            _take_away(step, result, keep=action == "labelkeep")
        elif action == "labelmap":
            _copy(step, result)
        elif action in _WRITING:
            target = step.get("target_label") or ""
            result[target] = _written(action, step, result, result.get(target, MISSING))
    return result


def names_read(steps: Iterable[Step]) -> frozenset[str]:
    """The labels that some step reads or writes by name."""
    found: set[str] = set()
    for step in steps:
        found.update(step.get("source_labels", ()), filter(None, (step.get("target_label"),)))
    return frozenset(found)


def concerns(steps: Sequence[Step], names: Iterable[str]) -> bool:
    """Whether the steps may drop an alert, or change one of these labels."""
    listed = frozenset(names)
    choosing = any(step.get("action") in _CHOOSING for step in steps)
    return choosing or untouched(listed, steps) != listed


def untouched(names: Iterable[str], steps: Sequence[Step]) -> frozenset[str]:
    """Those of the labels that no step takes away or writes."""
    left = relabelled(
        [step for step in steps if step.get("action") in ("labeldrop", "labelkeep")],
        {name: Values(frozenset(), open=True) for name in names},
    )
    written = {step.get("target_label") for step in steps if step.get("action", "replace") in _WRITING}
    return frozenset(name for name, values in (left or {}).items() if values.sure) - written


def _pattern(step: Step) -> re.Pattern[str] | None:
    return anchored(step.get("regex", "(.*)"))


def _joined(step: Step, labels: Mapping[str, Values]) -> list[str] | None:
    """Every text that the source labels may make; None when there may be others."""
    sources = [labels.get(name, MISSING) for name in step.get("source_labels", ())]
    if any(values.open for values in sources):
        return None
    made = itertools.product(*(sorted(values.known) for values in sources))
    texts = [step.get("separator", ";").join(parts) for parts in itertools.islice(made, _MOST + 1)]
    return texts if len(texts) <= _MOST else None


def _matched(step: Step, labels: Mapping[str, Values]) -> set[bool]:
    pattern, texts = _pattern(step), _joined(step, labels)
    if pattern is None or texts is None:
        return {False, True}
    return {pattern.fullmatch(text) is not None for text in texts}


def _take_away(step: Step, labels: dict[str, Values], *, keep: bool) -> None:
    pattern = _pattern(step)
    for name, values in labels.items():
        if pattern is None:
            labels[name] = values._replace(known=values.known | {""})
        elif (pattern.fullmatch(name) is not None) != keep:
            labels[name] = MISSING


def _copy(step: Step, labels: dict[str, Values]) -> None:
    pattern = _pattern(step)
    for name, values in list(labels.items()) if pattern is not None else ():
        match = pattern.fullmatch(name) if pattern is not None else None
        if match is not None and values != MISSING:
            target = expand_references(step.get("replacement", "$1"), match)
            before = labels.get(target, MISSING)
            labels[target] = values if values.sure else _either(values._replace(known=values.known - {""}), before)


def _written(action: str, step: Step, labels: Mapping[str, Values], before: Values) -> Values:
    texts = _joined(step, labels)
    if action == "hashmod":
        return Values(frozenset(), open=True)
    if action in ("lowercase", "uppercase"):
        change: Callable[[str], str] = str.lower if action == "lowercase" else str.upper
        return ANYTHING if texts is None else Values(frozenset(map(change, texts)))
    return _replaced(step, labels, texts, before)


def _replaced(step: Step, labels: Mapping[str, Values], texts: list[str] | None, before: Values) -> Values:
    pattern, replacement = _pattern(step), step.get("replacement", "$1")
    everything = step.get("regex", "(.*)") in ("(.*)", ".*")
    if pattern is not None and texts is not None:
        matches = [pattern.fullmatch(text) for text in texts]
        made = Values(frozenset(expand_references(replacement, match) for match in matches if match is not None))
        return _either(made, before) if None in matches else made
    sources = step.get("source_labels", ())
    if everything and replacement == "$1" and len(sources) == 1:
        return labels.get(sources[0], MISSING)
    if "$" in replacement:
        return _either(ANYTHING, before)
    made = Values(frozenset((replacement,)))
    return made if everything else _either(made, before)


def _either(one: Values, other: Values) -> Values:
    return Values(one.known | other.known, one.open or other.open)
