import pytest

from tests.targets.judging import faults

JOB = "scrape_configs[0]"


def job_faults(fields: str, version: str = "") -> list[str]:
    return faults("prometheus", f"scrape_configs: [{{job_name: j, {fields}}}]", version)


@pytest.mark.parametrize(
    ("good", "bad", "expected"),
    [
        ("basic_auth: {username: u, password_file: p}", "basic_auth: {username: u, username_file: f, password: p, password_file: f}", ["basic_auth.username_file: `username` and `username_file` exclude each other", "basic_auth.password_file: `password` and `password_file` exclude each other"]),
        ("authorization: {credentials_file: f}", "authorization: {type: ' Basic', credentials: c, credentials_file: f}", ["authorization.type: `authorization` does not take the type `basic`", "authorization.credentials_file: `credentials` and `credentials_file` exclude each other"]),
        ("oauth2: {client_id: i, token_url: u, client_secret_file: f}", "oauth2: {client_id: '', token_url: '', client_secret: s, client_secret_file: f}", ["oauth2.client_id: `client_id` is required", "oauth2.token_url: `token_url` is required", "oauth2.client_secret_file: `client_secret` and `client_secret_file` exclude each other"]),
        ("oauth2: {client_id: i, token_url: u}", "oauth2: {client_secret: s}", ["oauth2.client_id: `client_id` is required", "oauth2.token_url: `token_url` is required"]),
        ("basic_auth: null", "basic_auth: {}, authorization: {}", ["authorization: `basic_auth` and `authorization` exclude each other"]),
        ("bearer_token_file: f", "bearer_token: t, bearer_token_file: f", ["bearer_token_file: `bearer_token` and `bearer_token_file` exclude each other"]),
        ("bearer_token: t", "bearer_token: t, basic_auth: {username: u}", ["basic_auth: `bearer_token` and `basic_auth` exclude each other"]),
        ("tls_config: {cert_file: c, key_file: k}", "tls_config: {cert_file: c}", ["tls_config.cert_file: a client certificate is given without its key"]),
        ("tls_config: {ca_file: c}", "tls_config: {key_file: k}", ["tls_config.key_file: a client key is given without its certificate"]),
        ("tls_config: {ca: c}", "tls_config: {ca: c, ca_file: f}", ["tls_config.ca_file: `ca` and `ca_file` exclude each other"]),
        ("tls_config: {min_version: TLS12}", "tls_config: {min_version: '1.2'}", ["tls_config.min_version: must be one of `TLS10`, `TLS11`, `TLS12` or `TLS13`"]),
        ("proxy_url: 'http://p:3128', no_proxy: a", "no_proxy: a", ["no_proxy: `no_proxy` has no effect without `proxy_url`"]),
        ("proxy_from_environment: true", "proxy_from_environment: true, proxy_url: 'http://p', no_proxy: a", ["proxy_url: `proxy_from_environment` and `proxy_url` exclude each other", "no_proxy: `proxy_from_environment` and `no_proxy` exclude each other"]),
        ("proxy_from_environment: true, proxy_connect_header: {a: [b]}", "proxy_connect_header: {a: [b]}", ["proxy_connect_header: `proxy_connect_header` has no effect without `proxy_url`"]),
        ("proxy_url: 'socks5://p'", "proxy_url: 'http://[p'", ["proxy_url: the URL is malformed"]),
        ("http_headers: {X-Tenant: {values: [a]}}", "http_headers: {authorization: {values: [a]}, Host: {files: [b]}}", ["http_headers.authorization: the header `authorization` is set by the client itself", "http_headers.Host: the header `Host` is set by the client itself"]),
        ("follow_redirects: false", "follow_redirects: 'false'", ["follow_redirects: must be `true` or `false`, without quotes"]),
    ],
)  # fmt: skip
def test_client(good: str, bad: str, expected: list[str]) -> None:
    assert job_faults(good) == []
    assert job_faults(bad) == [f"{JOB}.{fault}" for fault in expected]


@pytest.mark.parametrize(
    ("field", "body", "prometheus", "alertmanager"),
    [
        ("authorization", "{credentials: c}", ("2.25", "2.26"), ("0.21", "0.22")),
        ("oauth2", "{client_id: i, token_url: u}", ("2.26", "2.27"), ("0.21", "0.22")),
        ("enable_http2", "true", ("2.34", "2.35"), ("0.24", "0.25")),
        ("proxy_from_environment", "true", ("2.42", "2.43"), ("0.25", "0.26")),
        ("http_headers", "{}", ("2.52", "2.53"), ("0.27", "0.28")),
    ],
)
def test_both_servers_have_a_first_release(
    field: str, body: str, prometheus: tuple[str, str], alertmanager: tuple[str, str]
) -> None:
    old, new = prometheus
    assert job_faults(f"{field}: {body}", old) == [
        f"{JOB}.{field}: `{field}` needs Prometheus {new}; the declared version is {old}"
    ]
    assert job_faults(f"{field}: {body}", new) == []
    old, new = alertmanager
    text = f"{{route: {{receiver: a}}, receivers: [{{name: a}}], global: {{http_config: {{{field}: {body}}}}}}}"
    assert faults("alertmanager", text, old) == [
        f"global.http_config.{field}: `{field}` needs Alertmanager {new}; the declared version is {old}"
    ]
    assert faults("alertmanager", text, new) == []


def test_bearer_tokens_are_deprecated_not_refused() -> None:
    text = "scrape_configs: [{job_name: j, bearer_token_file: f}]"
    message = "scrape_configs[0].bearer_token_file: `bearer_token_file` is deprecated since Prometheus 2.26"
    assert faults("prometheus", text, "3.5", kinds=("deprecated",)) == [message]
    assert faults("prometheus", text, "3.5") == []
    assert faults("prometheus", text, "2.25", kinds=("deprecated",)) == []


def test_no_message_repeats_a_secret() -> None:
    text = "{job_name: j, basic_auth: {password: hunter2, password_file: f}, bearer_token: hunter2, proxy_url: 'http://hunter2:[x'}"
    found = faults("prometheus", f"scrape_configs: [{text}]", "3.5")
    assert len(found) == 3
    assert not any("hunter2" in fault for fault in found)
