"""Rule files as a grammar of pieces makes them: much of it is right, and each piece is sometimes of the wrong kind."""

from __future__ import annotations

from random import Random
from typing import Any

import yaml

from o11ygen.promql.tables import functions

_AGGREGATIONS = ("sum", "avg", "min", "max", "count", "group", "stddev", "topk", "quantile", "count_values", "limitk")
_PARAMETERS = {"topk": ("3", "Inf", "-1"), "quantile": ("0.9", "95", "NaN"), "count_values": ('"v"', '""')}
_NAMES = (
    *("up", "x", "redis_up", "requests_total", "x_seconds_bucket", "x_seconds_count", "x_seconds_sum", "ALERTS"),
    *("job:x:rate5m", "slo:errors:ratio_rate5m", "node_info", "probe_success", "used_ratio", "used_percent", "a:b:c"),
    *("", '{"with.dots"}', "start_time_seconds", "inf", "offset", "by"),
)
_LABELS = ("job", "instance", "le", "a", "quantile", "severity", "namespace", "__name__", '"with.dots"', "ü", "")
_VALUES = (
    *(
        "a",
        "",
        ".*",
        ".+",
        "a|b",
        "a|a",
        "5..",
        "^a$",
        "TODO",
        "0.99",
        "+Inf",
        "$x",
        "{{ x }}",
        "%(a)s",
        "(",
        "ü\U0001f600",
    ),
    *("a" * 300, "x{1001}", "\\\\.", "\\x00"),
)
_NUMBERS = ("0", "1", "-1", "0.5", "1.5", "90", "14.4", "1e308", "1e-308", "Inf", "-Inf", "NaN", "0x1F", "5m", "1e999")
_SPANS = ("5m", "1m", "30s", "1h", "1d", "90d", "1ms", "0s", "-5m", "292y", "1h:1m", "5m:", "$__interval", "step()")
_OPERATORS = (
    *("+", "-", "*", "/", "%", "^", "atan2", "==", "!=", "<", ">", "<=", ">=", "and", "or", "unless"),
    *("> bool", "== bool"),
)
_TEXTS = (
    *("{{ $value }}", "{{ $labels.a }}", "{{ $labels.job | toUpper }}", "{{ humanizePercentage $value }}", "> 90%"),
    *('{{ with query "up" }}{{ . | first | value }}{{ end }}', "{{ $externalLabels.x }}", "for 5m", "TODO", "", "{{"),
    *("{{ $value }}%", '{{ printf "%s" .Labels.a }}', "{{ template `a` }}", "$labels.x", "${X}", "ü\x07", "a\n\n  b\n"),
    *("https://example.com/a", "more than 99 percent for 2h", "{{ query }}", "}}", "a" * 3000, "{{ .Value }}"),
)
_KEYS = ("summary", "description", "runbook_url", "sumary", "severity", "team", "job", "a", "dashboard", "__x", "", "ü")
_WRONG = (None, 5, True, ["a"], {"a": "b"}, "")
_RECORDED = ("job:x:rate5m", "slo:errors:ratio_rate5m", "a:b:c", "x_total", "up", "ü", "")


class Maker:
    """Pieces drawn by chance; one in `rarity` is of the wrong kind."""

    def __init__(self, chance: Random, *, rarity: int) -> None:
        self.chance, self.rarity = chance, rarity

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share

    def selector(self) -> str:
        matchers = [
            f'{self.chance.choice(_LABELS)}{self.chance.choice(("=", "!=", "=~", "!~"))}"{self.chance.choice(_VALUES)}"'
            for _ in range(self.chance.choice((0, 0, 1, 1, 2)))
        ]
        selector = self.chance.choice(_NAMES) + (f"{{{','.join(matchers)}}}" if matchers else "")
        offset = self.chance.choice((" offset 5m", " offset -1w", " @ start()", " @ 1e20"))
        return selector + (offset if self.maybe(0.1) else "")

    def labels(self) -> str:
        return ",".join(self.chance.choice(_LABELS) for _ in range(self.chance.randrange(3)))

    def expression(self, depth: int) -> str:
        if depth <= 0:
            return self.chance.choice((self.selector(), self.selector(), self.chance.choice(_NUMBERS), "vector(1)"))
        return self.chance.choice((self._operation, self._aggregation, self._rate, self._call, self._wrapped))(
            depth - 1
        )

    def _operation(self, depth: int) -> str:
        matching = self.chance.choice(("", "", f"on ({self.labels()})", f"ignoring ({self.labels()})"))
        if matching and self.maybe(0.4):
            matching += self.chance.choice((" group_left ", " group_right ")) + f"({self.labels()})"
        return f"{self.expression(depth)} {self.chance.choice(_OPERATORS)} {matching} {self.expression(depth)}"

    def _aggregation(self, depth: int) -> str:
        name = self.chance.choice(_AGGREGATIONS)
        clause = self.chance.choice(("", f" by ({self.labels()}) ", f" without ({self.labels()}) "))
        parameter = f"{self.chance.choice(_PARAMETERS[name])}, " if name in _PARAMETERS else ""
        return f"{name}{clause}({parameter}{self.expression(depth)})"

    def _rate(self, depth: int) -> str:
        name = self.chance.choice(("rate", "increase", "irate", "delta", "deriv", "avg_over_time", "absent_over_time"))
        return f"{name}({self.selector()}[{self.chance.choice(_SPANS)}])"

    def _call(self, depth: int) -> str:
        number, label, value = (self.chance.choice(listed) for listed in (_NUMBERS, _LABELS, _VALUES))
        inner = self.expression(depth)
        return self.chance.choice(
            (
                f"histogram_quantile({number}, {inner})",
                f'label_replace({inner}, "{label}", "$1", "a", "{value}")',
                f"predict_linear({self.selector()}[6h], {number})",
                f"quantile_over_time({number}, {self.selector()}[{self.chance.choice(_SPANS)}])",
                f"clamp({inner}, {number}, 1)",
                f"absent({inner})",
                f"{self.chance.choice(sorted(functions()))}({inner})",
                f"{self.chance.choice(sorted(functions()))}({self.selector()}[5m], {number})",
            )
        )

    def _wrapped(self, depth: int) -> str:
        return self.chance.choice(
            ("({})", "-{}", "({})[1h:5m]", "({}) offset 5m", "({}) > 1", "1 < ({})", "({}) == 0")
        ).format(self.expression(depth))

    def texts(self) -> dict[str, Any]:
        drawn = range(self.chance.randrange(4))
        return {self.chance.choice(_KEYS): self.value("".join(self.chance.choices(_TEXTS, k=2))) for _ in drawn}

    def value(self, right: Any) -> Any:
        return self.chance.choice(_WRONG) if self.chance.randrange(self.rarity) == 0 else right

    def rule(self) -> dict[str, Any]:
        records = self.maybe(0.3)
        name = self.chance.choice(_RECORDED) if records else self.chance.choice(("A", "Down", "down", "A b", "{{ a }}"))
        made = {
            "record" if records else "alert": self.value(name),
            "expr": self.value(self.expression(self.chance.randrange(5))),
        }
        durations = ("5m", "0s", "1d", "100y", "-1m", "soon")
        if self.maybe(0.4):
            made["for"] = self.value(self.chance.choice(durations))
        if self.maybe(0.1):
            made["keep_firing_for"] = self.value(self.chance.choice(durations))
        made |= {field: self.texts() for field in ("labels", "annotations") if self.maybe(0.6)}
        return made

    def group(self, name: str) -> dict[str, Any]:
        rules = [self.rule() for _ in range(self.chance.randrange(5))]
        group = {"name": self.value(name), "rules": rules + rules[: self.chance.randrange(2)]}
        if self.maybe(0.3):
            group["interval"] = self.value(self.chance.choice(("30s", "10m", "0s", "1d")))
        if self.maybe(0.1):
            group |= {"limit": self.value(1), "labels": self.texts(), "query_offset": self.value("1m")}
        return group


def rule_file(chance: Random) -> bytes:
    """A rule file, or a manifest of one, in one of the styles of YAML, with one of the line ends."""
    maker = Maker(chance, rarity=chance.choice((5, 50, 10_000)))
    made: dict[str, Any] = {"groups": [maker.group(name) for name in ("a", "b", "a")[: chance.randrange(4)]]}
    if chance.random() < 0.2:
        made = {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "PrometheusRule",
            "metadata": {"name": "a"},
            "spec": made,
        }
    style, flow, width = (
        chance.choice((None, None, "|", ">", '"', "'")),
        chance.choice((False, None, True)),
        chance.choice((20, 9999)),
    )
    text = yaml.safe_dump(
        made, sort_keys=False, default_style=style, default_flow_style=flow, width=width, allow_unicode=True
    )
    return text.replace("\n", chance.choice(("\n", "\n", "\r\n"))).encode()
