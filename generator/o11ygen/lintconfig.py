"""`[tool.o11ygen.lint]` of a pyproject.toml: which checks count, how much, and where; what fails a run; the baseline.

    [tool.o11ygen.lint]
    fail-on = "warning"
    baseline = "lint-baseline.json"

    [tool.o11ygen.lint.checks]
    "metric/*" = "info"

    [[tool.o11ygen.lint.overrides]]
    paths = ["specs/legacy/**"]
    environments = ["staging"]
    checks = {"alert/runbook" = "off"}

An override is about fewer findings than the project's own table and wins over it; the last one that says something about
a finding holds. Within a table the exact id wins over a pattern, and the longer pattern over the shorter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from o11ygen.finding import Finding, Severity, nearest
from o11ygen.record import record

LEVELS = ("error", "warning", "info", "off")
FAIL_ON = ("error", "warning", "info", "never")
_KEYS = ("baseline", "checks", "fail-on", "overrides")
_OVERRIDE_KEYS = ("checks", "environments", "paths")


class LintConfigError(Exception):
    """The table can't be used as it is; the message names the line and says what to do."""


@record
class Rule:
    """The severity of the checks that a pattern names, or "off"; `place` is where it is written."""

    pattern: str
    level: str
    place: str

    def names(self, id: str) -> bool:
        """Whether the check is one of them; a `*` stands for any text."""
        return self.pattern == id or ("*" in self.pattern and _matches(self.pattern, id))


@record
class Override:
    """Rules for findings in some files, in some environments; without paths or environments in all."""

    rules: tuple[Rule, ...]
    paths: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    place: str = ""

    def is_about(self, file: str, environment: str) -> bool:
        """Whether it says something of findings there; `file` is relative to the project's folder."""
        if self.environments and environment not in self.environments:
            return False
        return not self.paths or any(_is_below(file, pattern) for pattern in self.paths)


@record
class LintConfig:
    """The table; empty texts and tuples for what it does not say."""

    rules: tuple[Rule, ...] = ()
    overrides: tuple[Override, ...] = ()
    fail_on: str = ""
    baseline: str = ""

    def severities(self, ids: Iterable[str]) -> dict[str, str]:
        """What the project's own table says of these checks, by id."""
        return {id: rule.level for id in ids if (rule := _strongest(self.rules, id)) is not None}

    def applied(self, finding: Finding, *, file: str, environment: str) -> Finding | None:
        """The finding with the severity that an override gives it there; None where one leaves it out."""
        for override in reversed(self.overrides):
            rule = _strongest(override.rules, finding.id)
            if rule is not None and override.is_about(file, environment):
                return None if rule.level == "off" else replace(finding, severity=Severity(rule.level))
        return finding

    def raises(self, id: str) -> bool:
        """Whether an override may make more of a check's findings than an info."""
        return not self._overriding(id).isdisjoint(("error", "warning"))

    def hides(self, id: str) -> bool:
        """Whether an override leaves a check's findings out somewhere."""
        return "off" in self._overriding(id)

    def _overriding(self, id: str) -> set[str]:
        """The levels that overrides give a check somewhere."""
        found = (_strongest(override.rules, id) for override in self.overrides)
        return {rule.level for rule in found if rule is not None}

    def likely_slips(self, *, ids: Collection[str]) -> tuple[str, ...]:
        """What is wrong with patterns that name no check, but nearly one; others may be checks of the project's own."""
        rules = (*self.rules, *(rule for override in self.overrides for rule in override.rules))
        unknown = (rule for rule in rules if not any(rule.names(id) for id in ids))
        return tuple(_unknown(rule, ids) for rule in unknown if nearest(rule.pattern, ids))

    def check_names(self, *, ids: Collection[str], environments: Collection[str], fixed: Collection[str]) -> None:
        """Refuse patterns that name no check, and environments that do not exist: they would be without effect.

        `fixed` are ids of findings whose severity nobody can change. Raises LintConfigError.
        """
        for rule in (*self.rules, *(rule for override in self.overrides for rule in override.rules)):
            if any(rule.names(id) for id in ids):
                continue
            if rule.pattern in fixed:
                what = f"{rule.place}: the severity of `{rule.pattern}` can't be changed"
                raise LintConfigError(f"{what}: without it there is nothing to render. Mend what it finds.")
            raise LintConfigError(_unknown(rule, ids))
        for override in self.overrides:
            for name in override.environments:
                if name not in environments:
                    hint = nearest(name, environments) or f"Known environments: {', '.join(environments)}."
                    raise LintConfigError(f"{override.place}: the project has no environment `{name}`. {hint}")


def _unknown(rule: Rule, ids: Collection[str]) -> str:
    hint = nearest(rule.pattern, ids) or "`o11ygen lint --list` shows all checks."
    return f"{rule.place}: no check is called `{rule.pattern}`. {hint}"


def lint_config(table: Any, *, file: str, text: str) -> LintConfig:
    """The table as it was read from `text`, the content of `file`. Raises LintConfigError."""
    read = _Reading(file, text)
    if not isinstance(table, dict):
        raise LintConfigError(f"{file}: `lint` is not a table. Write `[tool.o11ygen.lint]`, and the settings below it.")
    _known(table, _KEYS, read, "[tool.o11ygen.lint]", 0)
    overrides = table.get("overrides", [])
    if not isinstance(overrides, list) or not all(isinstance(one, dict) for one in overrides):
        place = read.place("overrides")
        raise LintConfigError(f"{place}: `overrides` are not tables. Write `[[tool.o11ygen.lint.overrides]]` for each.")
    fail_on = table.get("fail-on", "")
    if "fail-on" in table and fail_on not in FAIL_ON:
        raise _wrong(read.place("fail-on"), "fail-on", fail_on, FAIL_ON)
    baseline = table.get("baseline", "")
    if not isinstance(baseline, str):
        raise LintConfigError(f'{read.place("baseline")}: `baseline` is no path. Write a text, "lint-baseline.json".')
    return LintConfig(
        _rules(table.get("checks", {}), read, 0),
        tuple(_override(one, read, number) for number, one in enumerate(overrides, start=1)),
        fail_on,
        baseline,
    )


def _override(table: dict[str, Any], read: _Reading, number: int) -> Override:
    place = read.place("", number)
    _known(table, _OVERRIDE_KEYS, read, "[[tool.o11ygen.lint.overrides]]", number)
    listed: dict[str, tuple[str, ...]] = {}
    for key in ("paths", "environments"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise LintConfigError(f'{read.place(key, number)}: `{key}` is no list of texts. Write `{key} = ["..."]`.')
        if key in table and not value:
            raise LintConfigError(f"{read.place(key, number)}: `{key}` is empty, so nothing is meant. Leave it out.")
        listed[key] = tuple(value)
    if not table.get("checks"):
        raise LintConfigError(f'{place}: it changes no check. Add `checks = {{"area/name" = "off"}}`.')
    if not listed["paths"] and not listed["environments"]:
        where = "Name `paths` or `environments`, or write it in `[tool.o11ygen.lint.checks]`."
        raise LintConfigError(f"{place}: it is about every finding. {where}")
    return Override(_rules(table["checks"], read, number), listed["paths"], listed["environments"], place)


def _rules(table: Any, read: _Reading, number: int) -> tuple[Rule, ...]:
    if not isinstance(table, dict):
        raise LintConfigError(f"{read.place('checks', number)}: `checks` is no table of ids with severities.")
    for pattern, level in table.items():
        if level not in LEVELS:
            raise _wrong(read.place(pattern, number), pattern, level, LEVELS)
    return tuple(Rule(pattern, level, read.place(pattern, number)) for pattern, level in table.items())


def _known(table: Mapping[str, Any], keys: tuple[str, ...], read: _Reading, what: str, number: int) -> None:
    for key in table:
        if key not in keys:
            hint = nearest(key, keys) or f"Known keys: {', '.join(keys)}."
            raise LintConfigError(f"{read.place(key, number)}: {what} has no key `{key}`. {hint}")


def _wrong(place: str, key: str, value: Any, allowed: tuple[str, ...]) -> LintConfigError:
    hint = nearest(value, allowed) if isinstance(value, str) else ""
    words = ", ".join(f'"{word}"' for word in allowed)
    return LintConfigError(f"{place}: `{key}` is {value!r}, which is none of {words}. {hint}".rstrip())


def _strongest(rules: Iterable[Rule], id: str) -> Rule | None:
    found = [rule for rule in rules if rule.names(id)]
    return max(found, key=lambda rule: (rule.pattern == id, len(rule.pattern)), default=None)


def _matches(pattern: str, id: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), id) is not None


def _is_below(file: str, pattern: str) -> bool:
    """Whether a path matches: `*` stands for a part of a name, `**` for any folders, and a folder for all below it."""
    steps = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    written = "".join(
        steps.get(part, re.escape(part)) for part in re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./"))
    )
    return re.fullmatch(f"{written.rstrip('/')}(?:/.*)?", file) is not None


class _Reading:
    """Where in the file a key of the table stands; the reader of TOML does not say it."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        # The number of the override that a line belongs to, 0 for the table itself, -1 for others.
        self._lines: list[tuple[int, int, str]] = []
        self._heads = {0: 0}
        overrides, current = 0, -1
        for number, line in enumerate(text.split("\n"), start=1):
            head = re.match(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]", line)
            name = re.sub(r"[\s\"']", "", head[1]) if head and "=" not in line.split("]")[0] else None
            if name == "tool.o11ygen.lint.overrides":
                overrides += 1
                self._heads[overrides] = number
            if name is not None:
                ours = name == "tool.o11ygen.lint" or name.startswith("tool.o11ygen.lint.")
                current = -1 if not ours else overrides if "overrides" in name else 0
                if ours and current == 0:
                    self._heads[0] = self._heads[0] or number
            self._lines.append((number, current, line))

    def place(self, key: str, override: int = 0) -> str:
        """`pyproject.toml:12`, of a key of the table or of an override by its number from 1."""
        wanted = re.compile(rf"(?:^|[\s{{,\[.])[\"']?{re.escape(key)}[\"']?\s*[=\].]") if key else None
        for number, current, line in self._lines:
            if wanted is not None and current == override and wanted.search(line):
                return f"{self._file}:{number}"
        line_of_table = self._heads.get(override) or self._heads[0]
        return f"{self._file}:{line_of_table}" if line_of_table else self._file
