"""What `$selector` stands for: the scrape jobs of a service, as far as they exist in an environment."""

from __future__ import annotations

from collections.abc import Mapping

from o11ygen import conventions
from o11ygen.record import record
from o11ygen.resolve.at import At
from o11ygen.resolve.parameters import SELECTOR, Problem, Value, mentioned
from o11ygen.spec.project import Service


@record
class Selection:
    """The matcher of a service's jobs, empty where it has none; `missing` says why none of them is scraped here."""

    matcher: str
    missing: str = ""

    def among(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """The values of parameters with that of `$selector`, where the service has jobs."""
        return {**values, SELECTOR: self.matcher} if self.matcher else values

    def problems(self, text: str) -> tuple[Problem, ...]:
        """What is wrong with a text that selects jobs which are not scraped here."""
        if self.missing and SELECTOR in mentioned(text):
            return (Problem(self.missing, "Disable what uses it here as well, or keep one of the jobs."),)
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
    return Selection(conventions.job_matcher(present))
