from o11ygen.targets.prometheus import PrometheusConfig
from o11ygen.targets.scrape import ScrapeConfig
from tests.targets.judging import faults


def test_faults_everywhere_are_reported_at_once() -> None:
    text = """
    global: {scrape_intervall: 30s, external_labels: {env: [prod]}}
    scrape_configs:
      - {job_name: a, honor_labels: 'yes', scrape_interval: 5s, scrape_timeout: 10s}
      - {job_name: a, keep_dropped_targets: x, relabel_configs: [null]}
      - {job_name: b, static_configs: [{targets: [http://c]}]}
    """
    assert faults("prometheus", text, "2.40") == [
        "global.external_labels.env: must be text",
        "global.scrape_intervall: unknown field `scrape_intervall`",
        "scrape_configs[0].honor_labels: must be `true` or `false`, without quotes",
        "scrape_configs[1].keep_dropped_targets: `keep_dropped_targets` needs Prometheus 2.47; judged as 2.40",
        "scrape_configs[1].relabel_configs[0]: must be a mapping of fields to values",
        "scrape_configs[1].keep_dropped_targets: must be a whole number, without quotes",
        "scrape_configs[1].job_name: the job name `a` is used twice, first by number 1",
        "scrape_configs[2].static_configs[0].targets[0]: the target `http://c` is not `host:port`",
    ]


def test_dumped_in_the_order_people_write() -> None:
    job = ScrapeConfig(static_configs=[], metrics_path="/m", scrape_interval="15s", job_name="j", sample_limit=5)
    assert list(job.document()) == ["job_name", "scrape_interval", "metrics_path", "sample_limit", "static_configs"]
    file = PrometheusConfig(scrape_configs=[job], rule_files=["a.yml"])
    assert list(file.document()) == ["rule_files", "scrape_configs"]
