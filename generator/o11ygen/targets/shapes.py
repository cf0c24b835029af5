"""What is known of the models without loading them: their fields, and how a plain document of theirs is read.

`plain_shapes.json` is made from the models by `scripts/plain_shapes.py`. A model is named with its module: `rules.Rule`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


def name_of(model: type) -> str:
    """The name of a model, with its module in this package."""
    return f"{model.__module__.removeprefix(f'{__package__}.')}.{model.__name__}"


@cache
def shapes() -> Mapping[str, Mapping[str, Any]]:
    """The shapes by the names of their models."""
    found: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("plain_shapes.json").read_bytes())
    return found
