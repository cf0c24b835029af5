"""A class takes objects of other classes as they are: those of which none is built are never made ready."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from o11ygen.spec import vocabulary as words
words.Team("web", page=words.slack("#a"), notify=words.slack("#b"))
made = {value for name in words.__all__ if hasattr(value := getattr(words, name), "__pydantic_complete__")}
print(sorted(one.__name__ for one in made if one.__pydantic_complete__))
"""


def test_only_classes_of_which_objects_are_built_are_made_ready() -> None:
    result = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    # The others are built as defaults of fields.
    defaults = [
        "AlertmanagerEndpoint",
        "Grafana",
        "MemoryStorage",
        "Notifications",
        "Prometheus",
        "Retention",
        "Static",
        "Versions",
    ]
    assert sorted({*result.stdout.strip("[]\n").replace("'", "").split(", ")} - {*defaults}) == ["Slack", "Team"]
