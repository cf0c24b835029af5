"""Label sets as people write them on a command line and in files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from o11ygen.targets.matcher import MatcherError, parse_matchers


class LabelsError(ValueError):
    """A text is no set of labels; the message says what to write."""


def parse_labels(text: str) -> dict[str, str]:
    """`{severity="critical", team="ml"}` or `severity=critical`; quotes and braces may be left out.

    Raises LabelsError.
    """
    try:
        matchers = parse_matchers(text, utf8=True)
    except MatcherError as error:
        raise LabelsError(f'{error}. Write `severity=critical` or `{{severity="critical"}}`.') from None
    for matcher in matchers:
        if matcher.operator != "=":
            raise LabelsError(f"an alert has one value for `{matcher.name}`: write `=`, not `{matcher.operator}`.")
    return _once((matcher.name, matcher.value) for matcher in matchers)


def label_sets(arguments: Iterable[str]) -> list[dict[str, str]]:
    """The sets that arguments write: each in braces is one, all others together are one more. Raises LabelsError."""
    sets: list[dict[str, str]] = []
    joined: list[tuple[str, str]] = []
    for argument in arguments:
        if argument.lstrip().startswith("{"):
            sets.append(parse_labels(argument))
        else:
            joined += parse_labels(argument).items()
    return [*([_once(joined)] if joined else []), *sets]


def _once(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in labels:
        if found.setdefault(name, value) != value:
            raise LabelsError(
                f"`{name}` is `{found[name]}` and `{value}`, and an alert has one value for it. "
                f'Put each alert in braces: `{{{name}="{found[name]}"}}` `{{{name}="{value}"}}`.'
            )
    return found


def written_labels(labels: Mapping[str, str]) -> str:
    """The set in braces, sorted."""
    inside = ", ".join(f'{name}="{_escaped(value)}"' for name, value in sorted(labels.items()))
    return f"{{{inside}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
