"""Hypothesis strategies: any valid project that the author's vocabulary can say, with hostile text wherever text goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from o11ygen import (
    Alert,
    BarGaugePanel,
    Counter,
    Dashboard,
    Environment,
    FileDiscovery,
    Gauge,
    GaugePanel,
    Group,
    HeatmapPanel,
    Histogram,
    HttpProbe,
    Info,
    Inhibit,
    Integration,
    Label,
    Level,
    Link,
    Notifications,
    NotificationTemplate,
    Project,
    Prometheus,
    Query,
    Receiver,
    RecordingRule,
    Relabel,
    RemoteWrite,
    Retention,
    Route,
    Routing,
    Row,
    ScrapeJob,
    Secret,
    Service,
    ServiceTracing,
    Severity,
    Smtp,
    Static,
    StatPanel,
    Summary,
    TablePanel,
    TcpProbe,
    Team,
    TextPanel,
    Threshold,
    TimeInterval,
    TimeSeriesPanel,
    Tracing,
    Variable,
    Versions,
    discord,
    email,
    jira,
    msteams,
    msteams_connector,
    opsgenie,
    pagerduty,
    per_env,
    pushover,
    rocketchat,
    slack,
    sns,
    telegram,
    victorops,
    webex,
    webhook,
    wechat,
)

SECRET = Secret.file("/run/secrets/a")
TRAPS = (
    "on", "no", "y", "~", "null", "true", "012", "0o7", "0x1F", "1_000", "1e3", ".5", "1:30", "12:30:45", "2026-01-01",
    "=", "<<", "-", "- a", "a: b", "a #b", "# a", "*a", "&a", "!a", "|", ">", "%", "@", "`", "?", "{a: b}", "[a]", ",",
    "'", '"', "\\", "\\n", "a\nb", "a\n\n  b\n", "\ta", "a\tb", "a\r\nb", "\u2028", "\x85", "\x07", "\x7f", "ä", "\U0001f600",
    "\ufeff", "--- a", "...", "{%", "{# a #}", "${HOME}", "$(id)", "`id`", "%PATH%", "</script>", "a=b;c", "{{", "}}", "$x",
)  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"])


def plain(text: str) -> str:
    """The text as a template that renders it: nothing in it is a parameter, an action or a variable."""
    return text.replace("$", "$$").replace("{{", '{{ "{{" }}')


HOSTILE = st.sampled_from(TRAPS) | st.text(CHARACTERS, max_size=12)
WORDS = HOSTILE.map(lambda text: f"a {text}".strip())
PROSE = WORDS.map(plain)
# What Grafana fills variables into: a dollar sign there begins the name of one.
SHOWN = HOSTILE.map(lambda text: text.replace("$", ""))
SHOWN_WORDS = SHOWN.map(lambda text: f"a {text}".strip())
NAMES = st.from_regex(r"[a-z]{1,5}(?:-[a-z0-9]{1,3})?", fullmatch=True)
IDENTIFIERS = st.from_regex(r"x_[a-z]{1,5}", fullmatch=True)
RATIOS = st.floats(0, 1)
DURATIONS = st.sampled_from(("30s", "1m", "5m", "1h30m", "2d"))


def varies(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value, or one that differs by environment."""
    return value | st.builds(
        lambda default, one, tier: per_env(default, {"production": one}, tiers={"test": tier}), value, value, value
    )


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these fields."""
    return st.fixed_dictionaries({}, optional=fields)


def texts(keys: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(keys, PROSE, max_size=2)


_INTEGRATIONS: tuple[tuple[Callable[..., Integration], dict[str, Any], tuple[str, ...]], ...] = (
    (slack, {"channel": "#a"}, ("title", "text", "color", "username")),
    (email, {"to": "a@example.com"}, ("subject", "html", "text")),
    (pagerduty, {"routing_key": SECRET}, ("description", "severity", "client_url")),
    (opsgenie, {"api_key": SECRET}, ("message", "description", "tags")),
    (webhook, {"url": "https://example.com/hook"}, ()),
    (webhook, {"url": SECRET}, ()),
    (msteams, {"webhook_url": SECRET}, ("title", "text")),
    (msteams_connector, {"webhook_url": SECRET}, ("title", "summary", "text")),
    (discord, {"webhook_url": SECRET}, ("title", "message")),
    (telegram, {"chat_id": -100, "bot_token": SECRET}, ("message",)),
    (sns, {"topic_arn": "arn:aws:sns:eu-central-1:1:a", "sigv4": {"region": "eu-central-1"}}, ("subject", "message")),
    (pushover, {"user_key": SECRET, "token": SECRET}, ("title", "message", "sound")),
    (victorops, {"routing_key": "team", "api_key": SECRET}, ("entity_display_name", "state_message")),
    (wechat, {"corp_id": "c", "api_secret": SECRET}, ("to_user", "agent_id", "message")),
    (webex, {"room_id": "r", "credentials": SECRET}, ("message",)),
    (jira, {"project": "OPS", "issue_type": "Bug", "api_url": "https://jira.example.com"}, ("summary", "description")),
    (rocketchat, {"channel": "#a", "token": SECRET, "token_id": SECRET}, ("title", "text")),
)


@st.composite
def integrations(draw: st.DrawFn) -> Integration:
    make, fields, templates = draw(st.sampled_from(_INTEGRATIONS))
    # Notifications know no parameters: a dollar stays one.
    template = WORDS.map(lambda text: text.replace("{{", '{{ "{{" }}'))
    given = draw(some(**dict.fromkeys(templates, varies(template)), send_resolved=st.booleans()))
    made: Integration = make(**fields, **given)
    return made


@st.composite
def metrics(draw: st.DrawFn, prefix: str) -> Any:
    name = f"{prefix}_{draw(st.from_regex(r'[a-z]{1,4}', fullmatch=True))}"
    labels: tuple[Any, ...] = tuple(
        draw(
            st.sampled_from(
                (label, Label(label, values=draw(st.tuples(HOSTILE, HOSTILE))), Label(label, pattern="a.*"))
            )
        )
        for label in draw(st.lists(IDENTIFIERS, max_size=2, unique=True))
    )
    help_ = draw(WORDS)
    return draw(
        st.sampled_from(
            (
                Counter(f"{name}_total", help_, labels=labels),
                Gauge(f"{name}_bytes", help_, unit="bytes", labels=labels),
                Histogram(f"{name}_seconds", help_, labels=labels, buckets=(0.1, 1)),
                Summary(f"{name}_seconds", help_, labels=labels),
                Info(f"{name}_info", help_, labels=labels),
            )
        )
    )


def expression(metric: Any, comparison: str = "> $threshold") -> str:
    """A query on a metric of any type."""
    name = f"{metric.name}_count" if isinstance(metric, Histogram | Summary) else metric.name
    read = f"{name}{{$selector}}"
    grows = isinstance(metric, Counter | Histogram | Summary)
    return f"sum by (job, instance) ({f'rate({read}[15m])' if grows else read}) {comparison}".strip()


@st.composite
def alerts(draw: st.DrawFn, name: str, known: list[Any]) -> Alert:
    fields = draw(
        some(
            for_=varies(DURATIONS),
            keep_firing_for=DURATIONS,
            labels=texts(IDENTIFIERS),
            annotations=texts(IDENTIFIERS),
            summary=varies(PROSE),
            description=PROSE,
            runbook=st.just("https://runbooks.example.com/a"),
        )
    )
    numbers = varies(st.integers(-5, 5) | st.floats(-1e9, 1e9))
    if draw(st.booleans()):
        chosen = draw(st.sets(st.sampled_from(Severity), min_size=1))
        level = st.builds(
            lambda threshold, given: Level(threshold=threshold, **given),
            numbers,
            some(for_=varies(DURATIONS), summary=PROSE, labels=texts(IDENTIFIERS)),
        )
        return Alert(
            name, expr=expression(draw(st.sampled_from(known))), levels={one: draw(level) for one in chosen}, **fields
        )
    return Alert(
        name,
        expr=expression(draw(st.sampled_from(known))),
        severity=draw(varies(st.sampled_from(Severity))),
        threshold=draw(numbers),
        **fields,
    )


@st.composite
def panels(draw: st.DrawFn, number: int, known: list[Any]) -> Any:
    title = f"{number} {draw(SHOWN)}".strip()
    if draw(st.integers(0, 7)) == 0:
        return TextPanel(title, content=draw(WORDS))
    kind = draw(st.sampled_from((TimeSeriesPanel, StatPanel, GaugePanel, BarGaugePanel, TablePanel, HeatmapPanel)))
    # A table shows labels as columns, without a legend; an instant query is one point, which is no curve.
    metric, legend = draw(st.sampled_from(known)), "" if kind is TablePanel else draw(SHOWN_WORDS)
    query = Query(expression(metric, ""), legend, instant=kind in (StatPanel, TablePanel) and draw(st.booleans()))
    fields = draw(
        some(
            description=WORDS,
            unit=st.sampled_from(("s", "percentunit", "reqps")),
            width=st.integers(1, 24),
            height=st.integers(2, 40),
            min=varies(st.just(0.0)),
            max=st.just(10.0),
            decimals=st.integers(0, 3),
        )
    )
    if kind in (StatPanel, GaugePanel, BarGaugePanel, TimeSeriesPanel):
        fields |= draw(some(thresholds=st.just((Threshold(0.5, "yellow"), Threshold(0.9, "red")))))
    return kind(title, (query,), **fields)


@st.composite
def dashboards(draw: st.DrawFn, name: str, known: list[Any]) -> Dashboard:
    rows = tuple(
        Row(
            f"{row} {draw(SHOWN)}".strip(),
            tuple(draw(panels(10 * row + panel, known)) for panel in range(draw(st.integers(1, 3)))),
            collapsed=draw(st.booleans()),
        )
        for row in range(draw(st.integers(1, 2)))
    )
    fields = draw(
        some(
            description=WORDS,
            folder=st.sampled_from(("Shop", "A b")),
            variables=st.just(
                (Variable("instance", query="label_values(up, instance)"), Variable("size", values=("1", "on")))
            ),
            links=SHOWN_WORDS.map(lambda text: (Link(text, "https://example.com"),)),
            tags=st.lists(WORDS, max_size=2, unique=True).map(tuple),
        )
    )
    return Dashboard(name, title=f"{name} {draw(WORDS)}", rows=rows, **fields)


@st.composite
def services(draw: st.DrawFn, name: str, teams: list[Team], *, traced: bool) -> Service:
    tracings = st.builds(
        ServiceTracing,
        attributes=texts(IDENTIFIERS),
        sampler=st.sampled_from(("sdk", "remote")),
        sampling=varies(RATIOS),
    )
    prefix = f"m_{name.replace('-', '_')}"
    known = draw(st.lists(metrics(prefix), min_size=1, max_size=3, unique_by=lambda metric: metric.name))
    listed = [draw(alerts(f"Alert{number}", known)) for number in range(draw(st.integers(0, 3)))]
    boards = tuple(draw(dashboards(f"{name}-{number}", known)) for number in range(draw(st.integers(0, 1))))
    records = tuple(
        RecordingRule(
            f"job:{prefix}{number}:sum",
            expr=expression(known[0], ""),
            labels=draw(texts(IDENTIFIERS)),
            description=draw(WORDS),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    groups: tuple[Group, ...] = ()
    if len(listed) > 1:
        groups = (Group("own", rules=(listed.pop(),), interval=draw(DURATIONS), limit=draw(st.integers(0, 3))),)
    job = ScrapeJob(
        name,
        discovery=draw(
            st.sampled_from(
                ((Static(),), (Static(("a:1", "b:2"), labels={"x_rack": "on"}), FileDiscovery(("/x/*.yml",))))
            )
        ),
        metric_relabel=draw(st.sampled_from(((), (Relabel(action="labeldrop", regex="tmp_.*"),)))),
        **draw(
            some(interval=varies(st.just("1m")), timeout=st.just("5s"), path=st.just("/m"), sample_limit=st.just(9))
        ),
    )
    probes = (
        (HttpProbe(f"{name}-http", targets=("https://example.com/012",), labels=draw(texts(IDENTIFIERS))),),
        (TcpProbe(f"{name}-tcp", targets=("db:5432",), timeout="2s"),),
        (),
    )
    return Service(
        name,
        team=draw(st.sampled_from(teams)),
        description=draw(WORDS),
        jobs=(job,),
        probes=draw(st.sampled_from(probes)),
        metrics=tuple(known),
        alerts=tuple(listed),
        groups=groups,
        recording_rules=records,
        dashboards=boards,
        tracing=draw(tracings) if traced else None,
    )


@st.composite
def routings(draw: st.DrawFn) -> Routing:
    hours = TimeInterval("hours", times=("09:00-17:00",), weekdays=("monday:friday",), location="Europe/Berlin")
    routes = tuple(
        Route(
            Receiver(f"own-{number}", integrations=tuple(draw(st.lists(integrations(), max_size=2)))),
            matchers={draw(IDENTIFIERS): draw(WORDS)},
            continue_=draw(st.booleans()),
            **draw(some(mute=st.just((hours,)), group_by=st.just(("...",)), repeat_interval=varies(DURATIONS))),
        )
        for number in range(draw(st.integers(0, 2)))
    )
    inhibit = Inhibit(source={"severity": "critical"}, target=('x_a=~"b.*"', "x_c!=d"), equal=("job",), why=draw(WORDS))
    template = NotificationTemplate("own", text='{{ define "own" }}' + draw(WORDS).replace("{{", "") + "{{ end }}")
    return Routing(
        default=draw(integrations()),
        routes=routes,
        inhibit=draw(st.sampled_from(((), (inhibit,)))),
        templates=draw(st.sampled_from(((), (template,)))),
        **draw(some(group_wait=varies(DURATIONS), group_interval=DURATIONS)),
    )


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project of one to three services in two environments, which is right by construction."""
    quiet = st.sampled_from(_INTEGRATIONS[:2] + _INTEGRATIONS[4:10])
    teams = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True)):
        make, fields, _ = draw(quiet)
        notify, page = make(**fields), draw(integrations())
        teams.append(Team(f"t-{name}", page=per_env(notify, tiers={"production": page}), notify=notify))
    traced = draw(st.booleans())
    names = draw(st.lists(NAMES.map(lambda name: f"s-{name}"), min_size=1, max_size=3, unique=True))
    listed = tuple(draw(services(name, teams, traced=traced)) for name in names)
    production = Environment(
        "production",
        tier="production",
        versions=Versions(prometheus=draw(st.sampled_from(("3.5", "3.11"))), alertmanager="0.33"),
        addresses={
            **dict.fromkeys(names, draw(st.just(("a:80",)) | st.just(("a:80", "b:1")))),
            "alertmanager": "alertmanager:9093",
            "blackbox-exporter": "blackbox-exporter:9115",
            "jaeger-query": "jaeger:16686",
            "jaeger-otlp": "jaeger:4318",
        },
        urls={
            system: f"https://{system}.example.com" for system in ("prometheus", "alertmanager", "grafana", "jaeger")
        },
        external_labels=draw(st.dictionaries(st.just("x_region"), WORDS, max_size=1)),
        retention=Retention(metrics="30d", **draw(some(metrics_size=st.just("10GB")))),
        sampling=draw(st.floats(0, 1)),
        notifications=Notifications(
            slack_api_url=SECRET,
            smtp=Smtp(smarthost="smtp:25", from_="a@example.com", username="a", password=SECRET),
            rocketchat_api_url="https://chat.example.com",
        ),
        remote_write=draw(
            st.sampled_from(((), (RemoteWrite("far", url="https://far.example.com", headers={"X-A": "012"}),)))
        ),
    )
    staging = production.derive("staging", tier="test", inherit=("addresses", "notifications", "urls"))
    return Project(
        draw(NAMES),
        services=listed,
        environments=(production, staging),
        routing=draw(routings()),
        prometheus=Prometheus(
            scrape_interval="1m", **draw(some(sample_limit=st.just(1000), evaluation_interval=varies(DURATIONS)))
        ),
        tracing=Tracing() if traced else None,
        rule_files=draw(st.sampled_from(("together", "per-service"))),
        compose=draw(st.booleans()),
    )
