"""The root of the routing tree. The routes by team and severity follow from `teams.py`."""

from o11ygen import Receiver, Route, Routing, Secret, slack, webhook
from specs import messages

# The switch listens from outside: it speaks up when this stack falls silent. Every environment has its own, in its own
# secret; a person must never see this alert, which fires for as long as all is well.
DEAD_MANS_SWITCH = Route(
    webhook(Secret.file("/run/secrets/deadmansswitch_url"), send_resolved=False),
    name="dead-mans-switch",
    matchers={"alertname": "Watchdog"},
    group_wait="0s",
    group_interval="1m",
    repeat_interval="5m",
)

ROUTING = Routing(
    default=Receiver("unrouted", integrations=(slack("#alerts-unrouted", title=messages.TITLE, text=messages.TEXT),)),
    group_by=("alertname", "severity"),
    group_wait="10s",
    group_interval="10s",
    repeat_interval="1h",
    routes=(DEAD_MANS_SWITCH,),
    templates=(messages.TEMPLATES,),
)
