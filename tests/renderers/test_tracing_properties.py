"""Whatever an author writes into tracing and addresses, what is rendered reads back as what was meant."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from o11ygen.artifact import prove
from o11ygen.renderers import compose, jaeger
from tests.stacks import secret
from tests.traces import make_service_tracing, make_traced

_NASTY = (
    "on",
    "012",
    "=",
    "1:30",
    "{{ x }}",
    "{% raw %}",
    "# x",
    "- x",
    "a: b",
    "'",
    '"',
    "\n",
    " x ",
    "~",
    "$",
    "${A}",
)
text = st.one_of(st.sampled_from(_NASTY), st.text(st.characters(exclude_categories=("Cs",)), max_size=20))


@settings(max_examples=80, deadline=None)
@given(directory=text, name=text, operation=text, url=text, title=text)
def test_jaeger(directory: str, name: str, operation: str, url: str, title: str) -> None:
    service = make_service_tracing(sampler="remote", service_name=name, operations={operation: 0.5})
    stack = make_traced(
        "badger", service, days=7, tracing={"settings": {"directory": directory}, "links": ((title, url),)}
    )
    assert [prove(artifact) for artifact in jaeger.render(stack)] == ["", "", ""]


@settings(max_examples=80, deadline=None)
@given(username=text, prefix=text, host=text, path=text, project=text)
def test_compose(username: str, prefix: str, host: str, path: str, project: str) -> None:
    login = {"username": username, "index_prefix": prefix, "password": secret(f"/run/secrets/{path}")}
    addresses = {"prometheus": (f"{host}:9090",), "node-exporter": (host,)}
    environment = {"addresses": addresses, "urls": {"prometheus": f"https://example.com/{path}"}}
    tracing = {"settings": login}
    stack = make_traced("elasticsearch", days=1, environment=environment, tracing=tracing, project=project)
    (artifact,) = compose.render(stack)
    assert prove(artifact) == ""
