"""Images: only tags that exist, the newest patch of a line, and a plain word for a release without an image."""

from __future__ import annotations

import re

import pytest

from o11ygen.targets.images import UnknownImage, components, image, lines, newest
from o11ygen.version import Version


@pytest.mark.parametrize(
    ("component", "version", "expected"),
    [
        ("prometheus", "2.53.3", "prom/prometheus:v2.53.3"),
        ("prometheus", "2.54", "prom/prometheus:v2.54.1"),
        ("alertmanager", "0.28", "prom/alertmanager:v0.28.1"),
        ("grafana", "12.0", "grafana/grafana:12.0.2"),
        ("jaeger", "2.9", "jaegertracing/jaeger:2.9.0"),
        ("node-exporter", "1.9.0", "prom/node-exporter:v1.9.1"),
        ("blackbox-exporter", "0.25", "prom/blackbox-exporter:v0.25.0"),
    ],
)
def test_full_tags(component: str, version: str, expected: str) -> None:
    assert image(component, Version.parse(version)) == expected


@pytest.mark.parametrize(
    ("component", "version", "message", "hint"),
    [
        ("grafana", "10.4", "no image of Grafana 10.4 is known", "Declare 11.6; the table has 11.6 to 13.2"),
        ("grafana", "12.5", "no image of Grafana 12.5 is known", "Declare 12.4 or 13.0; the table has 11.6 to 13.2"),
        ("jaeger", "1.76", "no image of Jaeger 1.76 is known", "Declare 2.0; the table has 2.0 to 2.20"),
        ("prometheus", "2.55.7", "no image of Prometheus 2.55.7 is known", "Known releases: 2.55.0, 2.55.1"),
    ],
)
def test_a_release_without_an_image(component: str, version: str, message: str, hint: str) -> None:
    with pytest.raises(UnknownImage) as caught:
        image(component, Version.parse(version))
    assert (str(caught.value), caught.value.hint) == (message, hint)


def test_a_component_without_images() -> None:
    with pytest.raises(UnknownImage) as caught:
        image("loki", Version.parse("3.0"))
    assert (
        caught.value.hint == "Components: prometheus, alertmanager, grafana, jaeger, node-exporter, blackbox-exporter"
    )


@pytest.mark.parametrize("component", components())
def test_the_table_is_in_order_and_whole(component: str) -> None:
    found = lines(component)
    assert list(found) == sorted(found, key=Version.parse)
    for line in found:
        name, tag = image(component, Version.parse(line)).split(":")
        assert re.fullmatch(r"[a-z]+/[a-z-]+", name)
        assert Version.parse(tag)[:2] == Version.parse(line)[:2]
    assert image(component, newest(component)).endswith(str(newest(component).minor) + f".{newest(component).patch}")
