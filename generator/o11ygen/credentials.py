"""What looks like a credential: by its shape, or by the name of the field that holds it; and what is a reference to one."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Collection
from functools import cache, lru_cache

from o11ygen.credential_shapes import HOSTS, SHAPES

# What stands in every credential of those shapes, and in hardly any other text: it is looked for first.
_MARKS = tuple(mark for _, marks, _ in SHAPES for mark in marks)
_HOST_MARKS = tuple(mark for _, mark, _ in HOSTS)
# A credential among the parameters of a URL; compiled when there is such a URL, which few projects have.
_PARAMETER = r"""(?xi)
    [?&;](?:[\w.-]*[_.-])?(?:token|secret|password|passwd|pwd|api[_-]?key|service[_-]?key|signature|sig)
      =(?![&;$\#\s<]|\{\{)\S
    | [?&;](?:accesstoken|authtoken|key)=[\w.~%+/=-]{16,}"""
# Names of fields and headers whose value is a credential.
_TELLING = re.compile(
    r"(?:^|[_-])(?:password|passwd|token|secrets?|(?:api|secret|service|user|private|access|license)[_-]?key"
    r"|authorization|credentials)$",
    re.IGNORECASE,
)
# What is written where a reader is to fill in his own, or where something else does.
_STANDS_FOR_ONE = re.compile(r"<[^<>]*>|\$\{?\w+\}?|\*{3,}|[xX]{3,}|\.{3}")
# Names whose value may be a credential, or an identifier: the text tells.
_KEY_LIKE = re.compile(
    r"(?:^|[_-])(?:keys?|auth|cred|creds|pass|pwd|signature|hmac|salt|bearer|jwt|pat|webhook|session)$", re.IGNORECASE
)
_RANDOM = re.compile(r"[\w+/.~-]{20,}={0,2}", re.ASCII)
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SHORTEST_HEX = 32
_ALL_KINDS = 3
_LEAST_BITS = 3.5
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PATH = re.compile(r"[^\s\x00-\x1f]*/[^\x00-\x1f]*[^/\x00-\x1f]")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def is_credential(text: str, place: str) -> bool:
    """Whether a value looks like one; `place` is the name of the field or key that it stands under."""
    return credential(text, place) != ""


def credential(text: str, place: str) -> str:
    """What kind of credential a value looks like, such as "a token of GitHub"; empty for one that does not."""
    if _marked()(text) or _has_parameters(text):
        found = _shape(text) or _url(text)
        if found:
            return found
    if _is_telling(place) and text != "" and "{{" not in text and _STANDS_FOR_ONE.fullmatch(text) is None:
        return f"what stands under `{place}`"
    return ""


@cache
def _marked() -> Callable[[str], bool]:
    """What tells whether a mark of a shape stands in a text, or, in a URL, one of a host in whatever case."""
    # pydantic's regular expressions look for all of them at once, which takes a tenth of the time. Files of others are
    # judged without pydantic: to load it for this would take longer than it saves.
    if "pydantic_core" not in sys.modules:
        return _marked_in_turn
    from pydantic_core import SchemaValidator, core_schema

    shapes, hosts = ("|".join(map(_literally, marks)) for marks in (_MARKS, _HOST_MARKS))
    schema = core_schema.str_schema(pattern=f"{shapes}|(?i-u:{hosts})", regex_engine="rust-regex")
    found = SchemaValidator(schema).isinstance_python

    def marked(text: str) -> bool:
        if text.isascii():
            return found(text)
        # It refuses half of a surrogate pair, so a question mark, which no mark has, takes its place. And it folds letters
        # of ASCII only, while there are others that fold to one: the long s is an s.
        return found(text.encode(errors="replace")) or found(text.casefold().encode(errors="replace"))

    return marked


def _literally(mark: str) -> str:
    return mark.replace(".", r"\.")


def _marked_in_turn(text: str) -> bool:
    for mark in _MARKS:
        if mark in text:
            return True
    # Hosts are looked for in URLs only.
    if "://" not in text:
        return False
    folded = text.casefold()
    return any(mark in folded for mark in _HOST_MARKS)


def _has_parameters(text: str) -> bool:
    """Whether there may be parameters of a URL in a text."""
    return "://" in text and ("?" in text or "&" in text or ";" in text)


def _shape(text: str) -> str:
    for kind, marks, _ in SHAPES:
        if any(mark in text for mark in marks):
            match = _compiled(kind).search(text)
            # Documentation writes its examples so.
            if match is not None and "EXAMPLE" not in match[0]:
                return kind
    return ""


def _url(text: str) -> str:
    if "://" not in text:
        return ""
    folded = text.casefold()
    for kind, mark, _ in HOSTS:
        if mark in folded and _compiled(kind).search(text):
            return kind
    return "a credential among the parameters of a URL" if re.search(_PARAMETER, text) else ""


@cache
def _compiled(kind: str) -> re.Pattern[str]:
    shapes = {one: pattern for one, _, pattern in SHAPES}
    hosts = {one: pattern for one, _, pattern in HOSTS}
    return re.compile(shapes[kind]) if kind in shapes else re.compile(hosts[kind], re.IGNORECASE)


# A word as it stands in a message, and the password in the address of a server.
_WORD = re.compile(r"[^\s\"'`,]*[^\s\"'`,.:;)]")
_LOGIN = re.compile(r"(://[^\s/:@]*:)[^\s/@]+(?=@)")


def veiled(text: str) -> str:
    """A message without the credentials that it repeats: Python quotes what it can't read, and we what is misspelt."""
    if "://" not in text and not _marked()(text):
        return text
    return _LOGIN.sub(r"\1...", _WORD.sub(lambda word: "..." if is_credential(word[0], "") else word[0], text))


def random_text(text: str, place: str) -> bool:
    """Whether a text under a name such as `key` or `routing_key` is as random as only credentials are.

    Names, sentences, digests of images and ids in the form of a UUID are not.
    """
    if not _is_key_like(place) or _RANDOM.fullmatch(text) is None or _UUID.search(text):
        return False
    if _HEX.fullmatch(text):
        return len(text) >= _SHORTEST_HEX and any(one.isdigit() for one in text)
    kinds = sum(any(map(test, text)) for test in (str.islower, str.isupper, str.isdigit))
    return kinds == _ALL_KINDS and _bits(text) >= _LEAST_BITS


def _bits(text: str) -> float:
    """The entropy of a character of the text."""
    counts = (text.count(one) / len(text) for one in set(text))
    return -sum(share * math.log2(share) for share in counts)


def suspicious(texts: Collection[str], places: frozenset[str]) -> bool:
    """Whether one of several texts may be a credential, told from all at once; `places` are the names they stand under.

    Most objects of a spec hold no such text, and then none of theirs needs to be asked for by itself.
    """
    if _is_any_telling(places):
        return True
    together = "\n".join(texts)
    return _marked()(together) or (_has_parameters(together) and any(map(_has_parameters, texts)))


def is_telling(place: str) -> bool:
    """Whether what stands under this name of a field or key is a credential, such as `api_key`."""
    return _is_telling(place)


@lru_cache(maxsize=1024)
def telling_names(places: frozenset[str]) -> bool:
    """Whether what stands under one of these names may be a credential, whatever its shape."""
    return any(_is_telling(place) or _is_key_like(place) for place in places)


@lru_cache(maxsize=1024)
def _is_any_telling(places: frozenset[str]) -> bool:
    return any(map(_is_telling, places))


@lru_cache(maxsize=1024)
def _is_telling(place: str) -> bool:
    return _TELLING.search(_CAMEL.sub("_", place)) is not None


@lru_cache(maxsize=1024)
def _is_key_like(place: str) -> bool:
    return _KEY_LIKE.search(_CAMEL.sub("_", place)) is not None


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
