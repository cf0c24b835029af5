"""The JSON Schemas in the package, one a kind of file with the fields of all releases, from the models themselves."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from current import ROOT, keep

from o11ygen.targets.schema import KINDS, document_schema

FOLDER = ROOT / "generator" / "o11ygen" / "schemas"
# The compose specification's is its own, and comes with the package that carries it.
_ELSEWHERE = frozenset(("compose",))
# The fields of these are those of another kind, whose schema is large.
_SAME_FIELDS = {"prometheus-agent": "prometheus"}
_WIDTH = 120


def schema(kind: str) -> dict[str, Any]:
    """The schema of a kind, or a reference to the file with the same fields."""
    found = document_schema(kind)
    if kind in _SAME_FIELDS:
        kept = {name: found[name] for name in ("$schema", "title", "description")}
        return {**kept, "allOf": [{"$ref": f"{_SAME_FIELDS[kind]}.schema.json"}]}
    return found


def written(value: Any) -> str:
    """JSON with what fits into a line in one line: readable, and changed only where something changes."""
    return "\n".join(_lines(value, "", "")) + "\n"


def _lines(value: Any, head: str, pad: str) -> Iterator[str]:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value or len(pad + head + flat) < _WIDTH:
        yield f"{pad}{head}{flat}"
        return
    is_list = isinstance(value, list)
    items = [("", item) for item in value] if is_list else [(f"{json.dumps(name)}: ", value[name]) for name in value]
    yield f"{pad}{head}{'[' if is_list else '{'}"
    for number, (name, item) in enumerate(items, start=1):
        lines = list(_lines(item, name, f"{pad} "))
        yield from lines[:-1]
        yield lines[-1] + ("," if number < len(items) else "")
    yield f"{pad}{']' if is_list else '}'}"


def main() -> int:
    """Write the schemas, or with `--check` say which are not current."""
    files = {FOLDER / f"{kind}.schema.json": written(schema(kind)) for kind in KINDS if kind not in _ELSEWHERE}
    return keep(files, check="--check" in sys.argv, left=FOLDER.glob("*.schema.json"))


if __name__ == "__main__":
    sys.exit(main())
