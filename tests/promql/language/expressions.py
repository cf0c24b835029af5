"""Random PromQL for tests: expressions grown from the grammar, right and wrong, and the same with tokens torn out.

Everything is drawn from one `random.Random`, so a seed gives the same expressions again.
"""

from __future__ import annotations

import random
import re

from tests.promql.language.words import (
    DURATIONS,
    FUNCTIONS,
    LABELS,
    NAMES,
    NUMBERS,
    OPERATORS,
    PATTERNS,
    STRINGS,
    TIMES,
    TORN,
)

_TOKENS = re.compile(r'"[^"]*"|\w+|\s+|.', re.DOTALL)


class Grower:
    """Grows expressions; `plain` leaves out what releases read differently, and `+` as a sign."""

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        self.random = random.Random(seed)
        self.plain = plain

    def expressions(self, count: int) -> list[str]:
        """Texts of at most 600 characters, about a third of them with torn tokens."""
        grown = (self.expression(self.random.randrange(4)) for _ in range(count))
        torn = (self._torn(text) if not self.plain and self._happens(0.35) else text for text in grown)
        return [text for text in torn if len(text) < 600]

    def expression(self, depth: int) -> str:
        """One expression that nests at most `depth` operators, calls and parentheses."""
        if depth == 0 or self._happens(0.3):
            return self._selector()
        grow = self.random.choice(
            (self._leaf, self._signed, self._grouped, self._call, self._aggregation, self._binary)
        )
        return grow(depth - 1)

    def _happens(self, chance: float) -> bool:
        return self.random.random() < chance

    def _one(self, choices: list[str] | str) -> str:
        return self.random.choice(choices)

    def _gap(self) -> str:
        return self._one(["", "", "", " ", " ", "  ", "\n", " # c\n"])

    def _selector(self) -> str:
        share = self.random.random()
        names = ["x", "foo", "a:b"] if self.plain else NAMES
        text = self._one(names) if share < 0.75 else ""
        if share > 0.5:
            text += self._gap() + self._braces()
        while self._happens(0.3):
            text += self._gap() + self._behind_selector()
        return text

    def _leaf(self, depth: int) -> str:
        if self.plain:
            return self._one(["5", "1.5", "1e3", "Inf", '"a"'])
        return self._one([self._one(NUMBERS), self._one(STRINGS), self._one(DURATIONS)])

    def _signed(self, depth: int) -> str:
        return f"{'-' if self.plain else self._one('+-')}{self._gap()}{self.expression(depth)}"

    def _grouped(self, depth: int) -> str:
        return f"({self.expression(depth)}){self._behind_selector() if self._happens(0.4) else ''}"

    def _call(self, depth: int) -> str:
        simple = ["x[5m]", "x", "1", '"a"', '{a="b"}', '{a=""}', "{}", *([] if self.plain else ["5m"])]
        count = self.random.choice((0, 1, 1, 1, 2, 2, 3))
        arguments = [self._one(simple) if self._happens(0.6) else self.expression(depth) for _ in range(count)]
        comma = "," if self._happens(0.03) else ""
        names = FUNCTIONS[:12] if self.plain else FUNCTIONS
        return f"{self._one(names)}{self._gap()}({','.join(arguments)}{comma})"

    def _aggregation(self, depth: int) -> str:
        op = self._one(["sum", "avg", "topk", "quantile", "count_values", "group", "Max", "stddev", "min"])
        if not self.plain:
            op = self._one([op, op, "limitk", "limit_ratio"])
        inner = self.expression(depth)
        if op == "count_values" and self._happens(0.9):
            inner = f'"v",{inner}'
        elif op in ("topk", "quantile", "limitk", "limit_ratio") and self._happens(0.9):
            inner = f"{self._one(['5', '0.5', 'x', 'scalar(x)'])},{inner}"
        clause = f" {self._one(['by', 'without', 'BY'])}{self._gap()}{self._labels()} "
        before, behind = self.random.choice(((clause, ""), ("", clause), ("", "")))
        return f"{op}{before}({inner}){behind}"

    def _binary(self, depth: int) -> str:
        sign = self._one(OPERATORS[:15] if self.plain else OPERATORS)
        modifier = " bool" if self._happens(0.15) else ""
        if self._happens(0.3):
            modifier += f" {self._one(['on', 'ignoring'])}{self._gap()}{self._labels()}"
            if self._happens(0.4):
                modifier += f" {self._one(['group_left', 'group_right'])}{self._labels() if self._happens(0.6) else ''}"
        if not self.plain and self._happens(0.15):
            value = self._one(["0", "-1", "5m", "x", "NaN", "0s"])
            modifier += f" {self._one(['fill', 'fill_left', 'fill_right'])}{self._gap()}({value})"
        return f"{self.expression(depth)} {sign}{modifier} {self.expression(depth)}"

    def _labels(self) -> str:
        labels = ["job", "a", "by", "on", "sum"] if self.plain else LABELS
        named = [self._one(labels) for _ in range(self.random.choice((0, 1, 1, 2, 3)))]
        return f"({','.join(named)}{',' if named and self._happens(0.1) else ''})"

    def _braces(self) -> str:
        matchers = [self._matcher() for _ in range(self.random.choice((0, 1, 1, 1, 2, 3)))]
        comma = "," if self._happens(0.06) else ""
        return f"{{{self._gap()}{','.join(matchers)}{comma}{self._gap()}}}"

    def _matcher(self) -> str:
        if not self.plain and self._happens(0.12):
            return self._one(STRINGS)
        label = self._one(["a", "job", "__name__", "by", *([] if self.plain else ['"a.b"', "a:b", "_x", "Inf"])])
        sign = self._one(["=", "!=", "=~", "!~", *([] if self.plain or self._happens(0.9) else ["==", "<"])])
        if self.plain:
            return f'{label}{sign}"{self._one(["a", "", "a|b", ".*", ".+"])}"'
        value = f'"{self._one(PATTERNS)}"' if "~" in sign else self._one(STRINGS)
        return f"{label}{self._gap()}{sign}{self._gap()}{value}"

    def _behind_selector(self) -> str:
        share = self.random.random()
        if share < 0.4:
            return self._window()
        if share < 0.65:
            length = self._one(["5m", "1h30m"]) if self.plain else self._one("  +-").strip() + self._duration(2)
            return f" {self._one(['offset', 'OFFSET'])} {length}"
        if share < 0.88 or self.plain:
            return f" @ {self._one(['5', '-5', '1.5'] if self.plain else TIMES)}"
        return f" {self._one(['anchored', 'smoothed'])}"

    def _window(self) -> str:
        if self.plain:
            return self._one(["[5m]", "[1h30m]", "[1h:5m]", "[1h:]"])
        text = self._duration(2)
        if self._happens(0.35):
            text += f"{self._gap()}:{self._gap()}{self._duration(2) if self._happens(0.7) else ''}"
        elif self._happens(0.1):
            text += f" x {self._duration(1)}"
        return f"[{self._gap()}{text}{self._gap()}]"

    def _duration(self, depth: int) -> str:
        share = self.random.random()
        if depth == 0 or share < 0.5:
            return self._one(DURATIONS)
        if share < 0.65:
            return self._one(NUMBERS)
        if share < 0.72:
            return self._one("+-") + self._duration(depth - 1)
        if share < 0.82:
            return f"{self._duration(depth - 1)} {self._one('+-*/%^')} {self._duration(depth - 1)}"
        if share < 0.88:
            return f"({self._duration(depth - 1)})"
        if share < 0.94:
            return f"{self._one(['step', 'range', 'STEP'])}()"
        return f"{self._one(['min_of', 'max_of', 'min'])}({self._duration(depth - 1)},{self._duration(depth - 1)})"

    def _torn(self, text: str) -> str:
        tokens = _TOKENS.findall(text)
        for _ in range(self.random.choice((1, 1, 2))):
            at = self.random.randrange(len(tokens) or 1)
            kept = self.random.randrange(2)
            tokens[at : at + kept] = [self._one(TORN)] if self._happens(0.7) else []
        return "".join(tokens)
