from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from o11ygen.check import Flaw, check
from o11ygen.credentials import credential, random_text, suspicious, telling_names
from o11ygen.finding import Severity
from o11ygen.resolved import AlertRule, RecordingRule, Stack
from o11ygen.resolved.source import Text
from o11ygen.resolved.texts import texts_beside_rules, texts_of_rule

_HARMLESS = "no credential"


@check("secret/credential", Severity.ERROR)
def secret_credential(stack: Stack) -> Iterator[Flaw]:
    """Credentials in anything that is rendered: labels, annotations, URLs, headers, relabeling, templates, dashboards.

    Whoever can read the repository, the configuration of a server or an alert in a chat can use them. They are known by
    their shape (tokens of GitHub, AWS, Slack and others, private keys, passwords in URLs), by the name that they stand
    under (`api_key`), or, under a name such as `key`, by being as random as only credentials are.

    Bad::

        Alert("Down", ..., labels={"key": "f3Qz81LmPx07TyVbNcW4sRkD"})

    Good::

        Alert("Down", ..., labels={"key": "payments"})
    """
    # Looking for a credential takes time by the letter, and many rules have texts in common.
    harmless: set[str] = set()
    for group in stack.groups:
        # Most rules are the same in every environment.
        rules = [rule for rule in group.rules if rule.made.get(_HARMLESS) is None]
        # Asked of all at once first: nearly all groups have no text that may be a credential.
        texts = _texts(rules) - harmless
        doubtful = _tells(rules) or suspicious(texts, frozenset())
        if not doubtful:
            harmless |= texts
        for rule in rules:
            found = [*_flaws(texts_of_rule(rule))] if doubtful and _is_doubtful((rule,)) else []
            yield from found
            if not found:
                rule.made[_HARMLESS] = True
    yield from _flaws(texts_beside_rules(stack))


def _is_doubtful(rules: Sequence[AlertRule | RecordingRule]) -> bool:
    """Whether to look at each text of some rules: nearly all rules have none that may be a credential."""
    return _tells(rules) or suspicious(_texts(rules), frozenset())


def _tells(rules: Sequence[AlertRule | RecordingRule]) -> bool:
    """Whether they have a field whose name says that it may hold a credential, or fields that are not known."""
    names: set[str] = set()
    for rule in rules:
        if rule.extra:
            return True
        names.update(rule.labels, rule.annotations if isinstance(rule, AlertRule) else ())
    return telling_names(frozenset(names))


def _texts(rules: Sequence[AlertRule | RecordingRule]) -> set[str]:
    """The texts of some rules, of an expression only its strings."""
    texts: set[str] = set()
    for rule in rules:
        texts.update(rule.labels.values(), _strings(rule.expr))
        if isinstance(rule, AlertRule):
            texts.update(rule.annotations.values())
    return texts


def _strings(expr: str) -> list[str]:
    """The strings of an expression where they are told from the rest at once, else all of it."""
    return expr.split('"')[1::2] if "'" not in expr and "`" not in expr and "#" not in expr else [expr]


def _flaws(texts: Iterable[Text]) -> Iterator[Flaw]:
    listed = list(texts)
    places = frozenset(one.place for one in listed)
    told: set[tuple[int, str]] = set()
    if not telling_names(places) and not suspicious([one.text for one in listed], frozenset()):
        return
    for one in listed:
        kind = credential(one.text, one.place)
        if not kind and random_text(one.text, one.place):
            kind = f"as random as a credential, under `{one.place}`"
        # A text that stands in several places of one thing is told once.
        if kind and (id(one.source), kind) not in told:
            told.add((id(one.source), kind))
            yield Flaw(
                one.source,
                f"{one.source.what}: `{one.field}` holds what looks like a credential ({kind}); everyone who can read the "
                "file can use it",
                "Keep it in a file that only the server reads (`Secret.file(path)` in a spec), and change the credential if "
                "it was ever committed.",
                field=one.field,
            )
