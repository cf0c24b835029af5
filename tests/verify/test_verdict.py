"""Texts as the real programs print them, cut to what matters."""

from __future__ import annotations

from o11ygen.verify.verdict import Fault, amtool_faults, jaeger_faults, promtool_faults

RULES = """\
Checking rules/a.yml
  FAILED:
rules/a.yml: 5:15: group "g", rule 1, "A": could not parse expression: 1:7: parse error: unclosed left parenthesis
rules/a.yml: group "g", rule 3, "C": annotation "s": template: __alert_C:1: undefined variable "$for"
Checking b.yml
  FAILED:
b.yml: not a valid duration string: "5 minutes"
b.yml: not a valid duration string: "5 minutes"

Checking c.yml
  SUCCESS: 1 rules found

Checking d.yml
  FAILED:
lint error 1 duplicate rule(s) found.
Metric: C
Label(s):
\ta: b
Might cause inconsistency while recording expressions

Checking e.yml
  FAILED:
e.yml: yaml: unmarshal errors:
  line 6: field nope not found in type rulefmt.Rule
  line 7: field nape not found in type rulefmt.Rule
"""


def test_every_fault_of_every_rule_file_is_told_once_with_its_place() -> None:
    assert promtool_faults(RULES) == (
        Fault(
            "rules/a.yml",
            'group "g", rule 1, "A": could not parse expression: 1:7: parse error: unclosed left parenthesis',
            5,
            15,
        ),
        Fault(
            "rules/a.yml", 'group "g", rule 3, "C": annotation "s": template: __alert_C:1: undefined variable "$for"'
        ),
        Fault("b.yml", 'not a valid duration string: "5 minutes"'),
        Fault(
            "d.yml",
            "lint error 1 duplicate rule(s) found. Metric: C Label(s): a: b "
            "Might cause inconsistency while recording expressions",
        ),
        Fault("e.yml", "field nope not found in type rulefmt.Rule", 6),
        Fault("e.yml", "field nape not found in type rulefmt.Rule", 7),
    )


def test_a_fault_of_the_config_is_told_apart_from_warnings_and_rule_files() -> None:
    text = """\
Checking /tmp/x/prometheus.yml
  WARNING: file "/nope/*.yml" for file_sd in scrape job "a" does not exist
  FAILED: instance 0 in group 0: "http://a:1" is not a valid hostname

"""
    assert promtool_faults(text) == (
        Fault("/tmp/x/prometheus.yml", 'instance 0 in group 0: "http://a:1" is not a valid hostname'),
    )


def test_a_warning_that_runs_into_the_next_line_hides_no_file() -> None:
    text = """\
  WARNING: Unknown feature passed to --enable-feature: bogusChecking r.yml
  FAILED:
r.yml: 7:15: group "g", rule 2, "B": could not parse expression: boom
"""
    assert promtool_faults(text) == (Fault("r.yml", 'group "g", rule 2, "B": could not parse expression: boom', 7, 15),)


def test_yaml_that_does_not_parse_has_its_line() -> None:
    text = "Checking p.yml\n\n  FAILED: parsing YAML file p.yml: yaml: line 3: did not find expected node content\n"
    assert promtool_faults(text) == (Fault("p.yml", "did not find expected node content", 3),)


def test_a_web_config_is_named_on_the_line_of_its_verdict() -> None:
    text = "w.yml FAILED: crypto/bcrypt: hashedSecret too short to be a bcrypted password\n"
    assert promtool_faults(text) == (Fault("w.yml", "crypto/bcrypt: hashedSecret too short to be a bcrypted password"),)


def test_words_without_a_verdict_are_one_fault_of_no_file() -> None:
    assert promtool_faults("promtool: error: unknown long flag '--bogus', try --help\n") == (
        Fault("", "promtool: error: unknown long flag '--bogus', try --help"),
    )
    assert promtool_faults("") == (Fault("", "it gives no reason"),)


def test_amtool_names_the_config_or_the_template() -> None:
    config = """\
Checking '/tmp/x/alertmanager.yml'  FAILED: yaml: unmarshal errors:
  line 2: field bogus not found in type config.plain
  line 3: field nope not found in type config.plain

amtool: error: failed to validate 1 file(s)

"""
    assert amtool_faults(config) == (
        Fault("/tmp/x/alertmanager.yml", "field bogus not found in type config.plain", 2),
        Fault("/tmp/x/alertmanager.yml", "field nope not found in type config.plain", 3),
    )
    template = """\
Checking 'a.yml'  SUCCESS
Found:
 - global config
 - 1 templates
  FAILED: template: slack.tmpl:4:11: function "nofn" not defined

amtool: error: failed to validate 1 file(s)
"""
    assert amtool_faults(template) == (Fault("slack.tmpl", 'function "nofn" not defined', 4, 11),)


def test_jaeger_names_each_component_once() -> None:
    said = """\
failed to get config: cannot unmarshal the configuration: decoding failed due to the following error(s):

'processors' error reading configuration for "batch": decoding failed due to the following error(s):

'' has invalid keys: timout
'exporters' error reading configuration for "debug": decoding failed due to the following error(s):

'' has invalid keys: nope
"""
    text = f"2026/01/02 03:04:05 application version: x\nError: {said}2026/01/02 03:04:05 {said}"
    decoding = "decoding failed due to the following error(s): '' has invalid keys:"
    assert jaeger_faults(text) == (
        Fault("", f"'processors' error reading configuration for \"batch\": {decoding} timout"),
        Fault("", f"'exporters' error reading configuration for \"debug\": {decoding} nope"),
    )
    assert jaeger_faults("Error: no such file\nUsage:\n  jaeger validate\n") == (Fault("", "no such file"),)
