"""Who owns what, and how they are told.

Only production reaches people: the channel for critical alerts is chosen by *tier*, not by name, so that an environment
that derives from production does not begin to page because of it.
"""

from o11ygen import Integration, PerEnv, Route, Team, TimeInterval, email, per_env, slack
from specs.messages import TEXT, TITLE

WORKING_HOURS = TimeInterval(
    "working-hours", weekdays=("monday:friday",), times=("09:00-17:00",), location="Europe/Berlin"
)


def _told(in_production: Integration) -> PerEnv[Integration]:
    """In production as given; elsewhere a channel of that environment, which nobody has to read at night."""
    channel = per_env("#alerts-staging", {"development": "#alerts-development"})
    return per_env(slack(channel, title=TITLE, text=TEXT), tiers={"production": in_production})


def _page() -> PerEnv[Integration]:
    # Slack hears of the end of an alert only where it is asked for; who was woken wants to know.
    return _told(slack("#alerts-critical", pages=True, send_resolved=True, title=TITLE, text=TEXT))


def _notify(address: str) -> PerEnv[Integration]:
    return _told(email(address, subject="Warning Alert"))


def _inform() -> Route:
    """Informational alerts wait for people to be there, come together, and are not repeated the same day."""
    return Route(
        _told(slack("#alerts-info", title=TITLE, text=TEXT, send_resolved=False)),
        active=(WORKING_HOURS,),
        group_wait="5m",
        group_interval="30m",
        repeat_interval="1d",
    )


ml_platform = Team(
    "ml-platform",
    page=_page(),
    notify=_notify("team@example.com"),
    inform=_inform(),
    contact="#ml-platform, team@example.com",
)

infrastructure = Team(
    "infrastructure",
    page=_page(),
    notify=_notify("infrastructure@example.com"),
    inform=_inform(),
    contact="#infrastructure, infrastructure@example.com",
)
