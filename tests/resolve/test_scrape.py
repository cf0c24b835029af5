"""Jobs, probes, the server, the environment and tracing: defaults filled in, durations in milliseconds, sizes in bytes."""

from __future__ import annotations

from typing import Any

import pytest

from o11ygen import (
    AlertmanagerEndpoint,
    BasicAuth,
    External,
    Gauge,
    HttpDiscovery,
    HttpProbe,
    MemoryStorage,
    Notifications,
    Prometheus,
    Relabel,
    RemoteWrite,
    Retention,
    ScrapeJob,
    Secret,
    ServiceTracing,
    Smtp,
    Static,
    TcpProbe,
    Team,
    Tls,
    Tracing,
    allow,
    disable,
    drop_label,
    override,
    per_env,
    slack,
)
from o11ygen.resolve import index, resolve
from o11ygen.resolved import Job, SecretRef
from tests.resolve.stage import REQUESTS, TEAM, make_environment, make_project, make_service, resolved, stack_of

SERVER = Prometheus(scrape_interval="30s", scrape_timeout="10s")
URLS = {name: f"https://ops.example.com/{name}/" for name in ("prometheus", "alertmanager", "grafana", "jaeger")}


def job_of(job: ScrapeJob, **fields: Any) -> Job:
    return stack_of(make_project(make_service(jobs=(job,)), prometheus=SERVER, **fields)).jobs[0]


@pytest.mark.parametrize(
    ("given", "interval", "timeout", "own"),
    [
        ({}, 30_000, 10_000, (False, False)),
        ({"interval": "5s"}, 5_000, 5_000, (True, False)),
        ({"interval": "1m", "timeout": "20s"}, 60_000, 20_000, (True, True)),
        ({"timeout": "1m"}, 30_000, 60_000, (False, True)),
        ({"interval": per_env("1m")}, 60_000, 10_000, (True, False)),
    ],
)
def test_intervals_and_timeouts(given: dict[str, Any], interval: int, timeout: int, own: tuple[bool, bool]) -> None:
    """A timeout that nobody gave is never longer than the interval: Prometheus would refuse the file."""
    job = job_of(ScrapeJob("app", **given))
    assert (job.interval_ms, job.timeout_ms, (job.own_interval, job.own_timeout)) == (interval, timeout, own)


def test_targets_come_from_the_environment() -> None:
    environment = make_environment(addresses={"app": ("a:1", "b:2"), "alertmanager": "am:1"})
    job = job_of(
        ScrapeJob("app", discovery=(Static(labels={"x": per_env("1", {"production": "2"})}),)),
        environments=(environment,),
    )
    assert dict(job.discovery[0].settings) == {"labels": {"x": "2"}, "targets": ("a:1", "b:2")}
    assert job.target_labels == ("x",)
    assert dict(job_of(ScrapeJob("app", discovery=(Static(("c:3",)),))).discovery[0].settings) == {"targets": ("c:3",)}


@pytest.mark.parametrize("target", ["a:0", "a:65536", "a b:1", "a:x", "::1:90", "[::1", "a:b:1"])
def test_a_target_that_cant_be_called(target: str) -> None:
    jobs = (
        ScrapeJob("app", discovery=(Static((target,)),)),
        # Relabeling may make an address of anything.
        ScrapeJob("made", discovery=(Static((target,)),), relabel=(drop_label("x"),)),
    )
    _, findings = resolved(make_project(make_service(jobs=jobs)))
    assert [one.message for one in findings] == [
        f"scrape job app: the target `{target}` is not `host:port`, so no scrape of it succeeds"
    ]


@pytest.mark.parametrize("target", ["a:1", "a", "10.0.0.1:9100", "[::1]:90", "[fe80::1%eth0]:90", "a_b.c-d:65535"])
def test_a_target_that_can(target: str) -> None:
    assert job_of(ScrapeJob("app", discovery=(Static((target,)),))).discovery[0].settings["targets"] == (target,)


class TestTlsWithoutHttps:
    TLS = Tls(ca_file="/run/secrets/ca.pem")
    SAID = (
        "`tls` is given and `scheme` is `http`, so the certificates are never looked at, and what is sent can be read "
        "on the way"
    )

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({}, True),
            ({"scheme": "https"}, False),
            ({"relabel": (Relabel(target_label="__scheme__", replacement="https"),)}, False),
            ({"relabel": (drop_label("x"),)}, True),
        ],
    )
    def test_a_job(self, fields: dict[str, Any], told: bool) -> None:
        _, findings = resolved(make_project(make_service(jobs=(ScrapeJob("app", tls=self.TLS, **fields),))))
        assert [one.message for one in findings] == [f"scrape job app: {self.SAID}"] * told

    def test_an_alertmanager(self) -> None:
        server = Prometheus(alertmanagers=(AlertmanagerEndpoint(tls=self.TLS),))
        _, findings = resolved(make_project(make_service(), prometheus=server))
        assert [one.message for one in findings] == [f"Alertmanager endpoint alertmanager: {self.SAID}"]

    @pytest.mark.parametrize(("url", "told"), [("http://x/targets", True), ("https://x/targets", False)])
    def test_a_url(self, url: str, told: bool) -> None:
        job = ScrapeJob("app", discovery=(HttpDiscovery(url, tls=self.TLS),))
        written = RemoteWrite("far", url=url, tls=self.TLS)
        environment = make_environment(remote_write=(written,))
        _, findings = resolved(make_project(make_service(jobs=(job,)), environments=(environment,)))
        said = self.SAID.replace("`scheme` is `http`", "`url` begins with `http://`")
        assert (
            sorted(one.message for one in findings) == [f"remote write far: {said}", f"scrape job app: {said}"] * told
        )


class TestServersBelowAPath:
    """They answer below the path of their URL and nowhere else: the API that alerts are sent to, and their metrics."""

    @pytest.mark.parametrize(
        ("name", "fields", "path"),
        [
            ("prometheus", {}, "/prometheus/metrics"),
            ("alertmanager", {}, "/alertmanager/metrics"),
            ("grafana", {}, "/grafana/metrics"),
            # Jaeger's have a port of their own, and what is given is meant.
            ("jaeger", {}, "/metrics"),
            ("app", {}, "/metrics"),
            ("prometheus", {"path": "/metrics"}, "/metrics"),
        ],
    )
    def test_metrics(self, name: str, fields: dict[str, Any], path: str) -> None:
        addresses = {"alertmanager": "am:1", name: "x:1"}
        environment = make_environment(addresses=addresses, urls=URLS)
        assert job_of(ScrapeJob(name, **fields), environments=(environment,)).path == path

    @pytest.mark.parametrize(
        ("endpoint", "prefix"),
        [
            (AlertmanagerEndpoint(), "/alertmanager"),
            (AlertmanagerEndpoint(path_prefix="/"), "/"),
            (AlertmanagerEndpoint("central", discovery=(Static(("c:1",)),)), ""),
        ],
    )
    def test_alerts(self, endpoint: AlertmanagerEndpoint, prefix: str) -> None:
        environment = make_environment(urls=URLS)
        project = make_project(
            make_service(), prometheus=Prometheus(alertmanagers=(endpoint,)), environments=(environment,)
        )
        (found,) = stack_of(project).prometheus.alertmanagers
        assert found.path_prefix == prefix

    def test_each_environment_has_its_own(self) -> None:
        addresses = {"alertmanager": "am:1", "prometheus": "p:1"}
        environments = tuple(
            make_environment(name, addresses=addresses, urls={"prometheus": f"https://ops.example.com{path}"})
            for name, path in (("production", "/p"), ("staging", ""))
        )
        job = ScrapeJob("prometheus", discovery=(Static(("p:1",)),))
        project = make_project(make_service(jobs=(job,)), environments=environments)
        known = index(project)
        found = [resolve(project, one, known, spec="specs").stack for one in project.environments]
        assert [stack.jobs[0].path for stack in found if stack] == ["/p/metrics", "/metrics"]


@pytest.mark.parametrize("kind", [ScrapeJob, HttpProbe])
def test_a_thing_without_targets_is_told_and_left_out(kind: Any) -> None:
    thing = kind("ap")
    where = {"jobs": (thing,)} if kind is ScrapeJob else {"jobs": (), "probes": (thing,)}
    stack, findings = resolved(make_project(make_service(**where)))
    assert stack is not None
    assert (stack.jobs, stack.probes) == ((), ())
    assert [(one.message, one.hint) for one in findings] == [
        (f"{thing.label} has no targets: the environment knows no address of `ap`", 'Did you mean "app"?')
    ]


def test_secrets_are_references() -> None:
    auth = BasicAuth(username="a", password=Secret.file("/run/secrets/b"))
    connection = job_of(ScrapeJob("app", basic_auth=auth, scheme="https")).connection
    password = connection.basic_auth["password"]
    assert isinstance(password, SecretRef)
    assert (connection.scheme, connection.basic_auth["username"], password.reference) == (
        "https",
        "a",
        "/run/secrets/b",
    )


def test_only_limits_that_limit() -> None:
    job = job_of(ScrapeJob("app", sample_limit=5, body_size_limit="1MB"))
    assert dict(job.limits) == {"sample_limit": 5, "body_size_limit": "1MB"}


class TestMetrics:
    def test_a_job_exposes_the_metrics_of_its_service_unless_it_says_which(self) -> None:
        size = Gauge("size_bytes")
        jobs = (ScrapeJob("app"), ScrapeJob("other", discovery=(Static(("o:1",)),), metrics=(size,)))
        stack = stack_of(make_project(make_service(jobs=jobs, metrics=(REQUESTS, size))))
        assert {metric.name: metric.jobs for metric in stack.metrics} == {
            "requests_total": ("app",),
            "size_bytes": ("app", "other"),
        }

    def test_one_declaration_of_two_services_is_one_metric(self) -> None:
        services = (
            make_service(),
            make_service(name="other", jobs=(ScrapeJob("other", discovery=(Static(("o:1",)),)),)),
        )
        (metric,) = stack_of(make_project(*services)).metrics
        assert metric.jobs == ("app", "other")

    def test_a_probe_that_is_disabled_exposes_nothing(self) -> None:
        probe = HttpProbe("page", targets=("https://example.com",))
        service = make_service(probes=(probe,), metrics=(External("probe_success", kind="gauge"),), jobs=())
        found = [
            stack_of(make_project(service, environments=(make_environment(overrides=changes),))).metrics[0].jobs
            for changes in ((), (disable(probe, why="x"),))
        ]
        assert found == [("page",), ()]

    def test_a_probe_exposes_what_the_exporter_answers_with(self) -> None:
        page = HttpProbe("page", targets=("https://example.com",))
        port = TcpProbe("port", targets=("example.com:22",))
        services = (make_service(probes=(page,)), make_service(name="other", jobs=(), probes=(port,)))
        found = {metric.name: metric for metric in stack_of(make_project(*services)).metrics}
        assert found["probe_success"].jobs == ("page", "port")
        assert (found["probe_success"].external, found["probe_success"].range) == (True, (0, 1))
        assert found["probe_http_status_code"].jobs == ("page",)
        assert found["probe_ssl_earliest_cert_expiry"].jobs == ("page",)
        assert [label.name for label in found["probe_http_duration_seconds"].labels] == ["phase"]

    def test_a_connection_over_tls_shows_a_certificate(self) -> None:
        port = TcpProbe("port", targets=("example.com:465",), tls=True)
        found = {metric.name: metric for metric in stack_of(make_project(make_service(probes=(port,)))).metrics}
        assert found["probe_ssl_earliest_cert_expiry"].jobs == ("port",)
        assert "probe_http_status_code" not in found

    def test_what_a_service_declares_of_its_probes_holds(self) -> None:
        probe = HttpProbe("page", targets=("https://example.com",))
        own = External("probe_success", "As we see it.", kind="gauge")
        service = make_service(probes=(probe,), metrics=(own,), jobs=())
        found = [metric for metric in stack_of(make_project(service)).metrics if metric.name == "probe_success"]
        assert [(metric.help, metric.jobs) for metric in found] == [("As we see it.", ("page",))]


def test_the_environment() -> None:
    environment = make_environment(
        retention=Retention(metrics="1d", metrics_size="1KB", traces="1h"),
        external_labels={"region": "eu"},
        remote_write=(RemoteWrite("far", url="https://far.example.com"),),
        notifications=Notifications(
            slack_api_url=Secret.file("/s"), smtp=Smtp(smarthost="smtp:25", from_="a@example.com", username="b")
        ),
    )
    stack = stack_of(make_project(make_service(), environments=(environment,)))
    kept = stack.environment.retention
    assert (kept.metrics_ms, kept.metrics_bytes, kept.traces_ms, kept.logs_ms) == (86_400_000, 1024, 3_600_000, 0)
    assert stack.environment.external_labels == {"environment": "production", "region": "eu"}
    assert (stack.environment.may_page, str(stack.environment.versions["prometheus"])) == (True, "3.5")
    assert [one.name for one in stack.prometheus.remote_write] == ["far"]
    assert {name: value for name, value in stack.notifications.items() if not isinstance(value, SecretRef)} == {
        "smtp_from": "a@example.com",
        "smtp_smarthost": "smtp:25",
        "smtp_auth_username": "b",
        "resolve_timeout": "5m",
    }


def test_the_label_of_the_environment_is_taken() -> None:
    environment = make_environment(external_labels={"environment": "x"})
    _, findings = resolved(make_project(make_service(), environments=(environment,)))
    assert [one.id for one in findings] == ["spec/taken-name"]


def test_an_alertmanager_that_nobody_knows_is_told() -> None:
    server = Prometheus(alertmanagers=(AlertmanagerEndpoint(), AlertmanagerEndpoint("second")))
    stack, findings = resolved(make_project(make_service(), prometheus=server))
    assert stack is not None
    assert [one.message for one in findings] == [
        "Alertmanager endpoint second has no targets: the environment knows no address of `second`"
    ]


class TestTracing:
    def test_ratios_of_services_and_operations(self) -> None:
        tracing = ServiceTracing(
            sampler="remote", sampling=per_env(0.5), operations={"GET /": 1.0}, attributes={"a": per_env("b")}
        )
        project = make_project(
            make_service(tracing=tracing),
            environments=(make_environment(sampling=0.25),),
            tracing=Tracing(storage=MemoryStorage(max_traces=5), links={"Docs": per_env("https://example.com")}),
        )
        (one,) = stack_of(project).tracing
        (service,) = one.services
        assert (one.storage, dict(one.settings), one.default_ratio) == ("memory", {"max_traces": 5}, 0.25)
        assert one.links == (("Docs", "https://example.com"),)
        assert (service.ratio, dict(service.operations), dict(service.attributes)) == (0.5, {"GET /": 1.0}, {"a": "b"})
        assert one.remote_services == (service,)

    def test_without_a_ratio_that_of_the_environment(self) -> None:
        project = make_project(
            make_service(tracing=ServiceTracing()), environments=(make_environment(sampling=0.25),), tracing=Tracing()
        )
        (one,) = stack_of(project).tracing
        assert (one.services[0].ratio, one.services[0].service_name, one.remote_services) == (0.25, "shop", ())

    def test_an_sdk_knows_no_operations(self) -> None:
        tracing = ServiceTracing(operations={"GET /": 1.0})
        _, findings = resolved(make_project(make_service(tracing=tracing), tracing=Tracing()))
        assert [one.message for one in findings] == [
            "tracing of service shop sets ratios of operations, which the settings of an SDK can't express"
        ]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"prometheus": Prometheus(scrape_interval=per_env("30s", {"development": "15s"}))},
        {"prometheus": per_env(SERVER, {"development": Prometheus(scrape_interval="15s")})},
    ],
)
def test_environments_that_share_are_as_each_alone(fields: dict[str, Any]) -> None:
    depth, size = Gauge("depth", "Depth."), Gauge("size", "Size.")
    fixed = (Static(("a:1",)),)
    shop = make_service(
        jobs=(
            ScrapeJob("app"),
            ScrapeJob("fixed", discovery=fixed),
            ScrapeJob(
                "labelled", discovery=(Static(("a:1",), labels=per_env({"a": "b"}, {"development": {"c": "d"}})),)
            ),
            ScrapeJob("gone", discovery=fixed, metrics=(depth,)),
            ScrapeJob("changed", discovery=fixed, metrics=per_env((REQUESTS,), {"development": (depth,)})),
        ),
        probes=(TcpProbe("app-probe"), TcpProbe("fixed-probe", targets=("a:1",))),
        metrics=(REQUESTS, depth, size),
    )
    till = make_service(
        name="till",
        team=per_env(TEAM, {"development": Team("other", page=slack("#page"), notify=slack("#notify"))}),
        jobs=(ScrapeJob("till", discovery=fixed),),
        metrics=(size,),
    )
    stock = make_service(name="stock", jobs=(ScrapeJob("stock", discovery=fixed),), metrics=(Gauge("stock", "Stock."),))
    production = make_environment(addresses={"app": "a:1", "app-probe": "a:2", "alertmanager": "am:9093"})
    development = make_environment(
        "development",
        addresses={"app": "b:1", "app-probe": "b:2", "alertmanager": "am:9093"},
        overrides=(disable("shop.gone", why="a test"), override("shop.fixed", interval="5s")),
    )
    staging = production.derive(
        "staging", tier="staging", inherit=("addresses",), allow=allow("scrape/interval", why="a test")
    )
    environments = (production, development, staging)
    project = make_project(shop, till, stock, environments=environments, **fields)
    known = index(project)
    for environment in environments:
        together, alone = (resolve(project, environment, one, spec="specs").stack for one in (known, index(project)))
        assert together is not None
        assert alone is not None
        assert (together.metrics, together.jobs, together.probes) == (alone.metrics, alone.jobs, alone.probes)
