from o11ygen.targets.blackbox import BlackboxConfig, HTTPProbe, Module
from tests.targets.judging import faults


def test_settings_of_another_prober_have_no_effect() -> None:
    text = "modules: {m: {prober: tcp, http: {fail_if_ssl: true}}}"
    assert faults("blackbox", text) == []
    assert faults("blackbox", text, kinds=("advice",)) == ["modules.m.http: `http` has no effect: the prober is `tcp`"]


def test_dumped_in_the_order_people_write() -> None:
    probe = HTTPProbe(valid_status_codes=[200], follow_redirects=False, method="GET", preferred_ip_protocol="ip4")
    config = BlackboxConfig(modules={"http_2xx": Module(http=probe, timeout="5s", prober="http")})
    module = config.document()["modules"]["http_2xx"]
    assert list(module) == ["prober", "timeout", "http"]
    assert list(module["http"]) == ["preferred_ip_protocol", "method", "follow_redirects", "valid_status_codes"]
