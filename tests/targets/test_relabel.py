import pytest

from o11ygen.targets.relabel import RelabelConfig
from tests.targets.judging import faults

PLACE = "scrape_configs[0].relabel_configs[0]"


def step_faults(step: str, version: str = "") -> list[str]:
    return faults("prometheus", f"scrape_configs: [{{job_name: j, relabel_configs: [{step}]}}]", version)


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        ("{target_label: a, replacement: b}", "{source_labels: [a]}", ["target_label: the action `replace` needs a `target_label`"]),
        ("{action: Keep, source_labels: [a], regex: b}", "{action: keeps, regex: b}", ["action: must be one of `replace`, `keep`, `drop`, `hashmod`, `labelmap`, `labeldrop`, `labelkeep`, `lowercase`, `uppercase`, `keepequal` or `dropequal`"]),
        ("{action: null, target_label: a}", "{action: '', target_label: a}", ["action: must be one of `replace`, `keep`, `drop`, `hashmod`, `labelmap`, `labeldrop`, `labelkeep`, `lowercase`, `uppercase`, `keepequal` or `dropequal`"]),
        ("{action: hashmod, modulus: 4, target_label: __tmp}", "{action: hashmod, target_label: a}", ["modulus: `hashmod` needs a `modulus` above zero"]),
        ("{action: labelmap, regex: 'a_(.+)'}", "{action: labelmap, replacement: ''}", ["replacement: `` does not make a label name"]),
        ("{action: lowercase, source_labels: [a], target_label: b, replacement: $1}", "{action: lowercase, target_label: b, replacement: c}", ["replacement: the action `lowercase` does not use `replacement`; Prometheus refuses it"]),
        ("{action: keepequal, source_labels: [a], target_label: b}", "{action: keepequal, source_labels: [a]}", ["target_label: the action `keepequal` needs a `target_label`"]),
        ("{action: dropequal, source_labels: [a], target_label: b}", "{action: dropequal, target_label: b, regex: x, separator: ','}", ["separator: the action `dropequal` does not use `separator`; Prometheus refuses it", "regex: the action `dropequal` does not use `regex`; Prometheus refuses it"]),
        ("{action: labeldrop, regex: a}", "{action: labeldrop, regex: a, source_labels: [b]}", ["source_labels: the action `labeldrop` does not use `source_labels`; Prometheus refuses it"]),
        ("{action: labelkeep, regex: a}", "{action: labelkeep, regex: a, target_label: b}", ["target_label: the action `labelkeep` does not use `target_label`; Prometheus refuses it"]),
        ("{action: drop, regex: '(?i)a|b'}", "{action: drop, regex: '(?=a)'}", ["regex: the regular expression `(?=a)` does not compile: RE2 has no `(?=a`"]),
        ("{action: drop, regex: 5}", "{action: drop, regex: '*'}", ["regex: the regular expression `*` does not compile: nothing stands before `*`"]),
        ("{action: hashmod, modulus: 1, target_label: a}", "{action: hashmod, modulus: -1, target_label: a}", ["modulus: must be 0 or more"]),
    ],
)  # fmt: skip
def test_step(good: str, bad: str, expected: list[str]) -> None:
    assert step_faults(good) == []
    assert step_faults(bad) == [f"{PLACE}.{fault}" for fault in expected]


@pytest.mark.parametrize(
    ("step", "old", "new", "expected"),
    [
        ("{action: uppercase, source_labels: [a], target_label: b}", "2.35", "2.36", "action: the action `uppercase` needs Prometheus 2.36"),
        ("{action: keepequal, source_labels: [a], target_label: b}", "2.40", "2.41", "action: the action `keepequal` needs Prometheus 2.41"),
        ("{source_labels: [a.b], target_label: c}", "2.55", "3.0", "source_labels[0]: `a.b` is not a label name"),
        ("{target_label: a.b}", "2.55", "3.0", "target_label: `a.b` is not a label name"),
        ("{action: labelmap, regex: x, replacement: a.$1}", "2.55", "3.0", "replacement: `a.$1` does not make a label name"),
        ("{action: hashmod, modulus: 2, target_label: a$1}", "2.55", "3.0", "target_label: `a$1` is not a label name"),
    ],
)  # fmt: skip
def test_step_by_version(step: str, old: str, new: str, expected: str) -> None:
    assert step_faults(step, old) == [f"{PLACE}.{expected}"]
    assert step_faults(step, new) == []


def test_target_label_may_be_a_template_in_old_versions() -> None:
    for label in ("$1", "${1}", "${name}_x", "a$1b"):
        assert step_faults(f"{{target_label: '{label}'}}", "2.53") == []


def test_a_job_with_the_legacy_scheme_takes_legacy_names_only() -> None:
    job = "{job_name: j, metric_name_validation_scheme: legacy, metric_name_escaping_scheme: dots, %s: [{target_label: a.b}]}"
    for field in ("relabel_configs", "metric_relabel_configs"):
        found = faults("prometheus", f"scrape_configs: [{job % field}]", "3.5")
        assert found == [f"scrape_configs[0].{field}[0].target_label: `a.b` is not a label name"]


def test_dumped_in_the_order_people_write() -> None:
    step = RelabelConfig(action="replace", replacement="$1", target_label="b", regex="(.*)", source_labels=["a"])
    assert list(step.document()) == ["source_labels", "regex", "target_label", "replacement", "action"]
