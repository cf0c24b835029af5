"""What the YAML writer writes, and that every reader gets the same value back."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from types import MappingProxyType

import pytest
import yaml

from o11ygen.yamltext import dump, escaped, parse, quoted, visible
from tests.yaml_traps import RESOLVED


class TestForm:
    def test_a_rule_file_as_people_write_it(self) -> None:
        value = {
            "groups": [
                {
                    "name": "churn-predictor.alerts",
                    "interval": "30s",
                    "rules": [
                        {
                            "alert": "HighErrorRate",
                            "expr": 'sum by (job) (rate(http_requests_total{status=~"5.."}[5m]))\n  > 0.05\n',
                            "for": "5m",
                            "labels": {"severity": "critical", "team": "ml-platform"},
                            "annotations": {
                                "summary": "{{ $labels.job }} answers {{ $value | humanizePercentage }} with an error",
                                "runbook_url": "https://runbooks.example.com/churn/high-error-rate",
                            },
                        },
                        {"alert": "Watchdog", "expr": "vector(1)", "labels": {}, "keep_firing_for": None},
                    ],
                }
            ],
            "limits": [[1, 2.5], [], "a\nb"],
        }
        assert (
            dump(value)
            == r"""groups:
  - name: churn-predictor.alerts
    interval: 30s
    rules:
      - alert: HighErrorRate
        expr: |
          sum by (job) (rate(http_requests_total{status=~"5.."}[5m]))
            > 0.05
        for: 5m
        labels:
          severity: critical
          team: ml-platform
        annotations:
          summary: "{{ $labels.job }} answers {{ $value | humanizePercentage }} with an error"
          runbook_url: https://runbooks.example.com/churn/high-error-rate
      - alert: Watchdog
        expr: vector(1)
        labels: {}
        keep_firing_for: null
limits:
  - - 1
    - 2.5
  - []
  - |-
    a
    b
"""
        )

    @pytest.mark.parametrize(
        "text",
        [
            *("up", "5m", "30d", "10GB", "0.0.0.0:9090", "10.0.0.0/8", "3.5.1", "v2", "a b", "a:b", "a#b", "it's"),
            *("/etc/prometheus/rules/*.yml", "https://example.com/?a=b&c=d", "--web.enable-lifecycle", "$1:9100", "é"),
            *(
                "(up == 0) or absent(up)",
                'up{job="x"} == 0',
                "rate(x[5m]) > 0",
                "team@example.com",
                "on-call",
                "<nobr>",
            ),
        ],
    )
    def test_plain(self, text: str) -> None:
        assert dump(text) == f"{text}\n"

    @pytest.mark.parametrize("text", RESOLVED)
    def test_never_plain(self, text: str) -> None:
        assert dump(text) == f'"{text}"\n'
        assert dump({text: 1}) == f'"{text}": 1\n'

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("", '""'),
            ("on", '"on"'),
            ("1:30", '"1:30"'),
            ("#alerts-critical", '"#alerts-critical"'),
            ("{{ $value }}", '"{{ $value }}"'),
            ('{job="x"}', "'{job=\"x\"}'"),
            ("\\d+", "\\d+"),
            ("[\\d]'", "'[\\d]'''"),
            ("a: 'b'", "\"a: 'b'\""),
            ("a\tb", '"a\\tb"'),
            ("a\\\x07", '"a\\\\\\x07"'),
            ("\xa0\u2028\ufeff\U000e0001", '"\\xa0\\u2028\\ufeff\\U000e0001"'),
            ("\0\r", '"\\0\\r"'),
        ],
    )
    def test_quoted(self, text: str, written: str) -> None:
        assert dump(text) == f"{written}\n"

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("a\nb", "k: |-\n  a\n  b\n"),
            ("a\nb\n", "k: |\n  a\n  b\n"),
            ("a\n\nb\n", "k: |\n  a\n\n  b\n"),
            ("  a\nb", "k: |2-\n    a\n  b\n"),
            ("\ta\nb\n", "k: |2\n  \ta\n  b\n"),
            ("a \n# b\n", "k: |\n  a \n  # b\n"),
            # Quoted, since a blank line that a template puts below would become part of `|+`.
            ("a\n\n", 'k: "a\\n\\n"\n'),
            # Quoted, since readers differ on them.
            ("\na", 'k: "\\na"\n'),
            ("a\nb ", 'k: "a\\nb "\n'),
            ("a\r\nb", 'k: "a\\r\\nb"\n'),
            ("a\u2028\nb", 'k: "a\\u2028\\nb"\n'),
        ],
    )
    def test_several_lines(self, text: str, written: str) -> None:
        assert dump({"k": text}) == written

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (True, "true"),
            (False, "false"),
            (None, "null"),
            (0, "0"),
            (-5, "-5"),
            (2**64 - 1, "18446744073709551615"),
            (0.1, "0.1"),
            (1.0, "1.0"),
            (-0.0, "-0.0"),
            (1e-5, "1.0e-05"),
            (1e16, "1.0e+16"),
            (1.5e300, "1.5e+300"),
            (math.inf, ".inf"),
            (-math.inf, "-.inf"),
            (math.nan, ".nan"),
            ({}, "{}"),
            ((), "[]"),
        ],
    )
    def test_scalars(self, value: object, written: str) -> None:
        assert dump(value) == f"{written}\n"
        assert dump({"k": [value]}) == f"k:\n  - {written}\n"

    def test_indent_is_the_column_of_the_values_own_lines(self) -> None:
        value = {"a": 1, "b": ["x", {"c": "1\n2"}]}
        for before, indent in (("", 0), ("- ", 2), ("k:\n    ", 4), ("- - ", 4)):
            text = before + dump(value, indent=indent)
            found = yaml.safe_load(text)
            while isinstance(found, list):
                (found,) = found
            assert found.get("k", found) == value

    def test_a_scalar_of_several_lines_hangs_from_its_key(self) -> None:
        text = "  a\nb"
        for before, indent, after in (("- k: ", 4, "  l: 1\n"), ("k: ", 2, "l: 1\n"), ("k: ", 0, "l: 1\n")):
            found = yaml.safe_load(before + dump(text, indent=indent) + after)
            assert (found[0] if isinstance(found, list) else found) == {"k": text, "l": 1}

    def test_nothing_is_folded_and_nothing_is_an_alias(self) -> None:
        labels = {"team": "ml"}
        assert dump({"a": labels, "b": labels}) == "a:\n  team: ml\nb:\n  team: ml\n"
        line = "word " * 400 + "end"
        assert dump({"a": line}) == f"a: {line}\n"

    def test_other_mappings_and_members_of_enums(self) -> None:
        class Colour(str, enum.Enum):  # noqa: UP042 # unlike a `StrEnum` it formats as `Colour.ON`
            ON = "on"

        class Level(enum.IntEnum):
            HIGH = 3

        frozen: Mapping[str, object] = MappingProxyType(
            {Colour.ON: Level.HIGH, "colour": Colour.ON, "empty": MappingProxyType({})}
        )
        assert dump(frozen) == '"on": 3\ncolour: "on"\nempty: {}\n'


class TestRefused:
    @pytest.mark.parametrize(
        ("value", "error", "message"),
        [
            ({"a": [1, {"b": object()}]}, TypeError, "`a[1].b`: YAML has no form for a value of type object"),
            ({"a": {1: 2}}, TypeError, "`a.1`: a key is a string, not the int `1`"),
            ({None: 2}, TypeError, "`None`: a key is a string, not the NoneType `None`"),
            ({True: 2}, TypeError, "`True`: a key is a string, not the bool `True`"),
            (b"x", TypeError, "YAML has no form for a value of type bytes"),
            ({"x"}, TypeError, "YAML has no form for a value of type set"),
            ("\ud800", ValueError, 'the text "\\ud800" holds half of a surrogate pair'),
            (["a\nb\udfff"], ValueError, '`[0]`: the text "a\\nb\\udfff" holds half of a surrogate pair'),
            ({"\udc00": 1}, ValueError, '`\\udc00`: the text "\\udc00" holds half of a surrogate pair'),
            ({"a": 2**64}, ValueError, "`a`: the integer 18446744073709551616 needs more than 64 bits"),
            (-(2**63) - 1, ValueError, "the integer -9223372036854775809 needs more than 64 bits"),
        ],
    )
    def test_with_its_place(self, value: object, error: type[Exception], message: str) -> None:
        with pytest.raises(error) as raised:
            dump(value)
        assert str(raised.value).startswith(message)

    def test_a_value_that_holds_itself(self) -> None:
        value: list[object] = []
        value.append(value)
        with pytest.raises(ValueError, match="holds itself"):
            dump(value)


class TestParse:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("a: b: c\n", "line 1 column 5"),
            ("a: 1\na: 2\n", 'duplicate entry with key "a"'),
            ("a: [1\n", "line 2 column 1"),
            ("---\na: 1\n---\nb: 1\n", "more than one document"),
            ("a: '\ud800'\n", "surrogates not allowed"),
            ("a: \x07\n", "control characters are not allowed"),
        ],
    )
    def test_what_is_not_one_document(self, text: str, message: str) -> None:
        with pytest.raises(ValueError, match=message) as raised:
            parse(text)
        assert type(raised.value) is ValueError

    def test_comments_and_empty_documents(self) -> None:
        assert parse("# head\na: 1 # tail\n\n# end\n") == {"a": 1}
        assert parse("# nothing\n") is None


class TestEscapes:
    def test_each(self) -> None:
        assert quoted('a"\\\n\x85\u2028\U000e0001\ud800é') == '"a\\"\\\\\\n\\x85\\u2028\\U000e0001\\ud800é"'
        assert escaped('a"') == 'a\\"'
        assert visible('a"\\\n\x1b') == r'a"\\n\x1b'


@pytest.mark.parametrize(
    "text",
    [
        "a: !!str\n  b: 1\n",
        "a: !!binary aGk=\n",
        "- !!map x\n",
        "a: [!!str x]\n",
        "!!str a: 1\n",
        "a: !<tag:yaml.org,2002:str> x\n",
        "a: &b !!str x\n",
    ],
)
def test_a_tag_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a tag"):
        parse(text)


@pytest.mark.parametrize("value", ["!! down", "a: !! b", "x\n!!str y\n", "- !!str", "[!!x]", 'a !<b> "!!"'])
def test_a_text_that_looks_like_a_tag_is_none(value: str) -> None:
    assert parse(dump({"a": value, "b": [value], value: "c"})) == {"a": value, "b": [value], value: "c"}
