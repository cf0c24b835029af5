"""A node of the tree prints only what it does not inherit; the root prints all."""

from o11ygen.resolved import Inhibition, Matcher, TimeInterval
from tests.stacks import make_integration, make_receiver, make_route, make_stack, source

critical, warning, info = (Matcher("severity", "=", severity) for severity in ("critical", "warning", "info"))
team = make_route(
    Matcher("team", "=", "web"),
    receiver="web-notify",
    title="team web",
    routes=(
        make_route(critical, receiver="web-page", title="team web: page", group_wait_ms=10_000),
        make_route(warning, receiver="web-notify", title="team web: notify"),
        make_route(info, receiver="web-inform", title="team web: inform", active=("office-hours",), mute=("holidays",)),
    ),
)
watchdog = make_route(
    Matcher("alertname", "=", "Watchdog"),
    receiver="dead-mans-switch",
    title="route watchdog",
    group_by=("...",),
    repeat_interval_ms=60_000,
    continue_=True,
)
stack = make_stack(
    route=make_route(receiver="catch-all", routes=(watchdog, team), group_by=("alertname", "severity")),
    receivers=(
        make_receiver("catch-all"),
        make_receiver(
            "dead-mans-switch", make_integration(url="https://deadman.example.com/ping", send_resolved=False)
        ),
        make_receiver("web-page", make_integration("webhook", url="https://pager.example.com/", pages=True)),
        make_receiver("web-notify", make_integration(url="https://chat.example.com/web")),
        make_receiver("web-inform", make_integration(url="https://chat.example.com/low")),
    ),
    inhibitions=(
        Inhibition(
            (critical, Matcher("alertname", "=~", "Down|Errors")),
            (Matcher("severity", "=~", "warning|info"), Matcher("alertname", "=~", "Down|Errors")),
            ("alertname", "service"),
            "critical silences warning and info of the same alert and service",
            True,
            source("levels"),
        ),
        Inhibition((Matcher("alertname", "=", 'Odd"\\'),), (warning,), ("cluster",), "", False, source("inhibit")),
    ),
    time_intervals=(
        TimeInterval(
            "office-hours",
            {"times": ("09:00-17:00",), "weekdays": ("monday:friday",), "location": "Europe/Berlin"},
            source("office-hours", "time interval office-hours"),
        ),
        TimeInterval(
            "holidays",
            {"days_of_month": ("24:26", "-1"), "months": ("december",), "years": ("2026:2028",)},
            source("holidays", "time interval holidays"),
        ),
    ),
)
