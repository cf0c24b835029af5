from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Integration, Stack

# What Slack calls a channel, a group or a person by its id.
_SLACK_ID = re.compile(r"[CDGUW][A-Z0-9]{8,}")


@check("route/address", Severity.WARNING, needs=("routes",))
def route_address(stack: Stack) -> Iterator[Flaw]:
    """Channels and addresses that lead to nobody.

    A Slack channel begins with `#`, a person with `@`; an e-mail address has one `@`. What is written otherwise is
    answered with an error when the first alert is sent, and that alert is lost.

    Bad::

        Team("web", page=slack("alerts-critical"), notify=email("web.example.com"))

    Good::

        Team("web", page=slack("#alerts-critical"), notify=email("web@example.com"))
    """
    for receiver in stack.receivers:
        for integration in receiver.integrations:
            for field, value, wrong, hint in _wrong(integration):
                yield Flaw(
                    integration.source,
                    f"receiver {receiver.name}: `{value}` {wrong}; the notification is refused when the first alert is sent",
                    hint,
                    field=field,
                )


def _wrong(integration: Integration) -> Iterator[tuple[str, str, str, str]]:
    if integration.kind == "slack":
        channel = integration.settings.get("channel")
        written = channel if isinstance(channel, str) and "{{" not in channel else "#"
        if written[:1] not in ("#", "@") and _SLACK_ID.fullmatch(written) is None:
            yield (
                "channel",
                written,
                "is no channel of Slack: it begins with neither `#` nor `@`",
                f"Write `#{written}`.",
            )
    elif integration.kind == "email":
        to = integration.settings.get("to")
        for address in to.split(",") if isinstance(to, str) and "{{" not in to else ():
            name, _, domain = address.strip().removesuffix(">").rpartition("@")
            if not name or not domain:
                yield "to", address.strip(), "is no e-mail address: it has no `@`", "Write `name@example.com`."
