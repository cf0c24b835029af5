"""Every integration, with each secret in a file, and the settings that Alertmanager calls otherwise."""

from tests.stacks import make_environment, make_integration, make_receiver, make_stack, secret


def file(name: str):
    return secret(f"/run/secrets/{name}")


stack = make_stack(
    environment=make_environment(versions={"alertmanager": "0.31"}),
    receivers=(
        make_receiver("drop"),
        make_receiver(
            "chats",
            make_integration("slack", channel="#alerts", api_url=file("slack"), title="{{ .Status }}", color="danger"),
            make_integration("slack", channel="#low", send_resolved=True, extra={"short_fields": True}),
            make_integration("discord", webhook_url=file("discord"), title="T", message="M"),
            make_integration("telegram", chat_id=-100123, bot_token=file("telegram"), parse_mode=""),
            make_integration("msteamsv2", webhook_url=file("teams"), title="T", text="M"),
            make_integration("msteams", webhook_url=file("connector"), summary="S"),
            make_integration("webex", room_id="room", credentials=file("webex"), message="M"),
            make_integration("wechat", api_secret=file("wechat"), corp_id="corp", to_party="1", agent_id="7"),
            make_integration("rocketchat", channel="#alerts", token=file("rocket"), token_id=file("rocket-id")),
        ),
        make_receiver(
            "pagers",
            make_integration(
                "pagerduty", routing_key=file("pagerduty"), severity="critical", details={"team": "web"}, pages=True
            ),
            make_integration(
                "opsgenie",
                api_key=file("opsgenie"),
                priority="P1",
                responders=({"name": "web", "type": "team"},),
                pages=True,
            ),
            make_integration(
                "pushover", user_key=file("pushover-user"), token=file("pushover"), sound="siren", pages=True
            ),
            make_integration("victorops", routing_key="web", api_key=file("victorops"), pages=True),
            make_integration(
                "sns",
                topic_arn="arn:aws:sns:eu-west-1:1:alerts",
                sigv4={"region": "eu-west-1"},
                subject="S",
                pages=True,
            ),
        ),
        make_receiver(
            "others",
            make_integration(
                "email", to="web@example.com", subject="Warning Alert", headers={"Reply-To": "ops@example.com"}
            ),
            make_integration("email", to="a@example.com", from_="b@example.com", auth_password=file("mail"), text="T"),
            make_integration("webhook", url="https://hooks.example.com/", max_alerts=10, timeout="1d12h"),
            make_integration("webhook", url=file("hook"), extra={"http_config": {"proxy_url": "http://proxy:3128"}}),
            make_integration(
                "jira",
                project="SHOP",
                issue_type="Bug",
                api_url="https://jira.example.com/rest",
                username="bot@example.com",
                api_token=file("jira"),
                labels=("alert",),
                reopen_duration="30d",
            ),
            make_integration("jira", project="OPS", issue_type="Task", api_token=file("jira-token")),
        ),
    ),
    notifications={
        "resolve_timeout": "5m",
        "smtp_smarthost": "mail.example.com:587",
        "smtp_from": "alerts@example.com",
        "smtp_auth_username": "alerts",
        "smtp_auth_password": file("smtp"),
        "slack_api_url": file("slack-default"),
        "opsgenie_api_url": "https://api.eu.opsgenie.com/",
        "jira_api_url": "https://jira.example.com/rest",
    },
)
