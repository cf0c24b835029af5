"""What holds between the fields of a route, and of an inhibition rule; without the models, so that it loads fast."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from o11ygen.targets.matcher import Matcher, MatcherError, parse_matchers
from o11ygen.targets.names import label_fault, label_hint
from o11ygen.targets.re2 import has_short_group_name
from o11ygen.targets.refusal import refuse
from o11ygen.targets.relation import Fault, Versions, at_least, relation

if TYPE_CHECKING:
    from o11ygen.targets.route import InhibitRule, Route

GROUP_BY_ALL = "..."


def matcher(text: str, versions: Versions) -> str:
    """The text of matchers, as the release reads it."""
    try:
        read = matchers(text, versions)
    except MatcherError as error:
        raise refuse(str(error), 'Write `name="value"`, with one of =, !=, =~, !~') from None
    for one in read if not at_least(versions, alertmanager="0.28") else ():
        if "~" in one.operator and has_short_group_name(one.value):
            raise refuse(
                f"the regular expression `{one.value}` names a group as `(?<name>`, which needs Alertmanager 0.28",
                "Write `(?P<name>`",
            )
    return text


def matchers(text: str, versions: Versions) -> Sequence[Matcher]:
    """The matchers of a text that was judged."""
    return parse_matchers(text, utf8=at_least(versions, alertmanager="0.27"))


@relation
def group_by(route: Route, versions: Versions) -> Iterator[Fault]:
    """Labels to group by have names, each once, and `...` stands alone."""
    names = [name for name in route.group_by or () if name != GROUP_BY_ALL]
    if names and len(names) < len(route.group_by or ()):
        yield Fault("`...` groups by all labels and excludes others", "Keep `...` alone, or the labels", ("group_by",))
    for index, name in enumerate(route.group_by or ()):
        if name == GROUP_BY_ALL:
            continue
        fault = label_fault(name, utf8=at_least(versions, alertmanager="0.27"))
        if fault:
            yield Fault(fault, label_hint("Alertmanager", since="0.27"), ("group_by", index))
        elif name in (route.group_by or ())[:index]:
            yield Fault(f"the label `{name}` is given twice", "Keep the first", ("group_by", index))


@relation
def equal(rule: InhibitRule, versions: Versions) -> Iterator[Fault]:
    """Labels that must be the same have names."""
    yield from name_faults(rule.equal, "equal", versions, since="0.28")


def name_faults(names: Sequence[str] | None, field: str, versions: Versions, *, since: str) -> Iterator[Fault]:
    """The names of a list that name no label; UTF-8 names are accepted from the release `since`."""
    for index, name in enumerate(names or ()):
        fault = label_fault(name, utf8=at_least(versions, alertmanager=since))
        if fault:
            yield Fault(fault, label_hint("Alertmanager", since=since), (field, index))
