"""What a regular expression of a matcher comes to, where it says in a roundabout way what a plain one would."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from o11ygen.promql.language.literals import compiled

Verdict: TypeAlias = Literal[
    "literal", "everything", "nothing", "something", "anchored", "repeated", "empty choice", "dots", ""
]

# Text, choices of text, and the escapes of plain characters; what else there is makes it a real pattern.
_PLAIN = r"(?:[^\\.+*?()|\[\]{}^$]|\\[^\w]|\|)*"
_CHARACTER = r"(?s:\\(.)|(.))"
_GROUP = r"\((?:\?:)?([^()]*)\)"
# A dot between the labels of a host name, or the numbers of an address; what repeats is meant as a pattern.
_HOST = r"(?:[a-z0-9-]+\.)+(?:com|net|org|io|local|internal|svc|cluster|lan)(?![a-z0-9-])|\b\d+\.\d+\.\d+\.\d+"

# `4..|5..`, `api-.*`: what nobody calls a value. Paths are left out: frameworks tell routes by their patterns.
_AS_PATTERN = r"[\w.-]*\.[*+][\w.*+|-]*|\d\.\.(?:\|\d\.\.)*|[a-zA-Z_][\w-]*(?:\|[\w-]+)+|\d{3}(?:\|\d{3})+"


class Judged(NamedTuple):
    """What a pattern comes to, and how it is better written; empty if it is right."""

    verdict: Verdict
    better: str = ""


RIGHT = Judged("")


def reads_as_pattern(value: str) -> bool:
    """Whether a value that is matched as it stands was surely meant as a pattern."""
    return ("|" in value or "." in value) and compiled(_AS_PATTERN).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def choices(pattern: str) -> tuple[str, ...]:
    """The values that a pattern such as `a|b` stands for; none when it is more than a choice of texts."""
    whole = compiled(_GROUP).fullmatch(pattern)
    text = whole[1] if whole else pattern
    if not text or compiled(_PLAIN).fullmatch(text) is None:
        return ()
    listed = [""]
    for escaped, plain in compiled(_CHARACTER).findall(text):
        if plain == "|":
            listed.append("")
        else:
            listed[-1] += escaped or plain
    return tuple(listed)


@lru_cache(maxsize=4096)
def judged(pattern: str) -> Judged:
    """What is wrong with the pattern of a matcher, which must match the whole value."""
    if pattern in (".*", "(.*)", "^.*$"):
        return Judged("everything")
    if pattern in (".+", "(.+)", "^.+$"):
        return Judged("something")
    if not pattern:
        return Judged("nothing")
    core = pattern.removeprefix("^")
    if core.endswith("$") and not core.endswith("\\$"):
        core = core[:-1]
    if core != pattern and "|" not in core:
        return Judged("anchored", core)
    listed = choices(pattern)
    if len(listed) == 1:
        return Judged("literal", listed[0])
    if listed and len(set(listed)) < len(listed):
        return Judged("repeated", next(one for one in listed if listed.count(one) > 1))
    # At the end it is a way to ask for series without the label as well.
    if "||" in pattern and "" in listed:
        return Judged("empty choice", "|".join(one for one in pattern.strip("()?:").split("|") if one))
    host = compiled(_HOST).search(pattern)
    return Judged("dots", host[0]) if host else RIGHT
