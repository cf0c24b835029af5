from o11ygen.targets.relabel import RelabelConfig
from tests.targets.judging import faults


def test_target_label_may_be_a_template_in_old_versions() -> None:
    for label in ("$1", "${1}", "${name}_x", "a$1b"):
        text = f"scrape_configs: [{{job_name: j, relabel_configs: [{{target_label: '{label}'}}]}}]"
        assert faults("prometheus", text, "2.53") == []


def test_a_job_with_the_legacy_scheme_takes_legacy_names_only() -> None:
    scheme = "metric_name_validation_scheme: legacy, metric_name_escaping_scheme: dots"
    for field in ("relabel_configs", "metric_relabel_configs"):
        text = f"scrape_configs: [{{job_name: j, {scheme}, {field}: [{{target_label: a.b}}]}}]"
        fault = f"scrape_configs[0].{field}[0].target_label: `a.b` is not a label name"
        assert faults("prometheus", text, "3.7") == [fault]
        assert faults("prometheus", text, "3.6") == []


def test_dumped_in_the_order_people_write() -> None:
    step = RelabelConfig(action="replace", replacement="$1", target_label="b", regex="(.*)", source_labels=["a"])
    assert list(step.document()) == ["source_labels", "regex", "target_label", "replacement", "action"]
