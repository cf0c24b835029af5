from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.verify.mounting import Keys, Mount, blank_entries, exchange, keys_of

CONFIG = """\
# A comment with 'quotes' and: colons
rule_files:
  - /etc/prometheus/a.yml   # the rules
  - '/etc/prometheus/it''s.yml'
scrape_configs:
  - job_name: "café: ☕"
    authorization: {type: Bearer, credentials_file: /run/secrets/token}
    consul_sd_configs:
      - server: consul:8500
        # inside
        tags:
          - one
    # after
    relabel_configs:
      - target_label: x
        replacement: |-
          y
"""


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/etc/prometheus/alert-rules.yml", "/out/prometheus/alert-rules.yml"),
        ("/etc/prometheus/rules/*.yml", "/out/prometheus/rules/*.yml"),
        ("rules/*.yml", "/out/prometheus/rules/*.yml"),
        ("/etc/prometheus-other/a.yml", None),
        ("/etc/prometheus", None),
        ("/run/secrets/token", None),
    ],
)
def test_a_container_path_leads_into_the_mounted_folder_or_nowhere(path: str, file: str | None) -> None:
    mount = Mount(Path("/out/prometheus"), at="/etc/prometheus/")
    assert mount.file(path) == (Path(file) if file else None)


def test_only_the_chosen_values_change_and_every_line_stays_where_it_is() -> None:
    exchanges = {
        ("rule_files", 1): "/out/a\tb.yml",
        ("scrape_configs", 0, "authorization", "credentials_file"): "/dev/null",
    }
    assert exchange(CONFIG, lambda keys, _: exchanges.get(keys)) == CONFIG.replace(
        "'/etc/prometheus/it''s.yml'", '"/out/a\\tb.yml"'
    ).replace("/run/secrets/token", '"/dev/null"')


def test_values_come_with_the_way_to_them() -> None:
    seen: dict[Keys, str] = {}
    exchange("a: [x, {b: 1}]\nc: |\n  two\n  lines\nd:\n", lambda keys, value: seen.setdefault(keys, value) and None)
    assert seen == {("a", 0): "x", ("a", 1, "b"): "1", ("c",): "two\nlines\n", ("d",): ""}


def test_a_value_that_is_referred_to_again_changes_once() -> None:
    assert exchange("a: [x]\nb: &n [y]\nc: *n\n", lambda _, value: value.upper()) == 'a: ["X"]\nb: &n ["Y"]\nc: *n\n'


@pytest.mark.parametrize("text", ["", "# nothing\n", "a: [", "a: b: c", "\t- x", "a: \x07"])
def test_a_text_without_values_or_without_yaml_comes_back_as_it_is(text: str) -> None:
    assert exchange(text, lambda keys, value: "changed") == text
    assert keys_of(text) == frozenset()


leaves = st.text(max_size=12)
documents = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(leaves, inner, max_size=3), max_leaves=12
)


def upper(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: upper(item) for key, item in value.items()}
    return [upper(item) for item in value] if isinstance(value, list) else value.upper() + "!"


@settings(max_examples=150)
@given(documents, st.booleans(), st.booleans())
def test_any_document_reads_back_as_the_one_with_its_values_exchanged(document: Any, flow: bool, unicode: bool) -> None:
    text = yaml.safe_dump(document, default_flow_style=flow, allow_unicode=unicode, width=20)
    assert exchange(text, lambda keys, value: None) == text
    # Not `document`: PyYAML's writer does not get every line separator back itself.
    assert yaml.safe_load(exchange(text, lambda keys, value: value.upper() + "!")) == upper(yaml.safe_load(text))


def test_an_entry_is_blanked_with_all_its_lines_and_nothing_else() -> None:
    blanked = blank_entries(CONFIG, keys={"consul_sd_configs"})
    assert blanked is not None
    assert len(blanked.splitlines()) == len(CONFIG.splitlines())
    kept = yaml.safe_load(CONFIG)
    del kept["scrape_configs"][0]["consul_sd_configs"]
    assert yaml.safe_load(blanked) == kept


@pytest.mark.parametrize("text", ["- x: [1]\n  y: 2\n", "a: {x: 1, y: 2}\n"])
def test_an_entry_that_shares_its_line_cannot_be_blanked(text: str) -> None:
    assert blank_entries(text, keys={"x"}) is None


@settings(max_examples=150)
@given(documents, documents, st.booleans())
def test_blanking_leaves_every_other_entry(value: Any, other: Any, unicode: bool) -> None:
    jobs = [{"name": "a", "x_sd_configs": value, "zz": other}, {"name": "b", "x_sd_configs": [deepcopy(value)]}]
    text = yaml.safe_dump({"jobs": jobs}, default_flow_style=False, allow_unicode=unicode, sort_keys=False)
    blanked = blank_entries(text, keys={"x_sd_configs"})
    assert blanked is not None
    kept = yaml.safe_load(text)
    for job in kept["jobs"]:
        del job["x_sd_configs"]
    assert yaml.safe_load(blanked) == kept


def test_an_entry_that_is_written_as_an_alias_is_left_alone() -> None:
    assert blank_entries("a: &n\n  - 1\nb:\n  x:\n    - *n\n", keys={"x"}) is None


def test_keys_are_those_of_every_mapping() -> None:
    assert {"rule_files", "consul_sd_configs", "tags", "credentials_file"} <= keys_of(CONFIG)
