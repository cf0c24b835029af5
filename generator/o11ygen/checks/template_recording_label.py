from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("template/recording-label", Severity.ERROR)
def template_recording_label(stack: Stack) -> Iterator[Flaw]:
    """Labels of recording rules that hold a template: Prometheus fills in templates of alerts only.

    The recorded series carry the braces as they stand, all of them the same, so that no query and no alert finds the label
    by the value that was meant. promtool does not look at them.

    Bad::

        RecordingRule("job:up:sum", expr="sum by (job) (up)", labels={"team": "{{ $labels.job }}"})

    Good::

        RecordingRule("job:up:sum", expr='label_replace(sum by (job) (up), "team", "$1", "job", "(.*)")')
    """
    for rule in stack.recording_rules:
        for name, text in rule.labels.items():
            if "{{" in text:
                yield Flaw(
                    rule.source,
                    f"{rule.what}: label `{name}` is `{text}` in every recorded series: Prometheus fills in templates of "
                    "alerts only",
                    f'Make the label in the expression: `label_replace(..., "{name}", "$1", "job", "(.*)")`.',
                    field="labels",
                )
