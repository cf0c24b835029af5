"""Whatever an author writes, what is rendered reads back as what was meant."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen import yamltext
from o11ygen.artifact import prove
from o11ygen.renderers import alertmanager, blackbox, prometheus, prometheus_rules
from o11ygen.resolved import Inhibition, Matcher, NotificationTemplate
from tests.stacks import (
    make_alert,
    make_environment,
    make_group,
    make_integration,
    make_job,
    make_probe,
    make_receiver,
    make_recording,
    make_route,
    make_server,
    make_stack,
    source,
    static,
)

_NASTY = ("on", "012", "=", "1:30", "{{ $labels.job }}", "{% raw %}", "# x", "- x", "a: b", "'", '"', "\n", " x ", "~")
text = st.one_of(
    st.sampled_from(_NASTY),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.lists(st.sampled_from(_NASTY), min_size=2, max_size=4).map("".join),
)
texts = st.dictionaries(text, text, max_size=3)


@settings(max_examples=100, deadline=None)
@given(id=text, name=text, expr=text, labels=texts, annotations=texts, description=text)
def test_rule_files(
    id: str, name: str, expr: str, labels: dict[str, str], annotations: dict[str, str], description: str
) -> None:
    alert = make_alert(name, id=id, expr=expr, annotations=annotations, labels=labels)
    records = make_group(make_recording(name, expr=expr, description=description), name="shop.recording")
    stack = make_stack(groups=(make_group(alert, alert), records))
    first, second = prometheus_rules.render(stack)
    assert (prove(first), prove(second)) == ("", "")
    rules = yamltext.parse(first.text)["groups"][0]["rules"]
    assert [rule["expr"] for rule in rules] == [expr, expr]
    assert rules[0].get("annotations", {}) == annotations


@settings(max_examples=60, deadline=None)
@given(name=text, value=text, id=text, address=text)
def test_prometheus_and_blackbox(name: str, value: str, id: str, address: str) -> None:
    stack = make_stack(
        environment=make_environment(external_labels={name: value}),
        jobs=(
            make_job(value, id=id, discovery=(static(address),), relabel=({"regex": value, "replacement": name},)),
            make_job(name, extra={name: value}),
        ),
        probes=(make_probe(id=id, module=name, targets=(address,), settings={"fail_if_body_not_matches": (value,)}),),
        prometheus=make_server(extra={f"x{name}": {value: [name]}}),
    )
    for artifact in (*prometheus.render(stack), *blackbox.render(stack)):
        assert prove(artifact) == "", artifact.path


@settings(max_examples=60, deadline=None)
@given(name=text, value=text, title=text)
def test_alertmanager(name: str, value: str, title: str) -> None:
    matcher = Matcher("team", "=", value)
    child = make_route(
        matcher, receiver=name, title=title, group_by=(value,), routes=(make_route(matcher, title=title),)
    )
    stack = make_stack(
        route=make_route(routes=(child, child)),
        receivers=(make_receiver(name, make_integration("slack", channel=value, text=title, extra={"x": name})),),
        inhibitions=(Inhibition((matcher,), (matcher,), (name,), title, False, source("inhibit")),),
        notification_templates=(NotificationTemplate("shop", value, source("shop")),),
    )
    for artifact in alertmanager.render(stack):
        assert prove(artifact) == "", artifact.path
