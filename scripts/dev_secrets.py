"""Write a placeholder for every secret that a rendered docker-compose.yml mounts and that is not there yet.

usage: scripts/dev_secrets.py [--out DIR] [ENVIRONMENT...]

With placeholders the stack starts, and what it sends goes nowhere. Files that exist stay as they are. Variables that
compose demands are named: a placeholder in a file `.env` would be in git.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

OUTPUT = Path(__file__).resolve().parent.parent / "output"
_COMPOSE = "docker-compose.yml"
_DEMANDED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*):\?")


def main(arguments: Sequence[str] | None = None) -> int:
    """Placeholders for all environments, or those named; 1 when an environment has no docker-compose.yml."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("environments", nargs="*", metavar="ENVIRONMENT")
    parser.add_argument("--out", type=Path, default=OUTPUT, help="the folder that was rendered into")
    given = parser.parse_args(arguments)
    found = {path.parent.name: path for path in sorted(given.out.glob(f"*/{_COMPOSE}"))}
    unknown = [name for name in given.environments if name not in found]
    if unknown or not found:
        named = ", ".join(unknown) or "any environment"
        print(f"{given.out} has no {_COMPOSE} of {named}; run `make generate` first", file=sys.stderr)
        return 1
    for name, compose in found.items():
        if not given.environments or name in given.environments:
            for line in write_placeholders(compose):
                print(line)
    return 0


def write_placeholders(compose: Path) -> Iterator[str]:
    """Write what is missing, and say so: a line for each file, and for each variable that is not set."""
    text = compose.read_text("utf-8")
    for name, secret in (yaml.safe_load(text).get("secrets") or {}).items():
        path = compose.parent / secret["file"]
        if path.exists():
            continue
        # The users in the containers must read the files, and nobody else on this machine: the folder sees to that.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(placeholder(name), "utf-8")
        path.chmod(0o444)
        yield f"new: {compose.parent.name}/{secret['file'].removeprefix('./')}, a placeholder{_caution(name)}"
    for variable in sorted(set(_DEMANDED.findall(text)) - os.environ.keys()):
        yield f"{compose.parent.name}: set {variable} in the environment before `docker compose`"


def placeholder(name: str) -> str:
    """What a program accepts at start: an address where nobody listens, or a password that nobody knows."""
    return "http://127.0.0.1:9/placeholder" if "url" in name else f"placeholder-{secrets.token_hex(16)}"


def _caution(name: str) -> str:
    return "; put a real certificate or key there, or the program that reads it does not start" if _is_pem(name) else ""


def _is_pem(name: str) -> bool:
    return name.endswith((".pem", ".crt", ".key"))


if __name__ == "__main__":
    sys.exit(main())
