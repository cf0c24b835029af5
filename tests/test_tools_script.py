"""scripts/tools.sh on a machine that has nothing but a shell and what each case puts on PATH: no network is asked."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.programs import ROOT
from tests.verify.installed import install

# All that the script itself runs; no curl, apt-get or go, through which it would look further.
SHELL = (
    *("bash", "sh", "awk", "basename", "cat", "chmod", "cut", "dirname", "grep", "head", "ln", "mkdir", "mktemp", "mv"),
    *("readlink", "rm", "sed", "sort", "tail", "tr", "uname"),
)


class Machine:
    """A project with the script, and a PATH of its own."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.tools = folder / "project/.tools"
        self.script = folder / "project/scripts/tools.sh"
        self.script.parent.mkdir(parents=True)
        shutil.copy(ROOT / "scripts/tools.sh", self.script)
        self.bin.mkdir()
        for name in SHELL:
            found = shutil.which(name)
            assert found, name
            (self.bin / name).symlink_to(found)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / "bash"), str(self.script), *arguments],
            env={"PATH": str(self.bin), "HOME": os.environ.get("HOME", "/"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def have_everything(self) -> None:
        """Put every program under .tools, as a run with all its sources would."""
        for minor in ("2.42", "2.53", "3.5"):
            for name in ("promtool", "prometheus"):
                install(self.tools / f"prometheus-{minor}", name, version=f"{minor}.0")
        for minor in ("0.25", "0.28", "0.33"):
            for name in ("amtool", "alertmanager"):
                install(self.tools / f"alertmanager-{minor}", name, version=f"{minor}.0")


def serve(machine: Machine, folder: Path, *, checksum: str | None = None) -> None:
    """A curl that brings the archive of Prometheus 3.5.3, and answers 404 for any other; `checksum` is a wrong one."""
    system = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    name = f"prometheus-3.5.3.{platform.system().lower()}-{system}"
    for program in ("promtool", "prometheus"):
        install(folder / name, program, version="3.5.3")
    with tarfile.open(folder / f"{name}.tar.gz", "w:gz") as archive:
        archive.add(folder / name, arcname=name)
    digest = checksum or hashlib.sha256((folder / f"{name}.tar.gz").read_bytes()).hexdigest()
    (folder / "sha256sums.txt").write_text(f"{digest}  {name}.tar.gz\n", encoding="utf-8")
    for tool in ("tar", "gzip", "sha256sum", "cp"):
        (machine.bin / tool).symlink_to(str(shutil.which(tool)))
    curl = machine.bin / "curl"
    curl.write_text(
        f"""#!/bin/sh
while [ $# -gt 1 ]; do [ "$1" != -o ] || file=$2; shift; done
case "$1" in
  https://github.com) exit 0 ;;
  */prometheus/prometheus/releases/download/v3.5.3/*) exec cp "{folder}/${{1##*/}}" "$file" ;;
  *) exit 22 ;;
esac
""",
        encoding="utf-8",
    )
    curl.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    left = [path.name for path in machine.tools.glob(".*")] if machine.tools.exists() else []
    assert left == [], "scratch files stay behind"


def test_a_machine_without_any_source_is_told_what_is_missing_and_why(machine: Machine) -> None:
    done = machine.run()
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "tools: missing: prometheus-2.42/promtool prometheus-2.42/prometheus prometheus-2.53/promtool "
        "prometheus-2.53/prometheus prometheus-3.5/promtool prometheus-3.5/prometheus alertmanager-0.25/amtool "
        "alertmanager-0.25/alertmanager alertmanager-0.28/amtool alertmanager-0.28/alertmanager "
        "alertmanager-0.33/amtool alertmanager-0.33/alertmanager",
        "tools: because:",
        "  no curl, so no archive of the vendor's",
        "  no apt here, so no Debian packages",
        "  jaeger-2.13: needs a Go toolchain (1.24.6 or newer) to be built; tests with a real Jaeger are left out",
    ]
    assert done.stderr == (
        "tools: not even one promtool and one amtool are at hand; tests with real programs are left out\n"
    )


def test_programs_on_path_are_linked_under_their_versions(machine: Machine) -> None:
    install(machine.bin, "promtool", version="3.9.1")
    install(machine.bin, "amtool", version="0.28.2")
    install(machine.bin, "prometheus-alertmanager", version="0.28.2+ds")
    done = machine.run("--no-jaeger")
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == [
        f"tools: prometheus-3.9: promtool 3.9.1 linked from {machine.bin / 'promtool'}",
        f"tools: alertmanager-0.28: amtool 0.28.2 linked from {machine.bin / 'amtool'}",
        f"tools: alertmanager-0.28: alertmanager 0.28.2 linked from {machine.bin / 'prometheus-alertmanager'}",
    ]
    link = machine.tools / "alertmanager-0.28/alertmanager"
    assert link.resolve() == (machine.bin / "prometheus-alertmanager").resolve()


def test_a_link_whose_program_moved_on_no_longer_counts(machine: Machine) -> None:
    install(machine.bin, "promtool", version="3.5.3")
    install(machine.bin, "amtool", version="0.28.1")
    assert "prometheus-3.5/promtool" not in machine.run("--no-jaeger").stdout
    install(machine.bin, "promtool", version="3.9.0")
    done = machine.run("--no-jaeger")
    assert (machine.tools / "prometheus-3.9/promtool").exists()
    assert "tools: missing:" in done.stdout
    assert " prometheus-3.5/promtool " in done.stdout


def test_the_vendors_archive_is_used_when_it_has_the_published_checksum(machine: Machine, tmp_path: Path) -> None:
    serve(machine, tmp_path / "github")
    install(machine.bin, "amtool", version="0.28.1")
    done = machine.run("--no-jaeger")
    assert done.returncode == 0
    source = f"the vendor's archive {next((tmp_path / 'github').glob('*.tar.gz')).name}"
    assert f"tools: prometheus-3.5: promtool 3.5.3 from {source}" in done.stdout.splitlines()
    assert f"tools: prometheus-3.5:  promtool ({source})  prometheus ({source})" in done.stdout.splitlines()
    assert "  prometheus-2.42: prometheus-2.42.0." in done.stdout
    assert os.access(machine.tools / "prometheus-3.5/prometheus", os.X_OK)


def test_an_archive_with_another_checksum_is_not_used(machine: Machine, tmp_path: Path) -> None:
    serve(machine, tmp_path / "github", checksum="0" * 64)
    install(machine.bin, "amtool", version="0.28.1")
    done = machine.run("--no-jaeger")
    assert "does not have the checksum that its release publishes; it is not used" in done.stdout
    assert not (machine.tools / "prometheus-3.5").exists()


def test_a_vendor_that_stops_answering_is_not_asked_again(machine: Machine, tmp_path: Path) -> None:
    serve(machine, tmp_path / "github")
    curl = machine.bin / "curl"
    asked = tmp_path / "asked"
    curl.write_text(f'#!/bin/sh\necho x >>"{asked}"\n[ "$(grep -c x "{asked}")" = 1 ] || exit 28\n', encoding="utf-8")
    done = machine.run("--no-jaeger")
    assert asked.read_text(encoding="utf-8") == "x\nx\n"
    assert "  prometheus-2.42: prometheus-2.42.0." in done.stdout


@pytest.mark.parametrize(("arguments", "environment"), [(["--require"], {}), ([], {"O11YGEN_REQUIRE_TOOLS": "1"})])
def test_what_is_missing_fails_where_everything_is_required(
    machine: Machine, arguments: list[str], environment: dict[str, str]
) -> None:
    install(machine.bin, "promtool", version="3.5.3")
    install(machine.bin, "amtool", version="0.28.1")
    assert machine.run("--no-jaeger", O11YGEN_REQUIRE_TOOLS="0").returncode == 0
    done = machine.run(*arguments, **environment)
    assert done.returncode == 1
    assert done.stderr.startswith("tools: everything is required here; ")


def test_where_everything_is_there_nothing_is_looked_for(machine: Machine) -> None:
    machine.have_everything()
    install(machine.bin, "promtool", version="3.9.1")
    done = machine.run("--require", "--no-jaeger")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == (
        "tools: prometheus-2.42:  promtool (put there by hand)  prometheus (put there by hand)"
    )
    assert len(done.stdout.splitlines()) == 6
    assert not (machine.tools / "prometheus-3.9").exists()


def test_jaeger_counts_only_where_go_is_installed(machine: Machine) -> None:
    machine.have_everything()
    without = machine.run("--require")
    assert without.returncode == 0
    assert "jaeger-2.13: needs a Go toolchain (1.24.6 or newer) to be built" in without.stdout
    go = machine.bin / "go"
    go.write_text('#!/bin/sh\necho \'\t"Error": "no such module"\'\nexit 1\n', encoding="utf-8")
    go.chmod(0o755)
    with_go = machine.run("--require")
    assert with_go.returncode == 1
    assert "tools: missing: jaeger-2.13/jaeger" in with_go.stdout.splitlines()
    assert 'Go can\'t fetch github.com/jaegertracing/jaeger@v1.76.0: "no such module"' in with_go.stdout


def test_an_unknown_option_is_a_usage_error_and_help_tells_the_options(machine: Machine) -> None:
    wrong = machine.run("--frobnicate")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == "tools: unknown option `--frobnicate`; see scripts/tools.sh --help\n"
    told = machine.run("--help")
    assert told.returncode == 0
    assert "usage: scripts/tools.sh [--require] [--no-jaeger]" in told.stdout
    assert "set -euo" not in told.stdout
