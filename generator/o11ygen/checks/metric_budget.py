from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Budget, Stack
from o11ygen.resolved.cardinality import Estimate, estimates, total


@check("metric/budget", Severity.WARNING, needs=("metrics", "scrape"))
def metric_budget(stack: Stack) -> Iterator[Flaw]:
    """Metrics that may make more series or samples than the environment's or the service's `budget` allows.

    The memory of a server is used up by its series, which come from many hands: nobody sees who spends it, until it runs
    out in the hour with the most traffic and all alerts are gone with it. A budget is compared with the most that is
    declared: the values of all labels, on all targets (see `expected_targets`), at the job's interval. Labels that don't
    say how many values they have count as one.

    Bad::

        Counter("logins_total", "Logins.", labels=(Label("plan", cardinality=40), Label("country", cardinality=200)))
        Environment("production", ..., budget=Budget(series=5_000))

    Good::

        Counter("logins_total", "Logins.", labels=(Label("plan", cardinality=40), Label("continent", cardinality=7)))
        Environment("production", ..., budget=Budget(series=5_000))
    """
    environment, budgets = stack.environment, stack.budgets
    limits = (environment.budget, *budgets.values())
    if not any(one.series or one.series_per_metric or one.samples_per_second for one in limits):
        return
    found = estimates(stack)
    yield from _over(environment.budget, found)
    for service, budget in budgets.items():
        yield from _over(budget, [one for one in found if one.metric.service == service])


def _over(budget: Budget, found: list[Estimate]) -> Iterator[Flaw]:
    what = budget.source.what
    series, per_second = total(found)
    if budget.series and series > budget.series:
        yield Flaw(
            budget.source,
            f"{what}: its metrics make up to `{series:,}` series, most of them {_largest(found)}; the budget is "
            f"{budget.series:,}, and beyond what was planned the memory of the server goes",
            "Take values from the labels of the largest, drop what nobody reads with `metric_relabel`, or plan for more.",
            field="series",
        )
    if budget.samples_per_second and per_second > budget.samples_per_second:
        yield Flaw(
            budget.source,
            f"{what}: up to `{round(per_second):,}` samples are scraped in a second, most of them {_largest(found)}; the "
            f"budget is {budget.samples_per_second:,}, and disks and remote storage are planned by it",
            "Scrape the largest less often, take values from its labels, or plan for more.",
            field="samples_per_second",
        )
    for one in found:
        if budget.series_per_metric and one.series > budget.series_per_metric:
            yield Flaw(
                one.metric.source,
                f"{one.metric.source.what}: it makes up to `{one.series:,}` series over all targets; the budget of "
                f"{what} for one metric is {budget.series_per_metric:,}, and every query on it gets slow",
                "Leave out the label with the most values, group its values, or keep it in logs and traces.",
                field="labels",
            )


def _largest(found: list[Estimate]) -> str:
    return ", ".join(f"`{one.metric.name}` ({one.series:,})" for one in found[:3])
