from typing import Any

import pytest

from o11ygen.targets.alertmanager import AlertmanagerConfig
from o11ygen.targets.alertmanager_relations import routes
from o11ygen.targets.receivers import Receiver
from o11ygen.targets.receivers.email import EmailConfig
from o11ygen.targets.receivers.webhook import JiraConfig, JiraText
from o11ygen.targets.route import Route
from tests.targets.judging import faults


def test_faults_everywhere_are_reported_at_once() -> None:
    text = """
    global: {smtp_smarthost: mail}
    route:
      receiver: a
      group_by: [service, service]
      routes:
        - {matchers: ['severity=~"("'], receiver: pager}
        - {matchers: [severity=info], group_interval: 0s, mute_time_intervals: [nights]}
    receivers:
      - {name: a, webhook_configs: [{}, {url: 'ftp://x'}], slack_configs: [{channel: c, api_ur: x}]}
      - {name: a, telegram_configs: [{chat_id: 1, bot_token_file: f}]}
    time_intervals: [{name: night, time_intervals: [{weekdays: [someday]}]}]
    """
    assert faults("alertmanager", text, "0.25") == [
        "global.smtp_smarthost: `mail` has no port",
        "route.routes[0].matchers[0]: the regular expression `(` does not compile: a `(` is not closed",
        "route.routes[1].group_interval: must be longer than zero",
        "receivers[0].slack_configs[0].api_ur: unknown field `api_ur`",
        "receivers[1].telegram_configs[0].bot_token_file: `bot_token_file` needs Alertmanager 0.26; judged as 0.25",
        "time_intervals[0].time_intervals[0].weekdays[0]: `someday` is not a weekday",
        "receivers[1].name: the receiver name `a` is used twice, first by number 1",
        "route.routes[0].receiver: the receiver `pager` does not exist",
        "receivers[0].slack_configs[0]: Slack needs `api_url`, here or as `slack_api_url` in `global`",
        "route.routes[1].mute_time_intervals[0]: the time interval `nights` does not exist",
        "route.group_by[1]: the label `service` is given twice",
        "receivers[0].webhook_configs[0]: one of `url` and `url_file` is required",
        "receivers[0].webhook_configs[1].url: the URL scheme `ftp` is not supported",
    ]


def test_the_old_matchers_are_deprecated() -> None:
    text = """
    route: {receiver: a, routes: [{match: {b: c}, match_re: {d: e}}]}
    receivers: [{name: a}]
    inhibit_rules: [{source_match: {b: c}, target_match: {b: c}}]
    mute_time_intervals: [{name: t}]
    """
    assert faults("alertmanager", text, "0.28") == []
    assert faults("alertmanager", text, "0.28", kinds=("deprecated",)) == [
        "route.routes[0].match: `match` is deprecated since Alertmanager 0.22",
        "route.routes[0].match_re: `match_re` is deprecated since Alertmanager 0.22",
        "inhibit_rules[0].source_match: `source_match` is deprecated since Alertmanager 0.22",
        "inhibit_rules[0].target_match: `target_match` is deprecated since Alertmanager 0.22",
        "mute_time_intervals: `mute_time_intervals` is deprecated since Alertmanager 0.24",
    ]


def test_time_interval_names_are_unique_over_both_lists() -> None:
    text = """
    route: {receiver: a, routes: [{mute_time_intervals: [t]}]}
    receivers: [{name: a}]
    time_intervals: [{name: t}, {name: ''}]
    mute_time_intervals: [{name: t}]
    """
    assert faults("alertmanager", text) == [
        "time_intervals[0].name: the time interval name `t` is used twice, first by number 1",
        "time_intervals[1].name: the time interval has no name",
    ]


def test_built_and_dumped_in_the_order_people_write() -> None:
    email = EmailConfig(to="team@example.com", from_="o@example.com", smarthost="mail:587", send_resolved=True)
    child = Route(routes=[], continue_=True, receiver="team", matchers=['severity="critical"'])
    config = AlertmanagerConfig(
        receivers=[Receiver(email_configs=[email], name="team")],
        route=Route(receiver="team", group_by=["alertname"], group_wait="10s", routes=[child]),
        templates=["*.tmpl"],
    )
    found: dict[str, Any] = config.document()
    assert list(found) == ["templates", "route", "receivers"]
    assert list(found["route"]) == ["receiver", "group_by", "group_wait", "routes"]
    assert list(found["route"]["routes"][0]) == ["matchers", "receiver", "continue", "routes"]
    assert found["receivers"] == [
        {
            "name": "team",
            "email_configs": [
                {
                    "send_resolved": True,
                    "to": "team@example.com",
                    "from": "o@example.com",
                    "smarthost": "mail:587",
                }
            ],
        }
    ]


def test_a_ticket_text_is_text_or_a_mapping() -> None:
    ticket = JiraConfig(project="P", issue_type="Bug", summary="s", description=JiraText(template="t"))
    assert ticket.document() == {
        "project": "P",
        "issue_type": "Bug",
        "summary": "s",
        "description": {"template": "t"},
    }


def test_routes_are_listed_parents_first() -> None:
    tree = Route(receiver="a", routes=[Route(receiver="b", routes=[Route(receiver="c")]), Route(receiver="d")])
    assert [(place, route.receiver) for place, route in routes(tree)] == [
        (("route",), "a"),
        (("route", "routes", 0), "b"),
        (("route", "routes", 0, "routes", 0), "c"),
        (("route", "routes", 1), "d"),
    ]


def test_a_template_in_a_webhook_url_is_sent_as_it_stands_by_old_releases() -> None:
    text = "{route: {receiver: a}, receivers: [{name: a, webhook_configs: [{url: 'http://x/{{ .Status }}'}]}]}"
    place = "receivers[0].webhook_configs[0].url"
    message = f"{place}: the template in the URL is sent as it stands; Alertmanager expands it from 0.31"
    assert faults("alertmanager", text, "0.30") == []
    assert faults("alertmanager", text, "0.30", kinds=("advice",)) == [message]
    assert faults("alertmanager", text, "0.31", kinds=("advice",)) == []


@pytest.mark.parametrize(
    ("integration", "refused"),
    [
        ("incidentio_configs: [{url: 'http://x', alert_source_token: t, http_config: {bearer_token: x}}]", True),
        ("slack_configs: [{channel: x, app_token: t, http_config: {bearer_token_file: x}}]", True),
        ("webex_configs: [{room_id: x, http_config: {bearer_token: x}}]", False),
    ],
)
def test_a_bearer_token_is_an_authorization(integration: str, refused: bool) -> None:
    text = f"{{route: {{receiver: a}}, receivers: [{{name: a, {integration}}}]}}"
    assert bool(faults("alertmanager", text, "0.33")) is refused


def test_a_null_among_days_and_months_is_accepted() -> None:
    period = "{months: [null], days_of_month: [null], weekdays: [null], years: [null]}"
    text = f"{{route: {{receiver: a}}, receivers: [{{name: a}}], time_intervals: [{{name: n, time_intervals: [{period}]}}]}}"
    assert faults("alertmanager", text, "0.28") == []
