from __future__ import annotations

import re
from collections.abc import Iterator

from o11ygen.check import Flaw, check
from o11ygen.finding import Severity
from o11ygen.resolved import Stack

# What a label holds whose name is one of these, or ends in one behind an underscore.
_TOLD = {
    "identifies each person or thing": (
        *("user_id", "user_name", "username", "customer_id", "customer_name", "account_id", "visitor_id"),
        *("member_id", "order_id", "cart_id", "invoice_id", "payment_id", "transaction_id", "event_id", "message_id"),
        *("document_id", "object_id", "record_id", "uuid", "guid", "uid", "device_id", "api_key", "token"),
    ),
    "identifies each request or session": (
        *("request_id", "req_id", "session_id", "trace_id", "span_id", "correlation_id", "connection_id"),
        "call_id",
    ),
    "holds people's addresses": ("email", "e_mail", "mail", "email_address", "phone", "phone_number"),
    "holds the address of whoever asks": (
        *("client_ip", "remote_ip", "source_ip", "src_ip", "peer_ip", "user_ip", "remote_addr", "client_addr"),
        *("remote_address", "client_address", "ip", "ip_address", "client_port", "remote_port"),
    ),
    "holds moments": ("timestamp", "datetime", "created_at", "updated_at", "started_at"),
    "holds addresses with all that stands in them": (
        *("url", "uri", "full_path", "raw_path", "request_path", "query_string", "referer", "referrer"),
    ),
    "holds texts that programs write": (
        *("error_message", "err_msg", "error_text", "exception_message", "stacktrace", "stack_trace", "message", "msg"),
        *("sql", "user_agent", "useragent"),
    ),
}
_BY_ENDING = {ending: what for what, endings in _TOLD.items() for ending in endings}


@check("metric/unbounded", Severity.WARNING, needs=("metrics",))
def metric_unbounded(stack: Stack) -> Iterator[Flaw]:
    """Labels whose name tells of endlessly many values, and whose declaration does not say that there are few.

    Each new value is a new series, which stays in memory for hours and on disk for the whole retention. Customers, requests
    and addresses never end: the server's memory does, and no alert is left to say so. A label that is known to be small
    says so with `values` or `cardinality`; metrics of other people's exporters (`External`) are not judged.

    Bad::

        Counter("logins_total", "Logins.", labels=("user_id",))

    Good::

        Counter("logins_total", "Logins.", labels=(Label("plan", values=("free", "paid")),))
    """
    for metric in stack.metrics:
        if metric.external:
            continue
        for label in metric.labels:
            if label.values or label.pattern or label.cardinality:
                continue
            what = _told(label.name)
            if what:
                yield Flaw(
                    metric.source,
                    f"{metric.source.what}: label `{label.name}` {what}, by its name: it never stops making new series, "
                    "which the memory of the server does not outlast",
                    "Keep it in logs and traces, or say how few values it has: `Label(..., cardinality=...)`.",
                    field="labels",
                )


def _told(name: str) -> str:
    """What a label holds by its name; `userId` is read as `user_id`."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[.\-]", "_", name).lower().split("_")
    endings = ("_".join(words[start:]) for start in range(len(words)))
    return next((_BY_ENDING[ending] for ending in endings if ending in _BY_ENDING), "")
