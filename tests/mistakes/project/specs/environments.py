from o11ygen import Environment, Notifications, Retention, Secret, Smtp, Versions, override
from specs.shop import shop

production = Environment(
    "production",
    tier="production",
    versions=Versions(prometheus="3.5", alertmanager="0.28"),
    addresses={"shop": "shop:8080", "alertmanager": "alertmanager:9093"},
    retention=Retention(metrics="30d"),
    notifications=Notifications(
        slack_api_url=Secret.file("/run/secrets/slack"),
        smtp=Smtp(smarthost="smtp.example.com:587", from_="alerts@example.com"),
    ),
)

staging = production.derive(
    "staging",
    inherit=("addresses", "notifications"),
    tier="staging",
    retention=Retention(metrics="7d"),
    overrides=(override(shop.alert("QueueFull"), for_="1h", why="load tests fill it"),),
)
