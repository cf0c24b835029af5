"""Addresses, taken apart."""

from __future__ import annotations

import pytest

from o11ygen.resolved import addresses


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("prometheus:9090", "prometheus", 9090),
        ("https://ops.example.com:8443/prometheus", "ops.example.com", 8443),
        ("https://ops.example.com/", "ops.example.com", 0),
        ("[::1]:9090", "::1", 9090),
        ("prometheus", "prometheus", 0),
        ("a:b", "a", 0),
        ("[", "", 0),
        ("", "", 0),
    ],
)
def test_host_and_port(address: str, host: str, port: int) -> None:
    assert (addresses.host(address), addresses.port(address)) == (host, port)


@pytest.mark.parametrize(
    ("host", "is_name"),
    [
        ("prometheus", True),
        ("prometheus.internal", True),
        ("localhost", False),
        ("host.docker.internal", False),
        ("10.0.0.5", False),
        ("::1", False),
        ("", False),
    ],
)
def test_what_can_be_the_name_of_a_container(host: str, is_name: bool) -> None:
    assert addresses.is_name(host) is is_name


@pytest.mark.parametrize(
    ("url", "path"),
    [("https://a.example.com", ""), ("https://a.example.com/", ""), ("https://a.example.com/x/y/", "/x/y"), ("", "")],
)
def test_the_path_of_a_url(url: str, path: str) -> None:
    assert addresses.path(url) == path
