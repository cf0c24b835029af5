"""What looks like a credential: by its shape, or by the name of the field that holds it; and what is a reference to one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Shapes that only credentials have.
_CREDENTIAL = re.compile(
    r"""hooks\.slack\.com/(?:services|workflows|triggers)/\w
    | \bxox[abeprs]-[\w-]{10,} | \bxapp-\d-\w+
    | \b(?:AKIA|ASIA)[0-9A-Z]{16}\b
    | \bgh[pousr]_[A-Za-z0-9]{20,} | \bglpat-[\w-]{20,} | \bglsa_\w{20,}
    | \beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.
    | -----BEGIN\ [A-Z ]*PRIVATE\ KEY-----
    | \bdiscord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}
    | \bwebhook\.office\.com/ | \b\d{8,10}:AA[\w-]{30,}
    | ://[^/\s:@${}]+:[^/\s:@${}]+@""",
    re.VERBOSE,
)
# One of these stands in every credential of those shapes, and in hardly any other text: looking for them first is
# twenty times as fast.
_MARKS = (
    *("hooks.slack.com/", "xox", "xapp-", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "glpat-", "glsa_"),
    *("eyJ", "PRIVATE KEY", "/api/webhooks/", "webhook.office.com/", ":AA", "@"),
)
# One of these stands in every URL that lets in whoever knows it, whatever the case.
_HOSTS = (
    *("hc-ping.com/", "hooks.zapier.com/", "events.pagerduty.com/", "api.telegram.org/"),
    *("open.feishu.cn/", "open.larksuite.com/"),
)
# URLs that let in whoever knows them: by their path, or by a credential among their parameters.
_URL = re.compile(
    r"""\bhc-ping\.com/[\w-]{8,}
    | \bhooks\.zapier\.com/hooks/catch/\d+/\w
    | \bevents\.pagerduty\.com/integration/\w{8,}
    | \bapi\.telegram\.org/bot\d
    | \bopen\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook/\w
    | [?&;](?:[\w.-]*[_.-])?(?:token|secret|password|passwd|pwd|api[_-]?key|service[_-]?key|signature|sig)
      =(?![&;$\#\s]|\{\{)\S
    | [?&;](?:accesstoken|authtoken|key)=[\w.~%+/=-]{16,}""",
    re.VERBOSE | re.IGNORECASE,
)
# Names of fields and headers whose value is a credential.
_TELLING = re.compile(
    r"(?:^|[_-])(?:password|passwd|token|secrets?|(?:api|secret|service|user|private|access|license)[_-]?key"
    r"|authorization|credentials)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PATH = re.compile(r"[^\s\x00-\x1f]*/[^\x00-\x1f]*[^/\x00-\x1f]")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_credential(text: str, place: str) -> bool:
    """Whether a value looks like one; `place` is the name of the field or key that it stands under."""
    for mark in _MARKS:
        if mark in text:
            if _CREDENTIAL.search(text):
                return True
            break
    if "://" in text and _URL.search(text):
        return True
    return _is_telling(place) and text != "" and "{{" not in text


def suspicious(texts: Iterable[str], places: frozenset[str]) -> bool:
    """Whether one of several texts may be a credential, told from all at once; `places` are the names they stand under.

    Most objects of a spec hold no such text, and then none of theirs needs to be asked for by itself.
    """
    if _is_any_telling(places):
        return True
    together = "\n".join(texts)
    for mark in _MARKS:
        if mark in together:
            return True
    if "://" not in together:
        return False
    if "?" in together or "&" in together or ";" in together:
        return True
    folded = together.casefold()
    return any(host in folded for host in _HOSTS)


def is_telling(place: str) -> bool:
    """Whether what stands under this name of a field or key is a credential, such as `api_key`."""
    return _is_telling(place)


@lru_cache(maxsize=1024)
def _is_any_telling(places: frozenset[str]) -> bool:
    return any(map(_is_telling, places))


@lru_cache(maxsize=1024)
def _is_telling(place: str) -> bool:
    return _TELLING.search(_CAMEL.sub("_", place)) is not None


def is_reference(kind: str, reference: str) -> bool:
    """Whether a secret's reference leads to it, rather than being the secret: a path, or the name of a variable."""
    if is_credential(reference, ""):
        return False
    if kind == "env":
        return _VARIABLE.fullmatch(reference) is not None
    return "://" not in reference and _PATH.fullmatch(reference) is not None


def shown(kind: str, reference: str) -> str:
    """The reference, or where it is none, what stands for it: no message and no file may repeat a credential."""
    if is_reference(kind, reference):
        return reference
    return "REFUSED" if kind == "env" else "/run/secrets/refused"
