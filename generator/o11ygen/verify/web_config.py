"""promtool over the rendered web configuration: TLS, basic auth and headers of Prometheus's own port."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from o11ygen.verify.inquiry import Inquiry, Judged, Step
from o11ygen.verify.mounting import Keys, exchange
from o11ygen.verify.programs import ask
from o11ygen.verify.verdict import promtool_faults

_FILE = "prometheus/web-config.yml"
_STOPS = "Prometheus stops at start, or answers every request with an error"


def steps(folder: Path) -> Iterator[Step]:
    """The question that a web configuration raises, where there is one."""
    if (folder / _FILE).is_file():
        yield Step("promtool", "Prometheus", "prometheus/promtool", "check web-config", (_FILE,), _STOPS, _check)


def _check(inquiry: Inquiry, step: Step) -> Judged:
    with tempfile.TemporaryDirectory(prefix="o11ygen-") as scratch:
        files = _certificate(Path(scratch), seconds=inquiry.seconds)

        def placeholder(keys: Keys, value: str) -> str | None:
            return files.get(keys[-1]) if keys and value else None

        copy = Path(scratch, "web-config.yml")
        copy.write_text(exchange((inquiry.folder / _FILE).read_text(encoding="utf-8"), placeholder), encoding="utf-8")
        answer = inquiry.ask("check", "web-config", str(copy))
    faults = promtool_faults(answer.text) if answer.code else ()
    if not files and faults and all("no such file or directory" in fault.text for fault in faults):
        return step.undecided(inquiry, "it wants the certificate too, and there is no openssl to make a placeholder")
    return step.judged(inquiry, answer, faults=faults, names={str(copy): _FILE})


def _certificate(folder: Path, *, seconds: float) -> dict[str | int, str]:
    """A throw-away certificate under each field that names a file of one, because promtool loads it. Wants openssl."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return {}
    key, certificate = str(folder / "placeholder.key"), str(folder / "placeholder.crt")
    made = ask(
        Path(openssl),
        *("req", "-x509", "-nodes", "-days", "1", "-subj", "/CN=placeholder"),
        *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
        *("-keyout", key, "-out", certificate),
        timeout=seconds,
    )
    if made.code != 0:
        return {}
    return {"cert_file": certificate, "key_file": key, "client_ca_file": certificate}
