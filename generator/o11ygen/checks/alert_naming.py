from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

_CAMEL_CASE = re.compile(r"[A-Z][A-Za-z0-9]*")


@check("alert/naming", Severity.WARNING, needs=("conventions",))
def alert_naming(stack: Stack) -> Iterator[Flaw]:
    """Alert names that are not in CamelCase.

    Everybody who greps, routes or silences by `alertname` expects the one spelling that Prometheus' own documentation
    and most rule sets use.

    Bad::

        Alert("high_error_rate", ...)

    Good::

        Alert("HighErrorRate", ...)
    """
    # A function that makes alerts is called for each service: there are few names.
    names = {alert.name for alert in stack.alerts}
    wrong = {name for name in names if not _CAMEL_CASE.fullmatch(name)}
    for alert in stack.alerts if wrong else ():
        if alert.name in wrong:
            better = "".join(part[:1].upper() + part[1:] for part in alert.name.split("_"))
            yield Flaw(
                alert.source,
                f"{alert.source.what}: the name is not in CamelCase, as alert names are everywhere else",
                f"Call it `{better}`.",
                field="name",
            )
