from __future__ import annotations

from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.duration import readable_duration
from o11ygen.finding import Severity
from o11ygen.resolved import Stack


@check("environment/logs", Severity.WARNING, needs=("retention",))
def environment_logs(stack: Stack) -> Iterator[Flaw]:
    """Environments that say how long logs are kept, which nothing here does.

    No system for logs is rendered: whoever reads the spec believes that the logs of last month's incident are there, and
    whatever keeps them goes by another setting, or by none.

    Bad::

        Environment("production", ..., retention=Retention(metrics="30d", logs="14d"))

    Good::

        Environment("production", ..., retention=Retention(metrics="30d"))
    """
    environment = stack.environment
    if environment.retention.logs_ms:
        yield Flaw(
            environment.source,
            f"{environment.source.what}: logs are to be kept for `{readable_duration(environment.retention.logs_ms)}`, but "
            "no system for logs is rendered, so nothing keeps to it",
            "Set it where the logs are stored, and take `logs` out here; or accept this with `allow` to have it noted down.",
            field="retention",
        )
