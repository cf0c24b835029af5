"""The peer: jsonnet, as mixins use it, emitting the alerts of the synthetic project in three environments."""

from __future__ import annotations

import sys
from pathlib import Path

import rjsonnet

_PROGRAM = Path(__file__).with_suffix(".jsonnet")


def evaluate(*, services: int, yaml: bool = False) -> str:
    """The alerts by environment as JSON text; with `yaml` each environment is one YAML document in a string."""
    arguments = {"services": str(services), "yaml": "true" if yaml else "false"}
    return rjsonnet.evaluate_file(str(_PROGRAM), tla_codes=arguments)


if __name__ == "__main__":
    # What it evaluates is written out, as `jsonnet -o` does.
    Path(sys.argv[2]).write_text(evaluate(services=int(sys.argv[1]), yaml="--yaml" in sys.argv), "utf-8")
