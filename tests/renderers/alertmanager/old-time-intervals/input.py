"""Before 0.24 time intervals stand under the name of their only use; a time zone needs 0.25."""

from o11ygen.resolved import Matcher, TimeInterval
from tests.stacks import make_environment, make_route, make_stack, source

night = TimeInterval("night", {"times": ("00:00-06:00",)}, source("night", "time interval night"))
berlin = TimeInterval(
    "berlin", {"times": ("00:00-06:00",), "location": "Europe/Berlin"}, source("berlin", "time interval berlin")
)
stack = make_stack(
    environment=make_environment(versions={"alertmanager": "0.23"}),
    route=make_route(routes=(make_route(Matcher("team", "=", "web"), mute=("night", "berlin")),)),
    time_intervals=(night, berlin),
)
