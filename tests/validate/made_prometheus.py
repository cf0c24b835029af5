"""prometheus.yml and rule files as people write them, and as they get them wrong."""

from __future__ import annotations

from typing import Any

from tests.validate.made import Make, Maker, Map, mapping, part, raws, several, texts

BOOLEAN = raws("true", "false", wrong=("maybe", "1", "'true'", "on"))
DURATION = raws(
    "15s", "1m", "5m", "1h30m", "0", "0s", "10s", "1d12h", "2w", wrong=("1.5m", "60", "12h1d", "-1m", "1M", "")
)
COUNT = raws("0", "1", "5", "1000", wrong=("-1", "1.5", "many", "1e3", "99999999999999999999"))
WHOLE = raws("0", "1", "-3", "10", wrong=("1.5", "x"))
NUMBER = raws("0", "0.5", "1", "1.1", "3", "-1", wrong=("x", "'1'"))
SIZE = raws("0", "10MB", "1GB", "512KB", "1.5GB", wrong=("10", "1XB", "MB"))
# Without one, the programs ask the cloud that they may run in.
REGION = texts("eu-central-1", "api", "x:y")
TEXT = texts("a", "api", "text with blanks", "ünï", "x:y", wrong=("", " ", "\x7f"))
FILE = texts("secret.txt", "/etc/secret", "certs/a.pem")
LABEL = texts("job", "env", "__tmp_x", "team", "a_b", wrong=("a-b", "1a", "", "ü", "__name__", "a.b", "http.x"))
URL = texts(
    "http://h:80/x",
    "https://a.example/b?c=d",
    wrong=(
        "h:80",
        "://x",
        "http://[::1",
        "http://a b/",
        "ftp://a/x",
        "",
        "http://",
        "%zz",
        "http://h/%zz",
        "/path",
        "http://h:x/",
        "http://h:",
        "http://a:b@h",
        "http://é/",
        "//h",
    ),
)
REGEX = texts(
    "(.*)",
    "a|b",
    "[a-z]+",
    "x{2,3}",
    "(?i)a",
    "(?P<n>a)$",
    wrong=("(", "a{1001}", "(?=a)", r"\1", "[z-a]", "*", "a**", r"\pN", r"\Q", "(?<n>a)", "a++", r"\p{Foo}", "x{3,2}"),
)
ADDRESS = texts("a:9090", "localhost:1", "h", "[::1]:9", "a.b.c:80", wrong=("http://a:1", "a/b", "", "a:b", "a:99999"))
ACTION = texts(
    "replace",
    "keep",
    "drop",
    "hashmod",
    "labelmap",
    "labeldrop",
    "labelkeep",
    "lowercase",
    "uppercase",
    "keepequal",
    "dropequal",
    "KEEP",
    "Replace",
    wrong=("", "keeep", "labelMap", "set", "keepequals"),
)
UUID = texts("11111111-1111-1111-1111-111111111111", wrong=("11111111", "", "abc"))
TLS_VERSION = texts("TLS12", "TLS13", "TLS10", wrong=("1.2", "tls12", "TLS14", ""))

TLS: dict[str, Make] = {
    "ca_file": FILE, "cert_file": FILE, "key_file": FILE, "server_name": TEXT, "insecure_skip_verify": BOOLEAN,
    "min_version": TLS_VERSION, "max_version": TLS_VERSION, "ca": TEXT, "cert": TEXT, "key": TEXT,
}  # fmt: skip
BASIC: dict[str, Make] = {
    "username": TEXT, "password": TEXT, "password_file": FILE, "username_file": FILE, "username_ref": TEXT,
}  # fmt: skip
AUTHORIZATION: dict[str, Make] = {
    "type": texts("Bearer", "Token", wrong=("Basic", "basic", "")), "credentials": TEXT, "credentials_file": FILE,
}  # fmt: skip
OAUTH2: dict[str, Make] = {
    "client_id": TEXT, "client_secret": TEXT, "client_secret_file": FILE, "token_url": URL, "scopes": several(TEXT),
    "endpoint_params": mapping(TEXT, TEXT), "tls_config": part(TLS), "proxy_url": URL, "grant_type": TEXT,
}  # fmt: skip
CLIENT: dict[str, Make] = {
    "basic_auth": part(BASIC, "username"), "authorization": part(AUTHORIZATION),
    "oauth2": part(OAUTH2, "client_id", "token_url"), "tls_config": part(TLS), "follow_redirects": BOOLEAN,
    "enable_http2": BOOLEAN, "bearer_token": TEXT, "bearer_token_file": FILE, "proxy_url": URL, "no_proxy": TEXT,
    "proxy_from_environment": BOOLEAN, "proxy_connect_header": mapping(TEXT, several(TEXT)),
    "http_headers": mapping(
        texts("X-A", "x-b", wrong=("Authorization", "host", "X-Amz-Date")),
        part({"values": several(TEXT), "secrets": several(TEXT), "files": several(FILE)}),
    ),
}  # fmt: skip
RELABEL: dict[str, Make] = {
    "source_labels": several(LABEL), "separator": TEXT, "regex": REGEX, "modulus": COUNT,
    "target_label": texts("env", "${1}", "a_$1", "$1", "x", wrong=("", "a-b", "1x", "${1", "a.b", "$")),
    "replacement": texts("$1", "${1}:80", "x", "", "a-b", "$name"), "action": ACTION,
}  # fmt: skip


def relabeling(maker: Maker) -> Any:
    """A step with the fields that its action asks for; now and then it lacks one or has another's."""
    action = str(ACTION(maker))
    needed: tuple[str, ...] = ("action",)
    kind = action.lower()
    if kind in ("replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"):
        needed = ("action", "source_labels", "target_label")
    elif kind in ("keep", "drop"):
        needed = ("action", "source_labels", "regex")
    elif kind.startswith("label"):
        needed = ("action", "regex")
    if kind == "hashmod":
        needed = (*needed, "modulus")
    made = maker.part({**RELABEL, "action": lambda _: action}, *needed, most=2 if maker.once_in(4) else 0)
    return Map(pair for pair in made if pair[0] != "action" or action != "replace" or maker.once_in(2))


STEPS = several(relabeling, 2)
STATIC: Make = part({"targets": several(ADDRESS), "labels": mapping(LABEL, TEXT)}, "targets", most=1)
DNS: dict[str, Make] = {
    "names": several(TEXT, 2, 1), "refresh_interval": DURATION, "port": WHOLE,
    "type": texts("A", "SRV", "AAAA", "MX", "NS", "a", wrong=("TXT", "")),
}  # fmt: skip
FILE_SD: dict[str, Make] = {
    "files": several(texts("t.json", "d/*.yml", "x.yaml", wrong=("a.txt", "*/x.yml", "", "a*.json.x")), 2, 1),
    "refresh_interval": DURATION,
}
HTTP_SD: dict[str, Make] = {"url": URL, "refresh_interval": DURATION, **CLIENT}
DOCKER: dict[str, Make] = {
    "host": texts("unix:///var/run/docker.sock", "tcp://a:1", "http://a:1", wrong=("", "::")), "port": WHOLE,
    "refresh_interval": DURATION, "host_networking_host": TEXT, "match_first_network": BOOLEAN,
    "filters": several(part({"name": TEXT, "values": several(TEXT, 2, 1)}, "name", "values")), **CLIENT,
}  # fmt: skip
ROLE = texts("roles", "containers", wrong=("", "x"))
SD: dict[str, Make] = {
    "dns_sd_configs": several(part(DNS, "names")),
    "file_sd_configs": several(part(FILE_SD, "files")),
    "http_sd_configs": several(part(HTTP_SD, "url")),
    "docker_sd_configs": several(part(DOCKER, "host")),
    "dockerswarm_sd_configs": several(
        part({**DOCKER, "role": texts("services", "tasks", "nodes", wrong=("", "x"))}, "host", "role")
    ),
    "ec2_sd_configs": several(
        part({"region": REGION, "access_key": TEXT, "secret_key": TEXT, "port": WHOLE, "refresh_interval": DURATION,
              "filters": several(part({"name": TEXT, "values": several(TEXT)}, "name", "values")),
              "endpoint": TEXT, "profile": TEXT, "role_arn": TEXT}, "region")
    ),
    "gce_sd_configs": several(
        part({"project": TEXT, "zone": TEXT, "filter": TEXT, "refresh_interval": DURATION, "port": WHOLE,
              "tag_separator": TEXT}, "project", "zone")
    ),
    "eureka_sd_configs": several(part({"server": URL, "refresh_interval": DURATION, **CLIENT}, "server")),
    "hetzner_sd_configs": several(
        part({"role": texts("robot", "hcloud", wrong=("", "x")), "port": WHOLE, "refresh_interval": DURATION, **CLIENT},
             "role")
    ),
    "digitalocean_sd_configs": several(part({"port": WHOLE, "refresh_interval": DURATION, **CLIENT})),
    "marathon_sd_configs": several(
        part({"servers": several(URL, 2, 1), "auth_token": TEXT, "auth_token_file": FILE, "refresh_interval": DURATION,
              **CLIENT}, "servers")
    ),
    "serverset_sd_configs": several(
        part({"servers": several(TEXT, 2, 1), "paths": several(texts("/a", wrong=("a", "")), 2, 1),
              "timeout": DURATION}, "servers", "paths")
    ),
    "nerve_sd_configs": several(
        part({"servers": several(TEXT, 2, 1), "paths": several(texts("/a", wrong=("a", "")), 2, 1),
              "timeout": DURATION}, "servers", "paths")
    ),
    "triton_sd_configs": several(
        part({"account": TEXT, "dns_suffix": TEXT, "endpoint": TEXT, "groups": several(TEXT), "port": WHOLE,
              "refresh_interval": DURATION, "version": WHOLE, "role": texts("container", "cn", wrong=("x", "")),
              "tls_config": part(TLS)}, "account", "dns_suffix", "endpoint")
    ),
    "puppetdb_sd_configs": several(
        part({"url": URL, "query": TEXT, "include_parameters": BOOLEAN, "refresh_interval": DURATION, "port": WHOLE,
              **CLIENT}, "url", "query")
    ),
    "scaleway_sd_configs": several(
        part({"role": texts("instance", "baremetal", wrong=("", "x")), "project_id": UUID,
              "access_key": texts("SCW0123456789ABCDEFG", wrong=("SCW", "scw0123456789abcdefg", "")), "secret_key": UUID,
              "secret_key_file": FILE, "port": WHOLE, "zone": texts("fr-par-1", "nl-ams-2", wrong=("x", "")),
              "api_url": URL,
              "name_filter": TEXT, "tags_filter": several(TEXT), "refresh_interval": DURATION},
             "role", "project_id", "access_key", "secret_key")
    ),
    "uyuni_sd_configs": several(
        part({"server": URL, "username": TEXT, "password": TEXT, "entitlement": TEXT, "separator": TEXT,
              "refresh_interval": DURATION}, "server", "username", "password")
    ),
    "ionos_sd_configs": several(part({"datacenter_id": TEXT, "port": WHOLE, **CLIENT}, "datacenter_id")),
    "vultr_sd_configs": several(part({"port": WHOLE, "refresh_interval": DURATION, **CLIENT})),
    "ovhcloud_sd_configs": several(
        part({"application_key": TEXT, "application_secret": TEXT, "consumer_key": TEXT, "refresh_interval": DURATION,
              "service": texts("vps", "dedicated_server", wrong=("", "x")), "endpoint": texts("ovh-eu", wrong=("x",))},
             "application_key", "application_secret", "consumer_key", "service")
    ),
    "lightsail_sd_configs": several(
        part({"region": REGION, "access_key": TEXT, "secret_key": TEXT, "port": WHOLE, "refresh_interval": DURATION},
             "region")
    ),
}  # fmt: skip
# Distributions build promtool without some of these; a test asks the program first.
OPTIONAL_SD: dict[str, Make] = {
    "kubernetes_sd_configs": several(
        part({"role": texts("pod", "node", "service", "endpoints", "endpointslice", "ingress", wrong=("", "pods", "Pod")),
              "api_server": URL, "kubeconfig_file": FILE,
              "namespaces": part({"names": several(TEXT), "own_namespace": BOOLEAN}),
              "selectors": several(
                  part({"role": texts("pod", "service", "node", wrong=("x", "")), "field": texts("a=b", wrong=("a", "=b,")),
                        "label": texts("a=b", "a in (b,c)", "!a", wrong=("a in b", "a==,", "a=b c"))}, "role")),
              "attach_metadata": part({"node": BOOLEAN}), **CLIENT}, "role")
    ),
    "consul_sd_configs": several(
        part({"server": TEXT, "token": TEXT, "datacenter": TEXT, "scheme": TEXT, "username": TEXT, "password": TEXT,
              "services": several(TEXT), "tags": several(TEXT), "tag_separator": TEXT, "refresh_interval": DURATION,
              "allow_stale": BOOLEAN, "node_meta": mapping(TEXT, TEXT), **CLIENT}, "server")
    ),
    "azure_sd_configs": several(
        part({"subscription_id": TEXT, "tenant_id": TEXT, "client_id": TEXT, "client_secret": TEXT, "port": WHOLE,
              "authentication_method": texts("OAuth", "ManagedIdentity", wrong=("x", "oauth")), "environment": TEXT,
              "resource_group": TEXT, "refresh_interval": DURATION},
             "subscription_id", "tenant_id", "client_id", "client_secret")
    ),
    "openstack_sd_configs": several(
        part({"role": texts("instance", "hypervisor", wrong=("", "x")), "region": TEXT, "identity_endpoint": URL,
              "username": TEXT, "password": TEXT, "domain_name": TEXT, "refresh_interval": DURATION, "port": WHOLE,
              "availability": texts("public", "admin", "internal", wrong=("x", "")), "all_tenants": BOOLEAN,
              "tls_config": part(TLS)}, "role", "region")
    ),
    "linode_sd_configs": several(
        part({"port": WHOLE, "tag_separator": TEXT, "refresh_interval": DURATION, **CLIENT})
    ),
    "nomad_sd_configs": several(
        part({"server": TEXT, "region": TEXT, "namespace": TEXT, "tag_separator": TEXT, "allow_stale": BOOLEAN,
              **CLIENT}, "server")
    ),
    "kuma_sd_configs": several(part({"server": URL, "refresh_interval": DURATION, "fetch_timeout": DURATION, **CLIENT},
                                    "server")),
}  # fmt: skip
_LIMITS = "sample_limit target_limit label_limit label_name_length_limit label_value_length_limit keep_dropped_targets"
LIMITS: dict[str, Make] = dict.fromkeys((*_LIMITS.split(), "native_histogram_bucket_limit"), COUNT)
SCRAPED: dict[str, Make] = {
    "scrape_interval": DURATION, "scrape_timeout": DURATION, "body_size_limit": SIZE, **LIMITS,
    "scrape_protocols": several(
        texts("OpenMetricsText1.0.0", "PrometheusText0.0.4", "PrometheusProto", "OpenMetricsText0.0.1",
              "PrometheusText1.0.0", wrong=("prometheusproto", "x", "")), 3, 1),
    "metric_name_validation_scheme": texts("utf8", "legacy", wrong=("utf-8", "")),
    "metric_name_escaping_scheme": texts("allow-utf-8", "underscores", "dots", "values", wrong=("x", "")),
    "always_scrape_classic_histograms": BOOLEAN, "convert_classic_histograms_to_nhcb": BOOLEAN,
}  # fmt: skip
JOB: dict[str, Make] = {
    "job_name": texts("a", "b", "c", "d", "e", "f", "g h", wrong=("",)), "honor_labels": BOOLEAN,
    "honor_timestamps": BOOLEAN, "metrics_path": texts("/metrics", "/m", "m"), "scheme": texts("http", "https", "ftp"),
    "params": mapping(TEXT, several(TEXT)), "static_configs": several(STATIC, 2), "relabel_configs": STEPS,
    "metric_relabel_configs": STEPS, "enable_compression": BOOLEAN, "track_timestamps_staleness": BOOLEAN,
    "scrape_classic_histograms": BOOLEAN, "native_histogram_min_bucket_factor": NUMBER,
    "fallback_scrape_protocol": texts("PrometheusText0.0.4", wrong=("x", "")), "scrape_failure_log_file": FILE,
    **SCRAPED, **CLIENT, **SD,
}  # fmt: skip
REMOTE: dict[str, Make] = {
    "url": URL, "name": texts("one", "two", "three", ""), "remote_timeout": DURATION,
    "headers": mapping(texts("X-A", "x-scope", wrong=("Authorization", "host", "X-Amz-Date")), TEXT), **CLIENT,
}  # fmt: skip
SIGV4: dict[str, Make] = {
    "region": REGION, "access_key": TEXT, "secret_key": TEXT, "profile": TEXT, "role_arn": TEXT,
}  # fmt: skip
WRITE: dict[str, Make] = {
    **REMOTE, "write_relabel_configs": STEPS, "send_exemplars": BOOLEAN, "send_native_histograms": BOOLEAN,
    "queue_config": part({"capacity": WHOLE, "max_shards": WHOLE, "min_shards": WHOLE, "max_samples_per_send": WHOLE,
                          "batch_send_deadline": DURATION, "min_backoff": DURATION, "max_backoff": DURATION,
                          "retry_on_http_429": BOOLEAN, "sample_age_limit": DURATION}),
    "metadata_config": part({"send": BOOLEAN, "send_interval": DURATION, "max_samples_per_send": WHOLE}),
    "sigv4": part(SIGV4),
    "azuread": part({"cloud": texts("AzurePublic", "AzureChina", wrong=("x", "")),
                     "managed_identity": part({"client_id": texts("11111111-1111-1111-1111-111111111111",
                                                                  wrong=("x", ""))}, "client_id"),
                     "oauth": part({"client_id": texts("11111111-1111-1111-1111-111111111111", wrong=("x",)),
                                    "client_secret": TEXT,
                                    "tenant_id": texts("11111111-1111-1111-1111-111111111111", "abc", wrong=("x y", "")),
                                    }, "client_id", "client_secret", "tenant_id")}, most=2),
    "protobuf_message": texts("prometheus.WriteRequest", "io.prometheus.write.v2.Request", wrong=("x", "")),
}  # fmt: skip
READ: dict[str, Make] = {
    **REMOTE, "read_recent": BOOLEAN, "required_matchers": mapping(LABEL, TEXT), "filter_external_labels": BOOLEAN,
    "chunked_read_limit": COUNT,
}  # fmt: skip
ALERTMANAGER: dict[str, Make] = {
    "scheme": texts("http", "https", "ftp"), "path_prefix": texts("/am", "am"), "timeout": DURATION,
    "api_version": texts("v2", wrong=("v1", "v3", "")), "relabel_configs": STEPS, "alert_relabel_configs": STEPS,
    "static_configs": several(STATIC, 2), "sigv4": part(SIGV4), **CLIENT, **SD,
}  # fmt: skip
TOP: dict[str, Make] = {
    "global": part({
        **SCRAPED, "evaluation_interval": DURATION, "rule_query_offset": DURATION, "query_log_file": FILE,
        "external_labels": mapping(LABEL, TEXT), "scrape_failure_log_file": FILE,
    }),
    "rule_files": several(texts("rules/*.yml", "a.yml", "", wrong=("*/a.yml", "a*/b"))),
    "scrape_config_files": several(texts("s/*.yml", "a.yml", wrong=("*/a.yml",))),
    "scrape_configs": several(part(JOB, "job_name", most=5), 3),
    "alerting": part({"alert_relabel_configs": STEPS, "alertmanagers": several(part(ALERTMANAGER), 2)}),
    "remote_write": several(part(WRITE, "url"), 2),
    "remote_read": several(part(READ, "url"), 2),
    "runtime": part({"gogc": WHOLE}),
    "storage": part({"tsdb": part({"out_of_order_time_window": DURATION}),
                     "exemplars": part({"max_exemplars": WHOLE})}),
    "tracing": part({
        "client_type": texts("grpc", "http", wrong=("x", "")), "endpoint": TEXT, "sampling_fraction": NUMBER,
        "insecure": BOOLEAN, "tls_config": part(TLS), "compression": texts("gzip", wrong=("zstd", "")),
        "timeout": DURATION, "headers": mapping(texts("X-A", wrong=("Authorization", "host")), TEXT),
    }, "endpoint"),
    "otlp": part({
        "promote_resource_attributes": several(TEXT), "keep_identifying_resource_attributes": BOOLEAN,
        "convert_histograms_to_nhcb": BOOLEAN, "promote_all_resource_attributes": BOOLEAN,
        "ignore_resource_attributes": several(TEXT),
        "translation_strategy": texts("UnderscoreEscapingWithSuffixes", "NoUTF8EscapingWithSuffixes", "NoTranslation",
                                      wrong=("x", "")),
    }),
}  # fmt: skip


def prometheus(maker: Maker, *, discoveries: frozenset[str] = frozenset()) -> Any:
    """A prometheus.yml; `discoveries` are those optional kinds of service discovery that the program knows."""
    found = maker.part(TOP, most=3)
    if discoveries and maker.once_in(3):
        name = maker.one(sorted(discoveries))
        found = Map(pair for pair in found if pair[0] != "scrape_configs")
        found.append(("scrape_configs", [Map([("job_name", "a"), (name, OPTIONAL_SD[name](maker))])]))
    return found


EXPRESSION = texts(
    "up == 0", "sum by (job) (rate(x[5m])) > 1", "vector(1)", "1", "x", "x[5m]", '"a"', "absent(up)", "x offset 5m",
    'up{job="a", env=~"b|c"}', "histogram_quantile(0.9, rate(x_bucket[5m]))", "a and on (b) c", "x > bool 1", "-x",
    "x @ end()", "max_over_time(rate(x[5m])[1h:1m])", "a / ignoring (b) group_left (c) d", "time()", "x[1h] offset 5m",
    "quantile_over_time(0.9, x[5m])", 'label_replace(x, "a", "$1", "b", "(.*)")', "count_values(\"v\", x)",
    "x # comment", "sum(\n  x\n) > 0", "topk(3, x)", "x atan2 y", "0x1F > 3", "NaN", "Inf + 1",
    wrong=("", " ", "sum(", "up{", "rate(x)", "x[5]", "foo(x)", "up == ", 'x{a="b"', "x{}", "{}", 'x{a=~"("}', "a b",
           "sum(x) by job", "x[5m:]", "rate(x[5m:1m])", "1 or 2", "x offset 1", "x and 1", "!x", "x{a=b}", "x{a='b'}",
           "x{a=\"\\d\"}", "sum by (a-b) (x)", "x > 1_000", "x offset -5m", "topk(x)", "`a`", "x{a=`b`}"),
)  # fmt: skip
TEMPLATE = texts(
    "text", "{{ $labels.job }} is down", "{{ $value | humanize }}", "{{ .Labels.x }}", "{{ if eq 1 1 }}a{{ end }}",
    "{{ range query \"up\" }}{{ .Value }}{{ end }}", "100%", "{{ $externalLabels.a }}", "{{ .Nope }}", "{ {", "}}",
    "{{ with query \"up\" }}{{ . | first | value }}{{ end }}", "{{ printf \"%.2f\" $value }}", "{{/* c */}}", "{{- 1 -}}",
    wrong=("{{", "{{ $for }}", "{{ nope 1 }}", "{{ if }}", "{{ end }}", "{{ .x", "{{ $labels.a-b }}", "{{ 'a' }}",
           "{{ template \"x\" }}", "{{ define \"x\" }}", "{{ range }}", "{{ $x := 1 }}{{ $x }}", "{{ else }}",
           "{{ if true }}", "{{ humanize }}", "{{ }}", "{{ $labels.job | }}", "{{ break }}", "{{ \"a }}", "{{ 1 2 }}"),
)  # fmt: skip
RULE_LABELS = mapping(LABEL, TEMPLATE)
ALERT: dict[str, Make] = {
    "alert": texts("A", "B", "HighErrorRate", "with blank", wrong=("",)), "expr": EXPRESSION, "for": DURATION,
    "keep_firing_for": DURATION, "labels": RULE_LABELS, "annotations": RULE_LABELS, "record": texts("x"),
}  # fmt: skip
RECORD: dict[str, Make] = {
    "record": texts("a:b:c", "x_total", "job:x:rate5m", wrong=("", "a-b", "1x", "a b", "x{a=\"b\"}", "ü", "{", "}x")),
    "expr": EXPRESSION, "labels": mapping(LABEL, TEXT), "for": DURATION, "annotations": RULE_LABELS,
}  # fmt: skip


def rule(maker: Maker) -> Any:
    """An alert, or a series to record; seldom with a field of the other."""
    if maker.once_in(2):
        fields = ALERT if maker.once_in(15) else {name: ALERT[name] for name in ALERT if name != "record"}
        return maker.part(fields, "alert", "expr", most=3)
    fields = RECORD if maker.once_in(10) else {name: RECORD[name] for name in ("record", "expr", "labels")}
    return maker.part(fields, "record", "expr", most=1)


GROUP: dict[str, Make] = {
    "name": texts("a", "b", "c", "d", "e", "with blank", "ü", wrong=("",)), "interval": DURATION, "limit": WHOLE,
    "query_offset": DURATION, "labels": mapping(LABEL, TEXT), "rules": several(rule, 4),
    "partial_response_strategy": texts("abort"),
}  # fmt: skip


def rules(maker: Maker) -> Any:
    """A rule file."""
    fields = GROUP if maker.once_in(30) else {name: GROUP[name] for name in GROUP if "partial" not in name}
    if maker.once_in(2):
        fields = {name: fields[name] for name in fields if name not in ("query_offset", "labels")}
    return maker.part({"groups": several(part(fields, "name", "rules", most=2), 3)}, "groups", most=0)
