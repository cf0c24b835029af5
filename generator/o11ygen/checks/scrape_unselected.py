from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Discovery, Job, Stack

_CHOOSING = ("keep", "drop", "keepequal", "dropequal")
# What narrows down by itself what is found.
_SELECTING = ("selectors", "services", "tags", "filter")


@check("scrape/unselected", Severity.WARNING, needs=("scrape",))
def scrape_unselected(stack: Stack) -> Iterator[Flaw]:
    """Jobs that take whatever Kubernetes or Consul knows for their targets.

    Every port of every pod becomes a target under the name of the job, a database as well as what has no metrics at all.
    Their scrapes fail, `up` is 0 for each of them, and alerts on the job fire for things that were never part of it.

    Bad::

        ScrapeJob("shop", discovery=(KubernetesDiscovery("pod"),))

    Good::

        ScrapeJob("shop", discovery=(KubernetesDiscovery("pod", selectors=({"role": "pod", "label": "app=shop"},)),))
    """
    for job in stack.jobs:
        for one in job.discovery:
            if _takes_everything(one) and not _chooses(job):
                yield Flaw(
                    job.source,
                    f"{job.source.what}: {_everything(one)} is a target of it, also what exposes nothing; `up` is 0 for "
                    "those, and alerts on the job fire for them",
                    _hint(one),
                    field="discovery",
                )


def _everything(found: Discovery) -> str:
    if found.kind == "consul":
        return "every service of Consul"
    narrowed = found.settings.get("namespaces") or found.settings.get("own_namespace")
    return f"everything of role `{found.settings['role']}` in {'its namespaces' if narrowed else 'the cluster'}"


def _hint(found: Discovery) -> str:
    if found.kind == "consul":
        return 'Say which: `services=("...",)`, or `relabel` with `action="keep"`.'
    role = found.settings["role"]
    return f'Say which: `selectors=({{"role": "{role}", "label": "app=..."}},)`, or `relabel` with `action="keep"`.'


def _takes_everything(found: Discovery) -> bool:
    """Each node has a kubelet, so nodes are no mixture."""
    if found.kind not in ("kubernetes", "consul") or found.settings.get("role") == "node":
        return False
    return not any(found.settings.get(name) or found.extra.get(name) for name in _SELECTING)


def _chooses(job: Job) -> bool:
    return any(step.get("action") in _CHOOSING for step in (*job.relabel, *job.extra.get("relabel_configs", ())))
