"""What must hold between the objects of a project: names told apart, nothing lost, no credential in sight."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    AlertmanagerEndpoint,
    Dashboard,
    Environment,
    Gauge,
    Group,
    HttpProbe,
    Inhibit,
    Label,
    Notifications,
    NotificationTemplate,
    Prometheus,
    Receiver,
    RecordingRule,
    RemoteWrite,
    Route,
    Routing,
    Row,
    ScrapeJob,
    Secret,
    ServiceTracing,
    Severity,
    Team,
    TextPanel,
    TimeInterval,
    Tracing,
    conventions,
    per_env,
    slack,
    sns,
    webhook,
)
from o11ygen.credentials import is_credential
from o11ygen.resolve import relations
from tests.resolve.stage import APP, TEAM, make_alert, make_environment, make_project, make_service, resolved


def said(*services: Any, **fields: Any) -> list[str]:
    project = make_project(*services, **fields)
    return [f"{one.id}: {one.message}" for one in relations(project, ())]


RECORD = RecordingRule("x:y:z", expr="up")
BOARD = Dashboard("board", title="Board", rows=(Row("A", (TextPanel("A", content="a"),)),))


@pytest.mark.parametrize(
    ("services", "message"),
    [
        ((make_service(), make_service()),
         "service `shop` is declared twice; its rules could not be told apart"),
        ((make_service(make_alert(), make_alert()),),
         "alert `Down` is declared twice in service shop; one hides the other's notifications"),
        ((make_service(make_alert(), groups=(Group("g", rules=(make_alert(),)),)),),
         "alert `Down` is declared twice in service shop; one hides the other's notifications"),
        ((make_service(*([make_alert()] * 2)),),
         "alert `Down` is listed twice in service shop; one hides the other's notifications"),
        ((make_service(groups=(Group("g", rules=(make_alert("A"),)), Group("g", rules=(make_alert("B"),)))),),
         "group `g` is declared twice in service shop"),
        ((make_service(dashboards=(BOARD, BOARD)),),
         "dashboard `board` is listed twice; Grafana keeps only one of them"),
    ],
)  # fmt: skip
def test_names_that_are_there_twice(services: Any, message: str) -> None:
    found = [one for one in said(*services) if "scrape job" not in one]
    assert found == [f"spec/duplicate: {message}"]


def test_an_object_that_is_listed_twice() -> None:
    service, environment = make_service(), make_environment()
    found = said(service, service, environments=(environment, environment))
    assert found[:2] == [
        "spec/duplicate: service `shop` is listed twice; its rules could not be told apart",
        "spec/duplicate: environment `production` is listed twice; both would write one folder",
    ]


def test_names_that_differ_only_in_case() -> None:
    environments = (make_environment(), make_environment("Production"))
    found = said(make_service(), make_service(name="Shop", jobs=()), environments=environments)
    assert found == [
        f"spec/duplicate: {names} differ only in case; where the file system does not tell them apart, one overwrites "
        "what the other renders"
        for names in ("services `shop` and `Shop`", "environments `production` and `Production`")
    ]


def test_jobs_and_probes_share_their_names() -> None:
    service = make_service(jobs=(APP,), probes=(HttpProbe("app", targets=("https://a",)),))
    assert said(service) == ["spec/duplicate: scrape job `app` is declared twice; Prometheus refuses the file"]


def test_values_that_do_not_match_the_labels_own_pattern() -> None:
    label = Label("status", values=("200", "5xx"), pattern="[1-5][0-9]{2}")
    assert said(make_service(metrics=(Gauge("x", labels=(label,)),))) == [
        "spec/pattern: label `status`: the value `5xx` does not match the label's own pattern, `[1-5][0-9]{2}`; queries are "
        "judged by one or the other"
    ]


def test_teams_of_one_name() -> None:
    other = Team("web", page=slack("#x"), notify=slack("#y"))
    message = "spec/duplicate: team `web` is declared twice; its alerts would go to either"
    assert said(make_service(), teams=(other,)) == [message]
    assert said(make_service(make_alert(owner=other))) == [message]
    assert said(make_service(make_alert(owner=TEAM)), teams=(TEAM,)) == []


def test_environments_and_remote_writes() -> None:
    write = RemoteWrite("a", url="https://a.example.com")
    found = said(make_service(), environments=(make_environment(), make_environment(remote_write=(write, write))))
    assert found == [
        "spec/duplicate: environment `production` is declared twice; both would write one folder",
        "spec/duplicate: remote write `a` is listed twice in production",
    ]


def test_two_notification_templates_of_one_name() -> None:
    one, other = NotificationTemplate("t", text="a"), NotificationTemplate("t", text="b")
    assert said(make_service(), routing=Routing(default=slack("#x"), templates=(one, other))) == [
        "spec/duplicate: notification template `t` is declared twice; both are one file"
    ]


def test_parts_of_the_routing_tree_that_nothing_uses() -> None:
    hours = TimeInterval("hours", times=("09:00-17:00",))
    used = Route(
        Receiver("people", integrations=(slack("#a"),)), matchers={"a": "b"}, mute=per_env((), {"x": (hours,)})
    )
    lost = Route(Receiver("nobody", integrations=()), name="lost", routes=(Route(matchers={"c": "d"}),))
    alone: list[Any] = [
        Receiver("alone", integrations=()),
        TimeInterval("always", years=("1:9999",)),
        NotificationTemplate("texts", text=""),
        Inhibit(source={"a": "b"}, target={"c": "d"}, equal=()),
        Team("idle", page=Receiver("of-idle", integrations=()), notify=slack("#b")),
    ]
    project = make_project(make_service(), routing=Routing(default=slack("#x"), routes=(used,)))
    built: list[Any] = [used, used.to, hours, lost, lost.to, *lost.routes, *alone, alone[-1].page]
    found = relations(project, built)
    assert [one.message.partition(" is built")[0] for one in found if one.id == "spec/unused"] == [
        "route lost",
        "receiver alone",
        "time interval always",
        "notification template texts",
        "inhibit",
        "team idle",
    ]


def test_environments_and_tiers_that_per_env_may_name() -> None:
    base = make_environment("base")
    child = base.derive("child", tier="x", inherit=("addresses",))
    alert = make_alert(
        for_=per_env("1m", {"base": "2m", "child": "3m", "chld": "4m"}, tiers={"x": "5m", "y": "6m"}),
        severity=per_env(Severity.INFO),
    )
    assert said(make_service(alert), environments=(child,)) == [
        "environment/unknown: this `per_env` has a value for environment `chld`, which the project does not have; "
        "nothing gets that value",
        "environment/unknown: this `per_env` has a value for tier `y`, which the project does not have; "
        "nothing gets that value",
    ]


def test_addresses_that_nothing_reads() -> None:
    environment = make_environment(addresses={"app": "a:1", "ap": "b:1", "alertmanager": "c:9093", "grafana": "d:3000"})
    assert said(make_service(), environments=(environment,)) == [
        "environment/unused-address: environment `production`: `addresses` has an entry for `ap`, which nothing reads"
    ]


def test_an_address_that_is_inherited_is_told_where_it_is_written() -> None:
    production = make_environment(
        addresses={"app": "a", "ap": "b:1", "alertmanager": "c:9093"}, urls={"grafna": "https://g.example.com"}
    )
    staging = production.derive("staging", tier="staging", inherit=("addresses", "urls"))
    development = staging.derive("development", tier="development", inherit=("addresses",), addresses={"ap": "e:1"})
    assert said(make_service(), environments=(production, staging, development)) == [
        "environment/unused-address: environment `production`: `addresses` has an entry for `ap`, which nothing reads",
        "environment/unused-address: environment `production`: `urls` has an entry for `grafna`, which nothing reads",
        "environment/address: environment `production`: the address `a` of `app` has no port, so port 80 is asked, or "
        "443 over TLS",
        "environment/unused-address: environment `development`: `addresses` has an entry for `ap`, which nothing reads",
    ]


def test_an_inherited_address_counts_where_compose_alone_makes_it_wrong() -> None:
    production = make_environment(addresses={"app": "localhost:8080", "alertmanager": "c:9093"})
    staging = production.derive("staging", tier="staging", inherit=("addresses",))
    wrong = "the address `localhost:8080` of `app` is, inside a container, that container itself"
    assert said(make_service(), environments=(production, staging)) == [
        f"environment/address: environment `production`: {wrong}"
    ]
    compose = per_env(False, tiers={"staging": True})
    assert said(make_service(), environments=(production, staging), compose=compose) == [
        f"environment/address: environment `staging`: {wrong}"
    ]


class TestUnused:
    def of(self, *built: Any, **fields: Any) -> list[str]:
        project = make_project(make_service(make_alert("Used")), **fields)
        return [one.message.partition(",")[0] for one in relations(project, built)]

    def test_objects_that_belong_nowhere(self) -> None:
        lost = (
            make_alert(),
            RECORD,
            ScrapeJob("x"),
            BOARD,
            Gauge("a_bytes"),
            make_environment("y"),
            Group("g", rules=(RECORD,)),
        )
        assert self.of(*lost) == [
            "alert Down is built",
            "recording rule x:y:z is built",
            "scrape job x is built",
            "dashboard board is built",
            "metric a_bytes is built",
            "environment y is built",
            "group g is built",
        ]

    def test_parts_and_ancestors_are_no_loss(self) -> None:
        base = make_environment("base")
        child = base.derive("production", tier="production")
        assert self.of(base, child, Label("a"), slack("#x"), Secret.file("/x"), environments=(child,)) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", ""),
        ("see https://hooks.slack.com/workflows/T0", "summary"),
        ("xoxb-123456789012-abcdef", ""),
        ("AKIAABCDEFGHIJKLMNOP", ""),
        ("ghp_" + "a" * 36, ""),
        ("glpat-" + "a" * 20, ""),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x", ""),
        ("-----BEGIN RSA PRIVATE KEY-----", ""),
        ("https://discord.com/api/webhooks/123/" + "a" * 30, ""),
        ("https://user:pass@example.com/", "url"),
        ("anything", "password"),
        ("anything", "X-Api-Key"),
        ("Bearer x", "Authorization"),
        ("anything", "bot_token"),
        ("anything", "secret_key"),
        ("anything", "serviceKey"),
        ("anything", "user_key"),
        ("https://hooks.example.com/notify?token=a1b2", "url"),
        ("https://example.com/a?b=c&api_key=a1b2", "url"),
        ("https://example.com/a?access_token=a1b2", "url"),
        ("https://prod.logic.azure.com/workflows/a?sp=b&sig=a1b2", "url"),
        ("https://chat.googleapis.com/v1/spaces/a/messages?key=AIzaSyA-0123456789", "url"),
        ("https://hc-ping.com/0b1c2d3e-4f5a-6b7c-8d9e-0f1a2b3c4d5e", "url"),
        ("https://events.pagerduty.com/integration/0123456789abcdef/enqueue", "url"),
    ],
)
def test_credentials(text: str, place: str) -> None:
    assert is_credential(text, place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "password"),
        ("{{ $labels.token }}", "token"),
        ("https://example.com/hooks", "url"),
        ("https://user@example.com/", "url"),
        ("a:b@c", ""),
        ("token", "summary"),
        ("rate(auth_token_total[5m])", "expr"),
        ("https://runbooks.example.com/a:b@c", "runbook"),
        ("${user}:${pass}@x", ""),
        ("anything", "tokens_used"),
        ("anything", "password_file"),
        ("anything", "routing_key"),
        ("https://example.com/login?token={{ $labels.token }}", "runbook"),
        ("https://example.com/login?token=${token}", "runbook"),
        ("https://example.com/a?tokens=3&key=short", "url"),
        ("https://grafana.example.com/d/a?var-token=", "url"),
        ("https://hc-ping.com/", "url"),
        ("https://example.com/token=a", "url"),
    ],
)
def test_what_is_no_credential(text: str, place: str) -> None:
    assert not is_credential(text, place)


def test_credentials_are_found_wherever_they_stand_and_never_repeated() -> None:
    secret = "https://hooks.slack.com/services/T0/B0/hunter2"
    environment: Environment = make_environment(
        notifications=Notifications(pagerduty_url=secret), urls={"grafana": secret}
    )
    service = make_service(make_alert(annotations={"x": per_env("a", {"production": secret})}))
    found = said(
        service,
        environments=(environment,),
        routing=Routing(default=slack("#x"), routes=(Route(webhook(secret), matchers={"a": "b"}),)),
        prometheus=Prometheus(extra={"deep": [{"er": secret}]}),
    )
    assert sorted(one for one in found if one.startswith("secret/")) == [
        f"secret/plaintext: {where} holds what looks like a credential; everyone who can read the repository or the "
        "rendered file can use it"
        for where in (
            "alert Down: `annotations`",
            "environment production: `urls`",
            "notifications: `pagerduty_url`",
            "prometheus: `extra`",
            "webhook: `url`",
        )
    ]
    assert "hunter2" not in "".join(found)


def test_alertmanager_endpoints_of_one_name() -> None:
    endpoints = (AlertmanagerEndpoint(), AlertmanagerEndpoint(path_prefix="/b"))
    assert said(make_service(), prometheus=Prometheus(alertmanagers=endpoints)) == [
        "spec/duplicate: Alertmanager endpoint `alertmanager` is declared twice; both lead to the same addresses"
    ]


def test_services_of_one_name_in_traces() -> None:
    shop, cart = make_service(tracing=ServiceTracing()), ServiceTracing(service_name="shop")
    other = ServiceTracing(service_name="shop", attributes={"service.namespace": "other"})
    services = (shop, make_service(name="cart", tracing=cart), make_service(name="mail", tracing=other))
    assert [one for one in said(*services, tracing=Tracing()) if "traces" in one] == [
        "spec/duplicate: services `shop` and `cart` send traces under one name, `shop`; Jaeger shows them as one service"
    ]


def test_modules_of_probes_are_told_apart() -> None:
    names = ("a-b", "a_b", "a-b_c", "a_b-c", "ab")
    assert len({conventions.probe_module(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("secret", "said_of_it"),
    [
        (Secret.file("/run/secrets/slack"), []),
        (Secret.file("secrets/slack token"), []),
        (Secret.env("SLACK_TOKEN"), []),
        (Secret.file("https://hooks.slack.com/services/T0/B0/hunter2"), ["secret/plaintext"]),
        (Secret.file("xoxb-123456789012-hunter2"), ["secret/plaintext"]),
        (Secret.env("https://example.com/?token=hunter2"), ["secret/plaintext"]),
        (Secret.file("https://example.com/hunter2"), ["secret/reference"]),
        (Secret.file("hunter2"), ["secret/reference"]),
        (Secret.file("/run/secrets/"), ["secret/reference"]),
        (Secret.file("/run/secrets/a\nhunter2"), ["secret/reference"]),
        (Secret.file(""), ["secret/reference"]),
        (Secret.env("hunter2-"), ["secret/reference"]),
    ],
)
def test_references_to_secrets(secret: Secret, said_of_it: list[str]) -> None:
    environment = make_environment(notifications=Notifications(slack_api_url=secret))
    project = make_project(
        make_service(), environments=(environment,), routing=Routing(default=webhook(secret), routes=())
    )
    found = list(relations(project, ()))
    assert [one.id for one in found] == said_of_it
    stack, findings = resolved(project)
    assert "hunter2" not in f"{found} {findings} {stack}"


def test_keys_around_a_credential() -> None:
    extra = {"http_config": {"http_headers": {"X-Api-Key": {"values": ["hunter2"], "files": ["/x"]}}}}
    found = said(
        make_service(),
        routing=Routing(
            default=slack("#x", extra=extra), routes=(Route(sns(topic_arn="a", sigv4={"secret_key": "b"})),)
        ),
    )
    assert sorted(one.partition(" holds")[0] for one in found) == [
        "secret/plaintext: slack: `extra`",
        "secret/plaintext: sns: `sigv4`",
    ]


def test_regular_expressions() -> None:
    routes = (Route(slack("#a"), matchers=("a=~(", "b=(")), Route(slack("#b"), matchers=r"c!~\pL"))
    found = said(
        make_service(metrics=(Gauge("a_bytes", labels=(Label("x", pattern="["), Label("y", pattern=r"\pL"))),)),
        routing=Routing(default=slack("#x"), routes=routes),
    )
    assert sorted(found) == [
        "spec/pattern: label `x`: the regular expression `[` does not compile: the class `[` is not closed",
        "spec/pattern: matcher `a`: the regular expression `(` does not compile: a `(` is not closed",
        "spec/pattern: matcher `c`: `\\pL` is right, but o11ygen can't follow it: who is told of which alert is judged "
        "as if it matched nothing",
    ]
