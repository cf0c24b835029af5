import pytest

from o11ygen.targets.http import HTTPClient
from o11ygen.targets.http_relations import CLIENT_FIELDS
from tests.targets.judging import faults

_ALERTMANAGER = "{route: {receiver: a}, receivers: [{name: a}], global: {http_config: {%s}}}"


@pytest.mark.parametrize(
    ("field", "body", "prometheus", "alertmanager"),
    [
        ("authorization", "{credentials: c}", ("2.25", "2.26"), ("0.21", "0.22")),
        ("oauth2", "{client_id: i, token_url: u, client_secret_file: f}", ("2.26", "2.27"), ("0.21", "0.22")),
        ("enable_http2", "true", ("2.34", "2.35"), ("0.24", "0.25")),
        ("proxy_from_environment", "true", ("2.42", "2.43"), ("0.25", "0.26")),
        ("http_headers", "{}", ("2.52", "2.53"), ("0.27", "0.28")),
    ],
)
def test_both_servers_have_a_first_release(
    field: str, body: str, prometheus: tuple[str, str], alertmanager: tuple[str, str]
) -> None:
    for (old, new), kind, title, text, place in (
        (prometheus, "prometheus", "Prometheus", "scrape_configs: [{job_name: j, %s}]", "scrape_configs[0]"),
        (alertmanager, "alertmanager", "Alertmanager", _ALERTMANAGER, "global.http_config"),
    ):
        document = text % f"{field}: {body}"
        fault = f"{place}.{field}: `{field}` needs {title} {new}; judged as {old}"
        assert faults(kind, document, old) == [fault]
        assert faults(kind, document, new) == []


def test_bearer_tokens_are_deprecated_not_refused() -> None:
    text = "scrape_configs: [{job_name: j, bearer_token_file: f}]"
    message = "scrape_configs[0].bearer_token_file: `bearer_token_file` is deprecated since Prometheus 2.26"
    assert faults("prometheus", text, "3.5", kinds=("deprecated",)) == [message]
    assert faults("prometheus", text, "3.5") == []
    assert faults("prometheus", text, "2.25", kinds=("deprecated",)) == []


def test_no_message_repeats_a_secret() -> None:
    text = """
    scrape_configs:
      - {job_name: a, basic_auth: {password: hunter2, password_file: f}}
      - {job_name: b, bearer_token: hunter2, authorization: {credentials: hunter2, credentials_file: f}}
      - {job_name: c, proxy_url: 'http://user:hunter2@[x'}
    """
    found = faults("prometheus", text, "3.5")
    assert found == [
        "scrape_configs[2].proxy_url: the URL is malformed",
        "scrape_configs[0].basic_auth.password_file: `password` and `password_file` exclude each other",
        "scrape_configs[1].authorization: `bearer_token` and `authorization` exclude each other",
        "scrape_configs[1].authorization.credentials_file: `credentials` and `credentials_file` exclude each other",
    ]


def test_the_relations_know_the_fields_of_a_client() -> None:
    assert tuple(HTTPClient.model_fields) == CLIENT_FIELDS
