"""What `$selector` stands for: the scrape jobs of a service, as far as they exist in an environment."""

from __future__ import annotations

from collections.abc import Mapping

from o11ygen import conventions
from o11ygen.record import record
from o11ygen.resolve.at import At
from o11ygen.resolve.parameters import SELECTOR, Problem, Value, mentioned
from o11ygen.spec.project import Service

# Of a service without jobs: what is written is not what is rendered, since it is refused.
_ANY_JOB = 'job=~".+"'


@record
class Selection:
    """The matcher of a service's jobs, empty where it has none; `missing` says why none of them is scraped here."""

    matcher: str
    missing: str = ""
    hint: str = "Disable what uses it here as well, or keep one of the jobs."

    def among(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """The values of parameters with that of `$selector`, where the service has jobs."""
        return {**values, SELECTOR: self.matcher} if self.matcher else values

    def problems(self, text: str) -> tuple[Problem, ...]:
        """What is wrong with a text that selects jobs which are not scraped here."""
        if self.missing and SELECTOR in mentioned(text):
            return (Problem(self.missing, self.hint),)
        return ()


def selection(at: At, service: Service) -> Selection:
    """The jobs of a service in this environment."""
    declared = [job.name for job in service.jobs]
    present = [job.name for job in service.jobs if not at.is_disabled(conventions.rule_id(service.name, job.name), job)]
    # A job that is declared twice is told of as such.
    present = list(dict.fromkeys(present))
    if declared and not present:
        missing = f"`$selector` selects nothing: every scrape job of service {service.name} is disabled here"
        return Selection(conventions.job_matcher(declared), missing)
    if not declared:
        missing = f"`$selector` stands for the scrape jobs of service {service.name}, and it has none"
        return Selection(_ANY_JOB, missing, "Give the service its `jobs=`, or write the matcher itself.")
    return Selection(conventions.job_matcher(present))
