"""alertmanager.yml as people write it, and as they get it wrong."""

from __future__ import annotations

from typing import Any

from tests.validate.made import Make, Maker, Map, Raw, mapping, part, raws, several, texts
from tests.validate.made_prometheus import BOOLEAN, CLIENT, DURATION, FILE, LABEL, REGEX, SIGV4, TEXT, TLS, URL, WHOLE

MATCHER = texts(
    'team="a"', "severity=~warning|critical", "a!=b", 'a!~"b.*"', 'a = "b"', "a=", '"a b"="c"', 'a="\\"x"', "{a=b}",
    "a=b,c=d", 'a=~"b|c"', "", "{a=b", "a=b,", 'a="ü"', 'ü="a"', 'a="b\\nc"',
    wrong=("a", "=b", 'a=~"("', "a=b,,c=d", "a b=c", 'a="b', 'a="b"c', "a==b", "{}}", 'a=b"c', "1a=b", "a-b=c", "a>b",
           '"a"=', "a='b'", "a =~ b c", '{"a"="b", c="d"}', 'a="\\d"', "a=~'b'", ",a=b", "{{a=b}}", "a~=b"),
)  # fmt: skip
NAMES = ("a", "b", "c", "default")
RECEIVER = texts(*NAMES, wrong=("missing", ""))
INTERVAL = texts("nights", "weekends", wrong=("missing", ""))
GROUP_BY = several(texts("job", "alertname", "cluster", "team", "a.b", wrong=("", "ü", "...", "a-b")), 2)
POSITIVE = texts("30s", "5m", "4h", "1h30m", wrong=("0s", "0", "-1m", "5", "", "1.5h"))
GO_DURATION = raws("30s", "1m30s", "1.5h", "0s", "0", "500ms", wrong=("1d", "5", "x", "-1s", ""))
MATCH = mapping(LABEL, TEXT)
MATCH_RE = mapping(LABEL, REGEX)
SMARTHOST = texts("smtp.example.com:587", "a:25", ":25", "[::1]:25", wrong=("smtp.example.com", "a:", "", "a:b:c"))

ROUTE: dict[str, Make] = {
    "receiver": RECEIVER, "matchers": several(MATCHER), "match": MATCH, "match_re": MATCH_RE, "continue": BOOLEAN,
    "group_by": GROUP_BY, "group_wait": DURATION, "group_interval": POSITIVE, "repeat_interval": POSITIVE,
    "mute_time_intervals": several(INTERVAL, 2), "active_time_intervals": several(INTERVAL, 2),
}  # fmt: skip


def route(maker: Maker, depth: int = 0) -> Map:
    """A node of the routing tree with its children; the root has what every root needs."""
    fields = ROUTE
    if depth == 0 and not maker.once_in(maker.rarity):
        fields = {name: ROUTE[name] for name in ROUTE if name.startswith(("group", "repeat", "receiver"))}
    made = maker.part(fields, *(("receiver",) if depth == 0 else ()), most=3)
    if depth < 3 and maker.once_in(2):
        made.append(("routes", [route(maker, depth + 1) for _ in range(1 + maker.chance.randrange(2))]))
    return made


INHIBITION: dict[str, Make] = {
    "source_matchers": several(MATCHER), "target_matchers": several(MATCHER), "source_match": MATCH,
    "target_match": MATCH, "source_match_re": MATCH_RE, "target_match_re": MATCH_RE,
    "equal": several(texts("job", "a.b", wrong=("", "a-b", "ü"))),
}  # fmt: skip
TIME = texts("00:00", "09:00", "17:30", "24:00", wrong=("25:00", "9:00", "9", "23:60", "24:01", "", "12:0"))


def times(maker: Maker) -> Map:
    """A part of a day; seldom one over midnight."""
    start, end = sorted((str(TIME(maker)), str(TIME(maker))))
    if maker.once_in(10):
        start, end = end, start
    return Map([("start_time", maker.value(lambda _: start)), ("end_time", maker.value(lambda _: end))])


PERIOD: dict[str, Make] = {
    "times": several(times, 2),
    "weekdays": several(texts("monday", "monday:friday", "Saturday", "sunday:saturday", "tuesday:tuesday",
                              wrong=("friday:monday", "mon", "1", "1:5", "a:b:c", "", "monday:", "saturday:sunday"))),
    "days_of_month": several(texts("1", "1:15", "-1", "-3:-1", "5:-1", "31", "1:31", "10:-2",
                                   wrong=("0", "32", "-1:5", "-32", "5:1", "a", "", "-1:-3", "30:-1", "29:-1", "1:",
                                          "+1", "1.5", "20:-20", "01", " 1"))),
    "months": several(texts("1", "january", "january:march", "1:3", "May:August", "12", "1:december", "13", "0",
                            wrong=("march:january", "jan", "a", "", "3:1", "-1", "1:2:3"))),
    "years": several(texts("2025", "2025:2026", "2030:2030", "1", "0",
                           wrong=("2026:2025", "a", "", "-1", "2025:", "99999999999999999999"))),
    "location": texts("UTC", "Europe/Berlin", "Local", "America/New_York", "",
                      wrong=("Europe/Nowhere", "x", "europe/berlin", "../etc", "EST5EDT")),
}  # fmt: skip
TIME_INTERVAL = part(
    {"name": texts("nights", "weekends", "x", wrong=("",)), "time_intervals": several(part(PERIOD), 2)},
    "name", "time_intervals", most=0,
)  # fmt: skip

HTTP: dict[str, Make] = {"send_resolved": BOOLEAN, "http_config": part(CLIENT, most=2)}
SLACK_ACTION: dict[str, Make] = {
    "type": TEXT, "text": TEXT, "url": TEXT, "style": TEXT, "name": TEXT, "value": TEXT,
    "confirm": part({"title": TEXT, "text": TEXT, "ok_text": TEXT, "dismiss_text": TEXT}, "text", most=1),
}  # fmt: skip
EMAIL: dict[str, Make] = {
    "to": TEXT, "from": TEXT, "hello": TEXT, "smarthost": SMARTHOST, "auth_username": TEXT, "auth_password": TEXT,
    "auth_password_file": FILE, "auth_secret": TEXT, "auth_identity": TEXT, "html": TEXT, "text": TEXT,
    "require_tls": BOOLEAN, "tls_config": part(TLS), "send_resolved": BOOLEAN,
    "headers": mapping(texts("Subject", "subject", "X-A", "To"), TEXT),
}  # fmt: skip
INTEGRATIONS: dict[str, Make] = {
    "slack_configs": several(part({
        **HTTP, "api_url": URL, "api_url_file": FILE, "channel": TEXT, "username": TEXT, "color": TEXT, "title": TEXT,
        "text": TEXT, "fields": several(part({"title": TEXT, "value": TEXT, "short": BOOLEAN}, "title", "value")),
        "actions": several(part(SLACK_ACTION, "type", "text", "url")), "short_fields": BOOLEAN, "link_names": BOOLEAN,
        "mrkdwn_in": several(TEXT), "timeout": GO_DURATION, "app_token": TEXT, "icon_url": TEXT,
    }, "api_url")),
    "email_configs": several(part(EMAIL, "to", "from", "smarthost")),
    "pagerduty_configs": several(part({
        **HTTP, "routing_key": TEXT, "service_key": TEXT, "routing_key_file": FILE, "url": URL, "client": TEXT,
        "details": mapping(TEXT, TEXT), "severity": TEXT, "class": TEXT, "timeout": GO_DURATION, "source": TEXT,
        "images": several(part({"src": TEXT, "alt": TEXT, "href": TEXT})),
        "links": several(part({"href": TEXT, "text": TEXT})),
    }, "routing_key")),
    "webhook_configs": several(part({
        **HTTP, "url": URL, "url_file": FILE, "max_alerts": raws("0", "5", wrong=("-1", "x")), "timeout": GO_DURATION,
        "payload": TEXT,
    }, "url")),
    "opsgenie_configs": several(part({
        **HTTP, "api_key": TEXT, "api_key_file": FILE, "api_url": URL, "message": TEXT, "priority": TEXT,
        "details": mapping(TEXT, TEXT), "update_alerts": BOOLEAN, "actions": TEXT,
        "responders": several(part({"id": TEXT, "name": TEXT, "username": TEXT,
                                    "type": texts("team", "user", "escalation", "schedule", "{{ .x }}",
                                                  wrong=("x", "", "{{", "teams"))}, "name", "type")),
    }, "api_key")),
    "victorops_configs": several(part({
        **HTTP, "api_key": TEXT, "api_key_file": FILE, "api_url": URL, "routing_key": TEXT, "message_type": TEXT,
        "custom_fields": mapping(texts("a", "b", wrong=("routing_key", "message_type", "entity_id")), TEXT),
    }, "api_key", "routing_key")),
    "pushover_configs": several(part({
        **HTTP, "user_key": TEXT, "user_key_file": FILE, "token": TEXT, "token_file": FILE, "title": TEXT,
        "retry": GO_DURATION, "expire": GO_DURATION, "ttl": GO_DURATION, "html": BOOLEAN, "monospace": BOOLEAN,
        "device": TEXT, "priority": TEXT,
    }, "user_key", "token")),
    "sns_configs": several(part({
        **HTTP, "topic_arn": TEXT, "phone_number": TEXT, "target_arn": TEXT, "sigv4": part(SIGV4), "subject": TEXT,
        "attributes": mapping(TEXT, TEXT), "api_url": TEXT,
    }, "topic_arn")),
    "telegram_configs": several(part({
        **HTTP, "bot_token": TEXT, "bot_token_file": FILE, "chat_id": WHOLE, "api_url": URL, "message": TEXT,
        "parse_mode": texts("HTML", "Markdown", "MarkdownV2", "", wrong=("html", "x")), "message_thread_id": WHOLE,
        "disable_notifications": BOOLEAN,
    }, "bot_token", "chat_id")),
    "wechat_configs": several(part({
        **HTTP, "api_secret": TEXT, "corp_id": TEXT, "api_url": URL, "agent_id": TEXT, "to_user": TEXT,
        "message_type": texts("text", "markdown", "", wrong=("html", "x")),
    }, "api_secret", "corp_id")),
    "discord_configs": several(part({
        **HTTP, "webhook_url": URL, "webhook_url_file": FILE, "title": TEXT, "message": TEXT, "content": TEXT,
    }, "webhook_url")),
    "webex_configs": several(part({
        "send_resolved": BOOLEAN, "room_id": TEXT, "api_url": URL, "message": TEXT,
        "http_config": part({"authorization": part({"credentials": TEXT, "type": TEXT}, "credentials")},
                            "authorization", most=0),
    }, "room_id", "http_config")),
    "msteams_configs": several(part({
        **HTTP, "webhook_url": URL, "webhook_url_file": FILE, "title": TEXT, "summary": TEXT, "text": TEXT,
    }, "webhook_url")),
    "msteamsv2_configs": several(part({
        **HTTP, "webhook_url": URL, "webhook_url_file": FILE, "title": TEXT, "text": TEXT}, "webhook_url")),
    "jira_configs": several(part({
        **HTTP, "project": TEXT, "issue_type": TEXT, "api_url": URL, "summary": TEXT, "priority": TEXT,
        "labels": several(TEXT), "wont_fix_resolution": TEXT, "reopen_transition": TEXT, "reopen_duration": DURATION,
        "fields": mapping(TEXT, TEXT), "description": TEXT, "api_type": texts("auto", "cloud", wrong=("x",)),
    }, "project", "issue_type")),
    "rocketchat_configs": several(part({
        **HTTP, "token": TEXT, "token_id": TEXT, "token_file": FILE, "token_id_file": FILE, "channel": TEXT,
        "api_url": URL, "fields": several(part({"title": TEXT, "value": TEXT, "short": BOOLEAN})),
        "actions": several(part({"type": TEXT, "text": TEXT, "url": TEXT, "msg": TEXT})),
    }, "token", "token_id")),
    "incidentio_configs": several(part({
        **HTTP, "url": URL, "url_file": FILE, "alert_source_token": TEXT, "alert_source_token_file": FILE,
        "max_alerts": WHOLE, "timeout": GO_DURATION,
    }, "url", "alert_source_token")),
    "mattermost_configs": several(part({
        **HTTP, "webhook_url": URL, "webhook_url_file": FILE, "channel": TEXT, "text": TEXT, "username": TEXT,
    }, "webhook_url")),
}  # fmt: skip
GLOBAL: dict[str, Make] = {
    "resolve_timeout": DURATION, "http_config": part(CLIENT, most=2), "smtp_from": TEXT, "smtp_hello": TEXT,
    "smtp_smarthost": SMARTHOST, "smtp_auth_username": TEXT, "smtp_auth_password": TEXT,
    "smtp_auth_password_file": FILE, "smtp_auth_secret": TEXT, "smtp_auth_identity": TEXT, "smtp_require_tls": BOOLEAN,
    "smtp_tls_config": part(TLS), "slack_api_url": URL, "slack_api_url_file": FILE, "pagerduty_url": URL,
    "opsgenie_api_url": URL, "opsgenie_api_key": TEXT, "opsgenie_api_key_file": FILE, "wechat_api_url": URL,
    "wechat_api_secret": TEXT, "wechat_api_corp_id": TEXT, "victorops_api_url": URL, "victorops_api_key": TEXT,
    "victorops_api_key_file": FILE, "telegram_api_url": URL, "webex_api_url": URL, "jira_api_url": URL,
    "rocketchat_api_url": URL, "rocketchat_token": TEXT, "rocketchat_token_id": TEXT, "slack_app_token": TEXT,
    "telegram_bot_token": TEXT, "mattermost_webhook_url": URL,
}  # fmt: skip


def alertmanager(maker: Maker) -> Any:
    """An alertmanager.yml whose references mostly lead somewhere."""
    receivers = []
    for name in NAMES if not maker.once_in(maker.rarity) else NAMES[: maker.chance.randrange(4)]:
        made = maker.part(INTEGRATIONS, most=1)
        receivers.append(Map([("name", name), *made]))
    pairs: list[tuple[str, Any]] = [("route", route(maker)), ("receivers", receivers)]
    if maker.once_in(2):
        pairs.append(("global", maker.value(part(GLOBAL))))
    if maker.once_in(3):
        pairs.append(("inhibit_rules", maker.value(several(part(INHIBITION), 2))))
    if not maker.once_in(4):
        intervals = [Map([("name", name), ("time_intervals", [maker.part(PERIOD, most=2)])])
                     for name in ("nights", "weekends")]  # fmt: skip
        pairs.append((maker.one(("time_intervals", "time_intervals", "mute_time_intervals")), intervals))
    if maker.once_in(6):
        pairs.append(("templates", maker.value(several(texts("t/*.tmpl", "a.tmpl")))))
    if maker.once_in(maker.rarity * 2):
        pairs.append((maker.one(("route", "x", "recievers", "time_intervals")), Raw("~")))
    if maker.once_in(maker.rarity * 2):
        del pairs[maker.chance.randrange(len(pairs))]
    return Map(pairs)
