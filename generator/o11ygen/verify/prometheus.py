"""promtool over the rendered rule files and prometheus.yml.

`check config` runs twice. With `--syntax-only` it reads the very file that is shipped; it then loads the whole config,
but opens nothing that the config names. The second run opens the rule files, relabels the static targets and wants
credentials and certificates to be there, so it gets a copy whose paths lead to the rendered files and to placeholders.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from o11ygen.conventions import ALERT_RULES, PROMETHEUS_FOLDER, RECORDING_RULES, RULES_FOLDER
from o11ygen.verify import leftout
from o11ygen.verify.inquiry import Inquiry, Judged, Step
from o11ygen.verify.mounting import Keys, Mount, blank_entries, exchange
from o11ygen.verify.verdict import promtool_faults

_CONFIG = "prometheus/prometheus.yml"
_STOPS = "Prometheus stops at start and keeps its old configuration on reload"

# First release whose promtool understands the feature; an older one warns and can't read what the feature allows.
# https://prometheus.io/docs/prometheus/latest/feature_flags/
PROMTOOL_FEATURES = {
    "promql-experimental-functions": (3, 4),
    "promql-delayed-name-removal": (3, 4),
    "promql-duration-expr": (3, 10),
    "promql-extended-range-selectors": (3, 10),
    "promql-binop-fill-modifiers": (3, 14),
}
_LINT_FATAL_SINCE = (2, 37)


def steps(folder: Path) -> Iterator[Step]:
    """The questions that the files of one environment raise."""
    rules = tuple(_rule_files(folder))
    if rules:
        yield Step("promtool", "Prometheus", "rules/promtool", "check rules", rules, _STOPS, _check_rules)
    if (folder / _CONFIG).is_file():
        for command, examine in (("check config --syntax-only", _check_syntax), ("check config", _check_config)):
            yield Step("promtool", "Prometheus", "prometheus/promtool", command, (_CONFIG,), _STOPS, examine)


def _rule_files(folder: Path) -> Iterator[str]:
    for name in (ALERT_RULES, RECORDING_RULES):
        if (folder / name).is_file():
            yield name
    yield from sorted(path.relative_to(folder).as_posix() for path in (folder / RULES_FOLDER).glob("*.yml"))


def _check_rules(inquiry: Inquiry, step: Step) -> Judged:
    features = [feature for feature in inquiry.features("prometheus") if feature in PROMTOOL_FEATURES]
    understood = [feature for feature in features if inquiry.program.version[:2] >= PROMTOOL_FEATURES[feature]]
    lost = ", ".join(f"`{feature}`" for feature in features if feature not in understood)
    fatal = ["--lint-fatal"] if inquiry.program.version[:2] >= _LINT_FATAL_SINCE else []
    enabled = [f"--enable-feature={','.join(understood)}"] if understood else []
    answer = inquiry.ask(*enabled, "check", "rules", *fatal, *step.files)
    faults = promtool_faults(answer.text) if answer.code else ()
    if lost and any("parse expression" in fault.text for fault in faults):
        return step.undecided(inquiry, f"it refuses an expression, but does not know the feature {lost}")
    return step.judged(inquiry, answer, faults=faults)


def _check_syntax(inquiry: Inquiry, step: Step) -> Judged:
    text = (inquiry.folder / _CONFIG).read_text(encoding="utf-8")
    lacking = _lacking(inquiry, text)
    if not lacking:
        answer = inquiry.ask("check", "config", *_agent(inquiry), "--syntax-only", _CONFIG)
        return step.judged(inquiry, answer, faults=promtool_faults(answer.text) if answer.code else ())
    return _check_copy(inquiry, step, blank_entries(text, keys=lacking), lacking=lacking, options=["--syntax-only"])


def _check_config(inquiry: Inquiry, step: Step) -> Judged:
    text = (inquiry.folder / _CONFIG).read_text(encoding="utf-8")
    lacking = _lacking(inquiry, text)
    reachable = blank_entries(text, keys=lacking) if lacking else text
    with tempfile.TemporaryDirectory(prefix="o11ygen-") as scratch:
        placeholder = Path(scratch, "placeholder")
        placeholder.touch()
        paths = _Paths(Mount(inquiry.folder.absolute() / "prometheus", at=PROMETHEUS_FOLDER), placeholder=placeholder)
        if reachable is not None:
            reachable = exchange(reachable, paths)
        return _check_copy(inquiry, step, reachable, lacking=lacking, options=[], note=paths.note)


def _check_copy(
    inquiry: Inquiry, step: Step, text: str | None, *, lacking: set[str], options: list[str], note: str = ""
) -> Judged:
    if text is None:
        return step.undecided(inquiry, leftout.UNREADABLE.format(leftout.named(lacking)))
    with tempfile.TemporaryDirectory(prefix="o11ygen-") as scratch:
        copy = Path(scratch, "prometheus.yml")
        copy.write_text(text, encoding="utf-8")
        answer = inquiry.ask("check", "config", *_agent(inquiry), *options, str(copy))
    # What is wrong in a rule file is told by `check rules`, once.
    faults = [fault for fault in promtool_faults(answer.text) if fault.file in (str(copy), "")] if answer.code else []
    undecided = leftout.ALL_BUT.format(leftout.named(lacking)) if lacking else ""
    return step.judged(inquiry, answer, faults=faults, names={str(copy): _CONFIG}, note=note, undecided=undecided)


class _Paths:
    """Exchanges the paths in prometheus.yml, and keeps those that lead out of what was rendered."""

    def __init__(self, mount: Mount, *, placeholder: Path) -> None:
        self._mount = mount
        self._placeholder = str(placeholder)
        self._unseen: list[str] = []

    @property
    def note(self) -> str:
        """What promtool did not look at; empty when it saw everything."""
        return f"not looked at: {', '.join(self._unseen)}" if self._unseen else ""

    def __call__(self, keys: Keys, value: str) -> str | None:
        if not keys:
            return None
        if keys[0] in ("rule_files", "scrape_config_files") and len(keys) == 2:
            return self._included(value)
        if len(keys) > 2 and keys[-2] == "files" and keys[-4:-3] == ("file_sd_configs",):
            return str(self._mount.file(value) or value)
        if str(keys[-1]).endswith("_file") and value:
            file = self._mount.file(value)
            return str(file) if file and file.is_file() else self._placeholder
        return None

    def _included(self, value: str) -> str:
        file = self._mount.file(value)
        if file is None:
            self._unseen.append(f"`{value}`, which lies outside {self._mount.at}")
            return self._placeholder
        if "*" in value and not any(file.parent.glob(file.name)):
            self._unseen.append(f"`{value}`, which matches no rendered file")
        return str(file)


def _lacking(inquiry: Inquiry, text: str) -> set[str]:
    return leftout.lacking(inquiry, text, parts=leftout.PROMETHEUS, command=("check", "config", "--syntax-only"))


def _agent(inquiry: Inquiry) -> list[str]:
    agent = "--agent" in inquiry.flags("prometheus") or "agent" in inquiry.features("prometheus")
    return ["--agent"] if agent else []
