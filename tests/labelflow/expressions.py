"""Expressions and series by chance, for tests that compare what is said of them with what is so."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from o11ygen.labelflow import About, Sample
from o11ygen.promql.limits import NOT_NEGATIVE, Limits


class Declared(NamedTuple):
    """A metric: labels that each of its series has, labels that some have, and what its samples are."""

    sure: tuple[str, ...]
    maybe: tuple[str, ...]
    sample: Sample
    values: tuple[str, ...]


_ONE = Limits(1, 1, "an info metric is 1")
METRICS = {
    "x": Declared(("a",), ("b", "c"), Sample("gauge"), ("-3", "0", "1", "2.5", "7", "NaN", "Inf", "-Inf")),
    "y": Declared((), ("a", "b"), Sample("gauge"), ("-1", "0", "2", "40")),
    "t_total": Declared(("a", "b"), (), Sample("counter", "", NOT_NEGATIVE), ("0", "1", "5", "9")),
    "r": Declared(
        ("a",), ("c",), Sample("ratio", "", Limits(0, 1, "`r` is declared so"), nan=False), ("0", "0.25", "0.5", "1")
    ),
    "i_info": Declared(("a", "team"), (), Sample("boolean", "", _ONE, nan=False), ("1",)),
    "h_bucket": Declared(("a", "le"), ("b",), Sample("buckets", "", NOT_NEGATIVE, of="buckets"), ("0", "1", "5", "9")),
    "n": Declared(("a",), ("b",), Sample("histogram", of="native"), ()),
}
BOUNDS = ("0.5", "2", "+Inf")
LABELS = ("a", "b", "c", "team", "le")
VALUES = ("1", "2", "z")


class TrueKnowledge:
    """What is declared of the metrics above, which the series below keep to."""

    def carried(self, name: str) -> frozenset[str] | None:
        return frozenset(METRICS[name].sure) if name in METRICS else None

    def possible(self, name: str) -> frozenset[str] | None:
        return frozenset(METRICS[name].sure + METRICS[name].maybe) if name in METRICS else None

    def about(self, name: str) -> About:
        return About(METRICS[name].sample) if name in METRICS else About()

    def buckets_of(self, name: str) -> tuple[float, ...]:
        return (0.5, 2.0) if name == "h_bucket" else ()

    def presence(self, name: str, label: str) -> str:
        return f"declared by `{name}`"

    def absence(self, name: str, label: str) -> str:
        return ""


def series(random: Random, *, minutes: int) -> dict[str, list[str]]:
    """Series by their notation, with a sample or a gap for each minute."""
    found: dict[str, list[str]] = {}
    for name, metric in METRICS.items():
        for _ in range(random.choice((0, 1, 2, 3, 4))):
            labels = {label: random.choice(VALUES[:2]) for label in metric.sure}
            labels |= {label: random.choice(VALUES) for label in metric.maybe if random.random() < 0.5}
            for bound in BOUNDS if "le" in labels else ("",):
                text = ", ".join(f'{label}="{bound if label == "le" else value}"' for label, value in labels.items())
                found[f"{name}{{{text}}}"] = _samples(
                    random, name, metric, minutes, BOUNDS.index(bound) if bound else 0
                )
    return found


def _samples(random: Random, name: str, metric: Declared, minutes: int, bucket: int) -> list[str]:
    gaps = random.choice((0.0, 0.0, 0.0, 0.1, 0.9))
    total, found = 0.0, []
    for _ in range(minutes):
        if random.random() < gaps:
            found.append(random.choice(("_", "_", "stale")))
        elif name == "n":
            counts = [random.randint(0, 3) for _ in range(3)]
            found.append(
                f"{{{{schema:0 sum:{sum(counts) * 2} count:{sum(counts)} buckets:[{' '.join(map(str, counts))}]}}}}"
            )
        elif metric.sample.kind in ("counter", "buckets"):
            # Buckets that hold more contain those that hold less.
            total = 0.0 if random.random() < 0.05 else total + random.randint(0, 3)
            found.append(f"{total * (1 + bucket):g}")
        else:
            found.append(random.choice(metric.values))
    return found


_OVER_TIME = ("avg", "count", "last", "max", "min", "present", "stddev", "stdvar", "sum", "mad", "absent")
_TIMES = ("ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time")
_OF_MATRIX = (
    *("delta", "idelta", "deriv", "changes", "resets"),
    *(f"{one}_over_time" for one in _OVER_TIME),
    *_TIMES,
)
_OF_VECTOR = (
    *("abs", "ceil", "floor", "sgn", "sqrt", "exp", "ln", "log2", "log10", "sin", "cos", "tan", "asin", "acos", "atan"),
    *("sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "deg", "rad", "round", "sort", "sort_desc", "timestamp"),
    *("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year", "absent"),
    *("histogram_avg", "histogram_count", "histogram_sum", "histogram_stddev", "histogram_stdvar", "info"),
)
_OF_TIME = ("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year")
_PATTERNS = ("1", "2", "1|2", ".*", ".+", "[12]", "z?", "")
_DURATIONS = ("1m", "5m", "10m")


class Words:
    """Makes expressions out of chance; each method gives the text of one that has the type it is named for.

    `names` are of series that there are besides the metrics above.
    """

    def __init__(self, random: Random, *, names: tuple[str, ...] = ()) -> None:
        self.random = random
        self.names = names

    def one_of(self, *texts: str) -> str:
        return self.random.choice(texts)

    def label(self) -> str:
        return self.one_of(*LABELS)

    def labels(self) -> str:
        return ", ".join(self.random.sample(LABELS, self.random.choice((0, 1, 1, 2))))

    def selector(self) -> str:
        matchers = []
        for _ in range(self.random.choice((0, 0, 0, 1, 1, 2))):
            op = self.one_of("=", "=", "!=", "=~", "!~")
            value = self.one_of(*_PATTERNS) if "~" in op else self.one_of(*VALUES, "")
            matchers.append(f'{self.label()}{op}"{value}"')
        name = self.one_of(*METRICS, "x", "t_total", "missing", *self.names, *self.names, *self.names)
        return f"{name}{{{','.join(matchers)}}}" if matchers else name

    def moved(self) -> str:
        return self.one_of("", "", "", "", " offset 5m", " @ end()", " @ 900", " offset -2m")

    def growth(self) -> str:
        """What is never below 0, as `rate` expects it."""
        name = self.one_of("t_total", "t_total", "h_bucket", "n")
        few = self.one_of("", '{a=~"1|2"}')
        return f"{name}{few}[{self.one_of(*_DURATIONS)}]{self.moved()}"

    def matrix(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.7:
            return f"{self.selector()}[{self.one_of(*_DURATIONS)}]{self.moved()}"
        step = self.one_of("", "1m", "2m", "20m")
        return f"({self.vector(depth - 1)})[{self.one_of(*_DURATIONS)}:{step}]{self.moved()}"

    def scalar(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.6:
            return self.one_of("0", "1", "2", "0.5", "-1", "NaN", "Inf", "time()", "pi()")
        kind = self.random.randrange(3)
        if kind == 0:
            return f"scalar({self.vector(depth - 1)})"
        if kind == 1:
            op = self.one_of("== bool", "> bool", "<= bool", "!= bool")
            return f"({self.scalar(depth - 1)} {op} {self.scalar(depth - 1)})"
        return f"({self.scalar(depth - 1)} {self.one_of('+', '-', '*', '/', '%', '^')} {self.scalar(depth - 1)})"

    def vector(self, depth: int) -> str:
        if depth <= 0:
            return f"{self.selector()}{self.moved()}"
        makers = (
            self.called,
            self.aggregated,
            self.aggregated,
            self.compared,
            self.combined,
            self.combined,
            self.special,
        )
        return self.random.choice(makers)(depth - 1)

    def called(self, depth: int) -> str:
        if self.random.random() < 0.2:
            return f"{self.one_of('rate', 'irate', 'increase')}({self.growth()})"
        if self.random.random() < 0.4:
            return f"{self.one_of(*_OF_MATRIX)}({self.matrix(depth)})"
        return f"{self.one_of(*_OF_VECTOR)}({self.vector(depth)})"

    def aggregated(self, depth: int) -> str:
        clause = self.one_of("", f"by ({self.labels()}) ", f"by ({self.labels()}) ", f"without ({self.labels()}) ")
        op = self.one_of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "sum", "many")
        if op != "many":
            return f"{op} {clause}({self.vector(depth)})"
        op = self.one_of("topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio")
        given = {"count_values": f'"{self.label()}"', "quantile": self.one_of("0.5", "0.9", "1", "2")}
        given["limit_ratio"] = self.one_of("0", "0.5", "-0.5", "1")
        return f"{op} {clause}({given.get(op) or self.one_of('0', '1', '2', self.scalar(1))}, {self.vector(depth)})"

    def compared(self, depth: int) -> str:
        op = self.one_of(">", "<", ">=", "<=", "==", "!=", "> bool", "== bool", "!= bool", "+", "-", "*", "/", "%", "^")
        sides = [self.vector(depth), self.scalar(1)]
        self.random.shuffle(sides)
        return f"({sides[0]} {op} {sides[1]})"

    def combined(self, depth: int) -> str:
        op = self.one_of(
            "+", "-", "*", "/", "%", "^", "atan2", "==", "!=", ">", "< bool", "and", "or", "unless", "or", "and"
        )
        matching = self.one_of("", f"on ({self.labels()})", f"ignoring ({self.labels()})", "on ()")
        grouped = self.random.random() < 0.35 and op not in ("and", "or", "unless") and matching
        if grouped:
            named = [label for label in LABELS if not matching.startswith("on") or label not in matching]
            include = ", ".join(self.random.sample(named, min(len(named), self.random.choice((0, 1, 1)))))
            matching = f"{matching} {self.one_of('group_left', 'group_right')} ({include})"
        return f"({self.vector(depth)} {op} {matching} {self.vector(depth)})"

    def special(self, depth: int) -> str:
        inner = self.vector(depth)
        replaced = f'"{self.one_of("v", "$1", "$1-x", "", "$2")}"'
        pattern = f'"{self.one_of("(.*)", "(.+)", "(1|2)", "", ".*", "(z)?", "1(.*)")}"'
        few = self.one_of("", '{a="1"}', '{b=~"1|z"}')
        return self.one_of(
            f"vector({self.scalar(1)})",
            f"({inner} or vector(0))",
            f"({inner} or on () vector({self.scalar(1)}))",
            f"-{inner}",
            f'label_replace({inner}, "{self.label()}", {replaced}, "{self.label()}", {pattern})',
            f'label_join({inner}, "{self.label()}", "{self.one_of("-", "")}", "{self.label()}", "{self.label()}")',
            f"histogram_quantile({self.one_of('0.9', '0', '1', '2')}, {inner})",
            f"histogram_quantile(0.5, sum by (a, le) (rate(h_bucket{few}[5m])))",
            f"histogram_fraction(0, {self.one_of('1', '5')}, {self.one_of(inner, 'h_bucket', 'n')})",
            f"clamp({inner}, {self.scalar(0)}, {self.scalar(0)})",
            f"clamp_min({inner}, {self.scalar(0)})",
            f"clamp_max({inner}, {self.scalar(0)})",
            f"quantile_over_time({self.one_of('0.5', '2')}, {self.matrix(depth)})",
            f"predict_linear({self.matrix(depth)}, 600)",
            f"round({inner}, {self.one_of('0.5', '2')})",
            f"sort_by_label({inner}, 'a')",
            f"{self.one_of(*_OF_TIME)}()",
            f"absent({self.selector()})",
            f"absent({self.one_of('+', '-')}{self.selector()})",
            f"absent(({self.selector()}))",
            f"absent_over_time({self.selector()}[5m])",
            f'info({inner}, {{team=~"{self.one_of("1", ".+", ".*")}"}})',
            f"(t_total{few} / t_total)",
            '(sum by (a) (rate(t_total{b="1"}[5m])) / sum by (a) (rate(t_total[5m])))',
        )
