"""Secrets become `*_file` fields where the target has them."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen.lowering.secrets import file_fields, secret_problems
from o11ygen.targets.receivers.paging import SNSConfig
from o11ygen.targets.receivers.slack import SlackConfig
from o11ygen.targets.scrape import ScrapeConfig
from tests.stacks import secret

FILE = secret("/run/secrets/x")
VARIABLE = secret("X", kind="env", of="receiver web")


@pytest.mark.parametrize(
    ("model", "value", "lowered"),
    [
        (SlackConfig, {"channel": "#a", "api_url": FILE}, {"channel": "#a", "api_url_file": "/run/secrets/x"}),
        (
            ScrapeConfig,
            {"basic_auth": {"username": "u", "password": FILE}},
            {"basic_auth": {"username": "u", "password_file": "/run/secrets/x"}},
        ),
        (ScrapeConfig, {"tls_config": {"key": FILE}}, {"tls_config": {"key_file": "/run/secrets/x"}}),
        (
            ScrapeConfig,
            {"http_sd_configs": ({"authorization": {"credentials": FILE}},)},
            {"http_sd_configs": [{"authorization": {"credentials_file": "/run/secrets/x"}}]},
        ),
        (SNSConfig, {"sigv4": {"secret_key": FILE}}, {"sigv4": {"secret_key": "/run/secrets/x"}}),
    ],
)
def test_a_file_is_named_by_the_targets_own_field(model: Any, value: Any, lowered: Any) -> None:
    assert file_fields(value, model=model) == lowered


@pytest.mark.parametrize(
    ("model", "value", "expected"),
    [
        (SlackConfig, {"api_url": FILE}, []),
        (SlackConfig, {"api_url": VARIABLE}, [("secret/environment-variable", "`api_url`")]),
        (SNSConfig, {"sigv4": {"secret_key": FILE}}, [("secret/no-file-field", "`secret_key_file`")]),
        (
            ScrapeConfig,
            {"basic_auth": {"password": VARIABLE}, "http_sd_configs": [{"basic_auth": {"password": VARIABLE}}]},
            [("secret/environment-variable", "`password`")] * 2,
        ),
    ],
)
def test_what_can_not_be_read_is_told(model: Any, value: Any, expected: list[tuple[str, str]]) -> None:
    problems = list(secret_problems(value, model=model, system="Alertmanager"))
    assert [problem.id for problem in problems] == [id for id, _ in expected]
    for problem, (_, named) in zip(problems, expected, strict=True):
        assert named in problem.message
        assert "Alertmanager" in problem.message
