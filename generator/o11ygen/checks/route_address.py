from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Integration, Receiver, Stack

# What Slack calls a channel, a group or a person by its id.
_SLACK_ID = re.compile(r"[CDGUW][A-Z0-9]{8,}")


@check("route/address", Severity.WARNING, needs=("routes",))
def route_address(stack: Stack) -> Iterator[Flaw]:
    """Addresses that lead to nobody, and channels that do not look like one.

    An e-mail address has one `@`; Alertmanager refuses anything else when there is an alert to send, and nobody hears of
    it. A Slack channel begins with `#` and a person with `@`: without, whoever reads the spec can't tell who is told.

    Bad::

        Team("web", page=slack("alerts-critical"), notify=slack("#web"))

    Good::

        Team("web", page=slack("#alerts-critical"), notify=slack("#web"))
    """
    for receiver in stack.receivers:
        for integration in receiver.integrations:
            if integration.kind == "email":
                yield from _of_email(integration, receiver)
            elif integration.kind == "slack":
                yield from _of_slack(integration, receiver)


def _of_email(integration: Integration, receiver: Receiver) -> Iterator[Flaw]:
    to = integration.settings.get("to")
    # One that is empty is told as missing.
    for address in to.split(",") if isinstance(to, str) and to and "{{" not in to else ():
        name, _, domain = address.strip().removesuffix(">").rpartition("@")
        local = name.rpartition("<")[2]
        if not name or not domain or ("@" in local and '"' not in local):
            yield Flaw(
                integration.source,
                f"receiver {receiver.name}: `{address.strip()}` is no e-mail address, and Alertmanager refuses it when there "
                "is an alert to send",
                "Put a comma between two addresses." if ";" in address else "Write `name@example.com`.",
                field="to",
            )


def _of_slack(integration: Integration, receiver: Receiver) -> Iterator[Flaw]:
    channel = integration.settings.get("channel")
    if not isinstance(channel, str) or "{{" in channel or channel[:1] in ("#", "@"):
        return
    if not channel:
        yield Flaw(
            integration.source,
            f"receiver {receiver.name}: its channel is empty, so Slack takes the one that the webhook was made for",
            "Name the channel, such as `#alerts-critical`.",
            field="channel",
        )
    elif _SLACK_ID.fullmatch(channel) is None:
        yield Flaw(
            integration.source,
            f"receiver {receiver.name}: `{channel}` begins with neither `#` nor `@`; whoever reads it can't tell a channel "
            "from a person",
            f"Write `#{channel}`.",
            field="channel",
            severity=Severity.INFO,
        )
