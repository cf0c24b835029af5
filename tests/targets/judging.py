"""Judges a document given as YAML text, as the tables of these tests write it."""

import yaml

from o11ygen.targets import DOCUMENTS
from o11ygen.targets.model import Kind, judge
from o11ygen.version import Version


def faults(
    kind: str, text: str, version: str = "", *, kinds: tuple[Kind, ...] = ("value", "unknown", "version", "server")
) -> list[str]:
    """What is wrong with the document, each as `place: message`; without a version, for the newest release."""
    document = DOCUMENTS[kind]
    versions = {document.system: Version.parse(version)} if version else {}
    problems = judge(document.model, yaml.safe_load(text) or {}, versions)
    return [f"{problem.place}: {problem.message}" for problem in problems if problem.kind in kinds]
