from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Related, Severity
from o11ygen.resolved import Stack


@check("rule/scraped-name", Severity.ERROR, needs=("metrics",))
def rule_scraped_name(stack: Stack) -> Iterator[Flaw]:
    """Recording rules that write under the name of a metric which is scraped.

    Queries then get both: sums count recorded and scraped series together, and where the labels are the same one sample of
    each pair is thrown away as out of order. Colons are kept for recording rules so that this can't happen.

    Bad::

        RecordingRule("requests_total", expr="sum by (job) (requests_total)")

    Good::

        RecordingRule("job:requests:sum", expr="sum by (job) (requests_total)")
    """
    for rule in stack.recording_rules:
        scraped = next((one for one in stack.series.metrics.get(rule.name, ()) if one.jobs), None)
        if scraped is not None:
            yield Flaw(
                rule.source,
                f"{rule.what}: `{rule.name}` is a metric that job `{scraped.jobs[0]}` exposes; queries can't tell what is "
                "scraped from what is recorded, and count both",
                "Give it a name of its own: `level:metric:operations`.",
                field="name",
                related=(Related(scraped.source.location(), f"{scraped.source.what} is declared here"),),
            )
