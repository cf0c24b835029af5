"""The tree agrees with `amtool config routes test`, on generated trees and labels."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o11ygen.routing.tree import tree_of
from tests.programs import ALERTMANAGER_VERSIONS, program

NAMES = ("team", "severity", "service")
VALUES = ("", "a", "b", "ab", "a b", "x.y", "ä", 'say "hi"')
PATTERNS = ("a", "a|b", "a.*", ".+", ".*", "[ab]+", "(?i:AB)", "x\\.y", "\\w+", "^a$", "")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


matchers = st.one_of(
    st.builds(
        lambda name, operator, value: f"{name}{operator}{_quoted(value)}",
        st.sampled_from(NAMES),
        st.sampled_from(("=", "!=")),
        st.sampled_from(VALUES),
    ),
    st.builds(
        lambda name, operator, value: f"{name}{operator}{_quoted(value)}",
        st.sampled_from(NAMES),
        st.sampled_from(("=~", "!~")),
        st.sampled_from(PATTERNS),
    ),
    st.sampled_from(("team=a", "{team=~a}", " severity != b ", "team=a,severity=b", '{team="a", }')),
)


def _route(children: st.SearchStrategy[dict[str, Any]] | None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "receiver": st.sampled_from(("r0", "r1", "r2", "r3")),
            "matchers": st.lists(matchers, max_size=2),
            "match": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES), max_size=1),
            "match_re": st.dictionaries(st.sampled_from(NAMES), st.sampled_from(PATTERNS), max_size=1),
            "continue": st.booleans(),
            "routes": st.lists(children, max_size=3) if children is not None else st.just([]),
        },
    )


routes = st.recursive(_route(None), _route, max_leaves=8)
configs = st.builds(
    lambda children: {
        "route": {"receiver": "r0", "routes": children},
        "receivers": [{"name": f"r{number}"} for number in range(4)],
    },
    st.lists(routes, min_size=1, max_size=4),
)
label_sets = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES[1:]), max_size=3)


@pytest.mark.tools
@pytest.mark.parametrize("version", ALERTMANAGER_VERSIONS)
def test_receivers_are_those_that_amtool_names(version: str, tmp_path: Path) -> None:
    amtool = program("amtool", version)
    file = tmp_path / "alertmanager.yml"
    asked = 0

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(configs, st.lists(label_sets, min_size=1, max_size=3))
    def agree(config: dict[str, Any], alerts: list[dict[str, str]]) -> None:
        nonlocal asked
        file.write_text(json.dumps(config))
        root = tree_of(config, utf8=version != "0.25")
        for labels in alerts:
            written = [f"{name}={_quoted(value)}" for name, value in labels.items()]
            done = subprocess.run(
                [amtool, "config", "routes", "test", f"--config.file={file}", *written],
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr + done.stdout
            assert [node.receiver for node in root.reached(labels)] == done.stdout.strip().split(",")
            asked += 1

    agree()
    assert asked > 60
