"""A team's routes follow from the project; the level above silences the one below; staging has its own mail server."""

from o11ygen.spec.alert import Alert, Level, Severity
from o11ygen.spec.environment import Environment, Notifications, Smtp
from o11ygen.spec.metric import Gauge
from o11ygen.spec.project import Project, Service
from o11ygen.spec.receiver import email, slack
from o11ygen.spec.routing import Route, Routing, TimeInterval
from o11ygen.spec.scrape import ScrapeJob
from o11ygen.spec.team import Team
from o11ygen.spec.values import Secret
from o11ygen.spec.varying import per_env

hours = TimeInterval("office-hours", times=("09:00-17:00",), weekdays=("monday:friday",))
web = Team(
    "web",
    page=slack(per_env("#web-critical", {"staging": "#web-staging"})),
    notify=email("web@example.com", subject="Warning"),
    inform=Route(slack("#web-low"), active=(hours,), group_wait="5m"),
)
queue = Gauge("queue_length", "Orders that wait.")
full = Alert(
    "QueueFull",
    expr="queue_length > $threshold",
    levels={Severity.WARNING: Level(threshold=100), Severity.CRITICAL: Level(threshold=500)},
    summary="{{ $value }} orders wait",
    runbook="https://runbooks.example.com/queue",
)
shop = Service("shop", team=web, jobs=(ScrapeJob("shop"),), metrics=(queue,), alerts=(full,))
project = Project(
    "shop",
    services=(shop,),
    routing=Routing(default=slack("#unrouted")),
    environments=(
        Environment(
            "staging",
            tier="staging",
            addresses={"shop": "shop:8080", "alertmanager": "alertmanager:9093"},
            notifications=Notifications(
                smtp=Smtp(
                    smarthost="mail.example.com:587",
                    from_="staging@example.com",
                    username="staging",
                    password=Secret.file("/run/secrets/smtp"),
                ),
                slack_api_url=Secret.file("/run/secrets/slack"),
            ),
        ),
    ),
)
environment = "staging"
