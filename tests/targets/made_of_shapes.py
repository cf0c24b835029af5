"""Documents made of the shapes of models: each field that is read plainly is sometimes there, with a likely value."""

from __future__ import annotations

import random
from typing import Any

from o11ygen.targets.shapes import shapes

_TEXTS = """
a a a b up 5m 10s 1h 0s 30 0.5 1.2 true é $a ${env:A} $$a /a /a/b a:80 a:/b:ro k=v 512MB (a|b) #{a} 7d CMD always http POST
http://a:80 https://a.example.com/b 0.0.0.0:4317 localhost:80 10.0.0.1:80:80 prom/prometheus:v3.5.0 endpoint=http://a:1
jaeger_storage jaeger_query otlp batch jaeger_storage_exporter memory_limiter adaptive_sampling traces nosniff
X-Frame-Options prometheus alertmanager jaeger
"""
TEXTS = (*_TEXTS.split(), "", "a b", f"$2y$10${'a' * 53}")
_NUMBERS = (0, 0, 1, 5, 80, 100, 8192, -1, 2**31, 2**63)
_ANYTHING: tuple[Any, ...] = ("a", "$a", 5, 1.5, True, None, [], {}, ["a", 1], {"a": {"b": ["c"]}})


class Made:
    """Makes values for what a shape says of them; of optional fields, about one of `rarity` is there."""

    def __init__(self, seed: int, *, rarity: int) -> None:
        self._random = random.Random(seed)
        self._rarity = rarity

    def part(self, model: str, *, depth: int = 0) -> dict[str, Any]:
        """A part of a document, with all that is required."""
        shape = shapes()[model]
        return {
            alias: self._value(field["reads"], depth)
            for alias, field in shape["fields"].items()
            if "reads" in field and (alias in shape["required"] or self._random.randrange(self._rarity + depth) == 0)
        }

    def _value(self, reads: Any, depth: int) -> Any:
        if isinstance(reads, str):
            return self._scalar(reads)
        kind, told = next(iter(reads.items()))
        if kind == "part":
            return self.part(told, depth=depth + 1)
        if kind == "one of":
            return self._random.choice(told)
        if kind == "list":
            return [self._value(told, depth) for _ in range(self._random.choice((0, 1, 1, 2)))]
        if kind == "names":
            names = {self._scalar("text") for _ in range(self._random.choice((0, 1, 1, 2)))}
            return {name: self._value(reads["values"], depth) for name in sorted(names)}
        if kind == "either":
            return self._value(self._random.choice(list(told.values())), depth)
        if kind == "reference or" and self._random.randrange(5):
            return self._value(told, depth)
        return self._scalar("text")

    def _scalar(self, kind: str) -> Any:
        if kind in ("integer", "unsigned"):
            return self._random.choice(_NUMBERS)
        if kind == "decimal":
            return self._random.choice((0, 1, 0.5, 1.0, 3, -0.5, 2**70))
        if kind == "boolean":
            return self._random.random() < 0.5
        return self._random.choice(_ANYTHING if kind == "anything" else TEXTS)
