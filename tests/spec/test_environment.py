"""Environments: what `derive` takes over, what it leaves behind, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from o11ygen import (
    Environment,
    Notifications,
    RemoteWrite,
    Retention,
    Secret,
    Smtp,
    Versions,
    disable,
    extend,
    override,
)
from o11ygen.spec.environment import PRIVATE

FIRST = override("shop.Down", for_="5m")
PRODUCTION = Environment(
    "production",
    tier="production",
    versions=Versions(prometheus="3.5", alertmanager="0.28"),
    retention=Retention(metrics="30d", metrics_size="10GB", traces="7d"),
    sampling=0.1,
    addresses={"app": "app:1", "db": "db:1"},
    urls={"grafana": "https://grafana.example.com"},
    external_labels={"region": "eu"},
    notifications=Notifications(slack_api_url=Secret.file("/s"), smtp=Smtp(smarthost="smtp:25", from_="a@example.com")),
    remote_write=(RemoteWrite("archive", url="https://archive.example.com"),),
    overrides=(FIRST,),
)


def test_nested_models_merge_field_by_field() -> None:
    staging = PRODUCTION.derive("staging", tier="staging", retention=Retention(metrics="7d"))
    assert (staging.retention.metrics, staging.retention.metrics_size, staging.retention.traces) == ("7d", "10GB", "7d")
    assert PRODUCTION.retention.metrics == "30d"
    assert staging.derive("x", versions=Versions(prometheus="3.11")).versions.alertmanager == "0.28"


def test_a_field_can_be_taken_back() -> None:
    assert PRODUCTION.derive("staging", tier="staging", retention=Retention(traces=None)).retention.traces is None


def test_what_says_where_things_are_sent_is_left_behind() -> None:
    staging = PRODUCTION.derive("staging", tier="staging")
    assert {field: getattr(staging, field) for field in PRIVATE} == {
        "addresses": {},
        "external_labels": {},
        "notifications": staging.notifications,
        "remote_write": (),
        "urls": {},
    }
    assert staging.notifications.slack_api_url is None
    assert staging.sampling == 0.1


@pytest.mark.parametrize("field", PRIVATE)
def test_it_is_inherited_where_it_is_named(field: str) -> None:
    staging = PRODUCTION.derive("staging", tier="staging", inherit=(field,))
    assert getattr(staging, field) == getattr(PRODUCTION, field)


def test_mappings_that_are_inherited_merge_by_key() -> None:
    staging = PRODUCTION.derive("staging", tier="staging", inherit=("addresses",), addresses={"db": "db:2"})
    assert staging.addresses == {"app": "app:1", "db": "db:2"}
    assert PRODUCTION.derive("staging", tier="staging", addresses={"db": "db:2"}).addresses == {"db": "db:2"}


def test_inherited_notifications_merge_field_by_field() -> None:
    smtp = Smtp(smarthost="other:25", from_="b@example.com")
    staging = PRODUCTION.derive(
        "staging", tier="staging", inherit=("notifications",), notifications=Notifications(smtp=smtp)
    )
    assert staging.notifications.slack_api_url is not None
    assert staging.notifications.smtp is not None
    assert staging.notifications.smtp.smarthost == "other:25"


def test_lists_are_replaced_and_extend_appends() -> None:
    other = RemoteWrite("other", url="https://other.example.com")
    assert PRODUCTION.derive("a", tier="staging", inherit=("remote_write",), remote_write=(other,)).remote_write == (
        other,
    )
    both = PRODUCTION.derive("a", tier="staging", remote_write=extend(PRODUCTION.remote_write, other))
    assert both.remote_write == (*PRODUCTION.remote_write, other)


def test_overrides_are_inherited_with_the_nearest_first() -> None:
    second, third = disable("shop.Down", why="x"), override("shop.Down", for_="10m")
    staging = PRODUCTION.derive("staging", tier="staging", overrides=(second, third))
    assert staging.overrides == (second, third, FIRST)
    assert staging.derive("development").overrides == (second, third, FIRST)
    assert PRODUCTION.derive("staging", tier="staging", overrides=second).overrides == (second, FIRST)


def test_lineage_is_the_nearest_first() -> None:
    development = PRODUCTION.derive("staging", tier="staging").derive("development")
    assert development.lineage == ("staging", "production")
    assert development.tier == "staging"


def test_what_derives_from_production_says_its_tier() -> None:
    said = refusal(lambda: PRODUCTION.derive("eu", sampling=0.2))
    assert said == (
        "it would be of tier `production` as `production` is, and wake people",
        'Say which, such as `tier="staging"`; or `tier="production"` if it is to page.',
    )
    assert PRODUCTION.derive("eu", tier="production").tier == "production"


def test_a_string_is_not_what_is_inherited() -> None:
    wrong: Any = "addresses"
    assert refusal(lambda: PRODUCTION.derive("a", tier="a", inherit=wrong)) == (
        "a string is read letter by letter, so it names no field",
        'Write a tuple, with its comma: `inherit=("addresses",)`.',
    )


def test_how_near_each_override_is() -> None:
    second = override("shop.Down", for_="6m")
    staging = PRODUCTION.derive("staging", tier="staging", overrides=(second,))
    assert PRODUCTION.changes_by_nearness() == [(FIRST,)]
    assert staging.derive("a").derive("b", overrides=(second, second)).changes_by_nearness() == [
        (second, second),
        (),
        (second,),
        (FIRST,),
    ]


@pytest.mark.parametrize("field", ["retention", "nonsense"])
def test_inherit_names_only_what_is_left_behind(field: str) -> None:
    with pytest.raises(ValidationError, match="is inherited anyway, or no such field"):
        PRODUCTION.derive("staging", tier="staging", inherit=(field,))


@pytest.mark.parametrize("changes", [{}, {"why": "because"}])
def test_an_override_changes_something(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        override("shop.Down", **changes)


def test_disable_gives_a_reason() -> None:
    with pytest.raises(ValidationError):
        disable("shop.Down", why="")
    with pytest.raises(TypeError):
        disable("shop.Down")  # type: ignore[call-arg]  # is the mistake


def refusal(build: Callable[[], object]) -> tuple[str, str]:
    """The message and the remedy with which something is refused."""
    with pytest.raises(ValidationError) as caught:
        build()
    context = caught.value.errors()[0]["ctx"]
    return context["text"], context["hint"]


@pytest.mark.parametrize(
    ("program", "text", "oldest"),
    [
        ("prometheus", "2.19.3", "2.20"),
        ("alertmanager", "0.19", "0.20"),
        ("grafana", "10.4", "11.0"),
        ("jaeger", "1.76", "2.0"),
    ],
)
def test_releases_whose_files_are_not_known(program: str, text: str, oldest: str) -> None:
    said = refusal(lambda: Versions(**{program: text}))
    assert said == (
        f"{program.capitalize()} {text} is older than {oldest}, the first release whose files o11ygen knows; what is "
        "rendered could mean something else there",
        f"Declare {oldest} or later, and run that.",
    )
    assert getattr(Versions(**{program: oldest}), program) == oldest


@pytest.mark.parametrize("field", ["metrics", "traces", "logs"])
def test_a_time_of_zero_is_no_retention(field: str) -> None:
    message, hint = refusal(lambda: Retention(**{field: "0s"}))
    assert message == "nothing is kept for no time at all: the programs read 0 as their own default, or as for ever"
    assert hint == "Write how long, such as `15d`, or leave the field out."


def test_a_size_of_zero_is_no_limit() -> None:
    assert refusal(lambda: Retention(metrics_size="0GB"))[0] == "Prometheus reads a size of 0 as no limit"


@pytest.mark.parametrize(
    "url", ["g.example.com", "ftp://g.example.com", "https://", "https://a b", "//g", "http:/g", ""]
)
def test_urls_have_a_scheme_and_a_host(url: str) -> None:
    message, hint = refusal(lambda: Environment("a", tier="a", urls={"jaeger": "http://[::1]:1/x", "grafana": url}))
    assert message.startswith("what stands for `grafana` is no URL")
    assert hint == 'Write the scheme and the host, such as `urls={"grafana": "https://grafana.example.com"}`.'


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ({"app": ""}, "an address of `app` is empty, so it leads nowhere"),
        ({"app": ("app:1", "")}, "an address of `app` is empty, so it leads nowhere"),
        ({"app": (" app:1",)}, "an address of `app` holds a blank, so it leads nowhere"),
    ],
)
def test_addresses_are_written_out(addresses: Any, said: str) -> None:
    assert refusal(lambda: Environment("a", tier="a", addresses=addresses)) == (said, "Write `host:port`.")
