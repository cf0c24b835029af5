"""alertmanager.yml: its templates, and what Alertmanager accepts and nobody wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from o11ygen import gotemplate
from o11ygen.duration import parse_duration
from o11ygen.validate.context import Context, Reference
from o11ygen.validate.flaw import Flaw, Path, warning
from o11ygen.validate.glob import broken_pattern, is_pattern
from o11ygen.validate.secrets import judge_secrets
from o11ygen.version import Version

_GROUP_INTERVAL, _REPEAT_INTERVAL = 5 * 60_000, 4 * 3_600_000
_LOOK_OFTEN = "Make `group_interval` a quarter of `repeat_interval`, or less."
_MATCHERS = tuple(f"{side}_{form}" for side in ("source", "target") for form in ("matchers", "match", "match_re"))


def judge(value: Any, context: Context) -> Iterator[Flaw | Reference]:
    """What the fields alone do not show."""
    if not isinstance(value, Mapping):
        return
    defined: set[str] = set()
    complete = not value.get("templates")
    yield from _patterns(value, context)
    if context.reads_files:
        complete = True
        for reference in _template_files(value, context):
            if isinstance(reference, Reference):
                defined |= _defined(reference)
            yield reference
    yield from _texts(value, context.versions.get("alertmanager"), defined, complete=complete)
    yield from _inhibitions(value)
    yield from _timing(value.get("route"), ("route",), _GROUP_INTERVAL, _REPEAT_INTERVAL)
    yield from _months(value)
    yield from judge_secrets(value, "alertmanager")


def _patterns(value: Mapping[str, Any], context: Context) -> Iterator[Flaw]:
    """Patterns of template files that Alertmanager can't read."""
    for index, name in enumerate(_items(value.get("templates"))):
        if isinstance(name, str):
            broken = broken_pattern("alertmanager", name, ("templates", index), alone=not context.reads_files)
            if broken is not None:
                yield broken


def _template_files(value: Mapping[str, Any], context: Context) -> Iterator[Flaw | Reference]:
    for index, name in enumerate(_items(value.get("templates"))):
        if not isinstance(name, str):
            continue
        files = context.matches(name)
        if not files and broken_pattern("alertmanager", name, ("templates", index)) is None:
            what = "no file matches" if is_pattern(name) else "there is no file"
            message = (
                f"{what} `{name}`: Alertmanager starts without these templates, and notifications that use them fail"
            )
            yield warning("alertmanager/glob", message, "Mend the path, or remove it.", ("templates", index))
        for file in files:
            yield Reference(file, "templates", ("templates", index))


def _defined(reference: Reference) -> set[str]:
    try:
        text = reference.file.read_text("utf-8") if reference.file.is_file() else ""
    except (OSError, UnicodeDecodeError):
        return set()
    return set(gotemplate.parse_notification_template(text, in_file=True).defines)


def _texts(value: Mapping[str, Any], version: Version | None, defined: set[str], *, complete: bool) -> Iterator[Flaw]:
    """The templates in receivers, which Alertmanager reads only when it has something to tell."""
    for index, receiver in enumerate(_items(value.get("receivers"))):
        for path, text in _strings(receiver, ("receivers", index)):
            stops = gotemplate.refused_at_load(text, version=version) if _is_parsed_at_load(path, version) else ()
            for problem in stops:
                yield Flaw(f"template/{problem.kind}", problem.message, problem.hint, path, offset=problem.offset)
            if stops or gotemplate.is_plain_notification_text(text):
                continue
            parsed = gotemplate.parse_notification_template(text, version=version, defined=defined)
            for problem in parsed.problems:
                if problem.kind == "template" and not complete:
                    # The files that may define it are not looked at.
                    continue
                message = f"{problem.message} (amtool accepts it: this text is read when the first alert is told)"
                yield warning(f"template/{problem.kind}", message, problem.hint, path, offset=problem.offset)


def _is_parsed_at_load(path: Path, version: Version | None) -> bool:
    if path[2:3] == ("webhook_configs",):
        return path[4:] == ("url",) and (version is None or version[:2] >= (0, 31))
    return path[2:3] == ("opsgenie_configs",) and path[4:5] == ("responders",) and path[6:] == ("type",)


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if "{{" in value:
            yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _strings(item, (*path, str(name)))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))


def _inhibitions(value: Mapping[str, Any]) -> Iterator[Flaw]:
    for index, rule in enumerate(_items(value.get("inhibit_rules"))):
        if rule is not None and not isinstance(rule, Mapping):
            continue
        if rule is None or not any(rule.get(name) for name in _MATCHERS):
            message = "without matchers on either side, every alert silences every other one"
            hint = "Write `source_matchers` and `target_matchers`, or remove the rule."
            yield warning("alertmanager/inhibit-all", message, hint, ("inhibit_rules", index))
        elif not any(rule.get(name) for name in _MATCHERS if name.startswith("target")):
            message = "without matchers for the target, the source silences every other alert"
            yield warning("alertmanager/inhibit-all", message, "Write `target_matchers`.", ("inhibit_rules", index))
        elif not rule.get("equal"):
            message = "without `equal`, an alert of one service silences those of all services"
            hint = "Name the labels that both alerts share, such as `[alertname, service]`."
            yield warning("alertmanager/inhibit-equal", message, hint, ("inhibit_rules", index))


def _timing(route: Any, at: Path, interval: int, repeat: int) -> Iterator[Flaw]:
    """Routes whose repeat can't come as often as it says; `interval` and `repeat` are what they inherit."""
    waiting: list[tuple[Any, Path, int, int]] = [(route, at, interval, repeat)]
    while waiting:
        node, place, inherited_interval, inherited_repeat = waiting.pop()
        if not isinstance(node, Mapping):
            continue
        interval = _milliseconds(node.get("group_interval"), inherited_interval)
        repeat = _milliseconds(node.get("repeat_interval"), inherited_repeat)
        wait = _milliseconds(node.get("group_wait"), 0)
        if wait > repeat:
            message = "a new group waits longer than `repeat_interval`, so its first notification comes late"
            hint = "Write a `group_wait` of seconds, such as `30s`."
            yield warning("alertmanager/timing", message, hint, (*place, "group_wait"))
        own = "repeat_interval" if "repeat_interval" in node else "group_interval"
        if repeat < interval and own in node:
            message = "an alert is repeated no more often than its group is looked at: `repeat_interval` is shorter"
            yield warning("alertmanager/timing", message, _LOOK_OFTEN, (*place, own))
        elif 0 < repeat == interval and own in node:
            # The time counts from when the last notification is sent, a moment after the look that led to it.
            message = (
                "an alert is repeated only at every second look at its group: `repeat_interval` has not quite passed"
            )
            yield warning("alertmanager/timing", message, _LOOK_OFTEN, (*place, own))
        for index, child in enumerate(_items(node.get("routes"))):
            waiting.append((child, (*place, "routes", index), interval, repeat))


def _milliseconds(text: Any, default: int) -> int:
    try:
        return parse_duration(text) if isinstance(text, str) else default
    except ValueError:
        return default


def _months(value: Mapping[str, Any]) -> Iterator[Flaw]:
    for field in ("time_intervals", "mute_time_intervals"):
        for index, interval in enumerate(_items(value.get(field))):
            periods = interval.get("time_intervals") if isinstance(interval, Mapping) else None
            for number, period in enumerate(_items(periods)):
                months = period.get("months") if isinstance(period, Mapping) else None
                for place, text in enumerate(_items(months)):
                    if any(end.isdigit() and not 1 <= int(end) <= 12 for end in str(text).split(":")):
                        message = f"a year has no month `{text}`, so the interval is never true there"
                        at = (field, index, "time_intervals", number, "months", place)
                        yield warning("alertmanager/month", message, "Write 1 to 12, or names.", at)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
