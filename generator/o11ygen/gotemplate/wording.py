"""The words for what is wrong with the form of a template, with the mistakes people make most given their remedy."""

from __future__ import annotations

import re

from o11ygen.finding import nearest, nearest_name
from o11ygen.gotemplate.dialect import Dialect
from o11ygen.gotemplate.types import Type
from o11ygen.version import Version

_LEXICAL = {
    "unclosed action": ("the action is never closed with `}}`", "Close it with `}}`."),
    "unclosed comment": ("the comment is never closed with `*/}}`", "Close it with `*/}}`."),
    "comment with more behind it": (
        "a comment must be alone in its braces, as in `{{/* why */}}`",
        "Write `}}` directly after `*/`.",
    ),
    "unclosed parenthesis": ("a parenthesis is opened and not closed", "Close it with `)` before `}}`."),
    "unexpected parenthesis": ("a parenthesis is closed that was not opened", "Remove the `)`, or open it before."),
    "unclosed string": ("a text in double quotes does not end on its line", 'Close it with `"`.'),
    "unclosed raw string": ("a text in backquotes is never closed", "Close it with a backquote."),
    "unclosed character": ("a single quote opens one character and is not closed", 'Write text in double quotes: `"`.'),
    "lone colon": ("a lone `:` means nothing here", "Write `:=` to declare a variable."),
    "bad number": ("a number runs into a letter", "Put a space behind the number, or quote the text."),
    "unknown character": ("the character means nothing inside `{{ }}`", "Remove it, or quote the text it belongs to."),
}
_OPERATORS = {
    ">": "gt",
    "<": "lt",
    "!": "not",
    "&": "and",
    "=": "eq",
}
_RULE_VARIABLES = {
    "$labels": "Write `.CommonLabels.name`, or `.Labels.name` between `{{ range .Alerts }}` and `{{ end }}`.",
    "$value": "Put the value into an annotation of the rule, and print the annotation.",
    "$externalLabels": "Write `.CommonLabels.name`: alerts carry the external labels.",
    "$externalURL": "Write `.GeneratorURL` between `{{ range .Alerts }}` and `{{ end }}`.",
}
_ARITHMETIC = "+-*/%^"
# What Helm gives to the templates of a chart: left over where a chart was not rendered, or its braces were not escaped.
_HELM_DATA = frozenset(("Values", "Release", "Chart", "Capabilities", "Files", "Template"))
_HELM_FUNCTIONS = frozenset(
    (
        "default",
        "include",
        "indent",
        "lookup",
        "lower",
        "nindent",
        "quote",
        "required",
        "squote",
        "ternary",
        "toYaml",
        "tpl",
    )
) | frozenset(("trim", "trunc", "upper"))
# Functions of the other system, with what to do instead.
_HELM_HINT = (
    "Render the chart first; in a chart, write ``{{ `{{ ... }}` }}`` around what is meant for the program behind it."
)
_IN_RULES = "Format the value in an annotation of the rule, and print the annotation."
_IN_NOTIFICATIONS = "It is for notification templates; do without it in a rule."


# What to write for a field that the other system has.
_INSTEAD = {
    "Value": "Put the value into an annotation of the rule, and print the annotation.",
    "ExternalLabels": "Write `.CommonLabels.name`: alerts carry the external labels.",
    "GroupLabels": "Write `$labels.name`: a rule has the labels of one alert.",
    "CommonLabels": "Write `$labels.name`: a rule has the labels of one alert.",
}


def lexical(fault: str, *, text: str, offset: int) -> tuple[str, str]:
    """Message and hint for an error token."""
    if not fault.startswith("bad character "):
        message, hint = _LEXICAL[fault]
        return message, hint
    character = fault.removeprefix("bad character ")
    start = offset
    end = start + 1
    while end < len(text) and text[end] not in " \t\r\n|()}":
        end += 1
    written = text[start:end]
    while start and text[start - 1] not in " \t\r\n|({":
        start -= 1
    written = text[start:end]
    message = f"`{character}` cannot follow a name, as it does in `{written}`"
    holder = re.match(r"(?:.*\.)?\$?[lL]abels(?=\.)|[^.]*(?=\.)", written)
    if holder and character not in _ARITHMETIC.replace("-", "") and character not in _OPERATORS:
        return message, f'Ask for the label with `index {holder.group()} "{written[holder.end() + 1 :]}"`.'
    if character in _ARITHMETIC:
        return message, "Templates have no arithmetic: compute the value in the expression of the rule."
    if character in _OPERATORS:
        return message, f"Templates have no operators: write `{_OPERATORS[character]} a b`."
    return message, "Put a space between the two, or quote the text."


def unexpected(token: str, *, kind: str, context: str) -> tuple[str, str]:
    """Message and hint for a token that cannot stand where it does."""
    message = f"`{token}` cannot stand in {context}" if token else f"the text ends inside {context}"
    if kind == "punctuation" and token in _OPERATORS:
        return message, f"Templates have no operators: write `{_OPERATORS[token]} a b`."
    if kind == "punctuation" and token in _ARITHMETIC:
        return message, "Templates have no arithmetic: compute the value in the expression of the rule."
    if kind == "punctuation" and token == "{":
        return message, "Close the action with `}}` before the next one opens."
    if kind == "assign":
        return message, "Compare with `eq a b`, or declare a variable with `$name := value`."
    if kind in ("string", "raw", "char", "number", "variable", "field", "word", "open_paren"):
        return message, "Put a space between the two."
    return message, "Take it out, or put the text it belongs to in quotes." if token else ""


def undefined_variable(
    name: str, *, dialect: Dialect, inside_definition: bool, scope: tuple[str, ...]
) -> tuple[str, str]:
    """Message and hint for a variable that nothing defines."""
    if inside_definition and name in dialect.variables:
        return (
            f"`{name}` is not defined inside `define` and `block`, which see only what they are given",
            'Pass what is needed: `{{ template "name" . }}`, and read it from `.` there.',
        )
    own = sorted(set(scope) - {"$"} - set(dialect.variables))
    if not dialect.variables:
        if name in _RULE_VARIABLES:
            return f"`{name}` exists in rules only, not in notifications", _RULE_VARIABLES[name]
        return f"`{name}` is not declared", nearest(name, own) or f"Declare it first: `{{{{ {name} := ... }}}}`."
    defined = ", ".join(dialect.variables)
    message = f"uses `{name}`; {dialect.system} defines only {defined}"
    if name.casefold() == "$for":
        return message, "Write the duration in words; a template cannot read it from the rule."
    near = nearest_name(name, (*dialect.variables, *own))
    if near:
        return message, f"Did you mean `{near}`?"
    label = name.removeprefix("$")
    return message, f"Write `$labels.{label}` if a label is meant, or put the value itself."


def undefined_function(name: str, *, dialect: Dialect, version: Version | None) -> tuple[str, str]:
    """Message and hint for a function that the system does not have."""
    if "$" + name in dialect.variables:
        return f"`{name}` is no function of {dialect.system}", f"Variables start with a dollar sign: `${name}`."
    if dialect.data.members.get(name) is not None:
        return f"`{name}` is no function of {dialect.system}", f"Fields start with a dot: `.{name}`."
    if not dialect.functions:
        return f"`{name}` is no function of Go", "Write the text without it; `urlquery` and `printf` are among Go's."
    other = _other_dialect(dialect)
    if name in other.functions:
        instead = _IN_NOTIFICATIONS if dialect.variables else _IN_RULES
        return f"`{name}` is a function of {other.system}, not of {dialect.system}", instead
    hint = nearest(name, dialect.known_functions(version)).replace('"', "`")
    if not hint and name in _HELM_FUNCTIONS:
        return f"`{name}` is no function of {dialect.system}, but of Helm", _HELM_HINT
    return f"`{name}` is no function of {dialect.system}", hint or "Quote it if text is meant."


def _other_dialect(dialect: Dialect) -> Dialect:
    """The templates that are taken for these: those of notifications for those of rules, and the other way round."""
    from o11ygen.gotemplate import alertmanager, prometheus

    return alertmanager.FILES if dialect.variables else prometheus.RULES


def late_function(name: str, *, dialect: Dialect, since: Version, version: Version) -> tuple[str, str]:
    """Message and hint for a function that is newer than the declared version."""
    return (
        f"`{name}` needs {dialect.system} {since}; judged as {version}",
        f"Do without `{name}`, or declare {dialect.system} {since} or later.",
    )


def unknown_field(name: str, *, of: Type, dialect: Dialect) -> tuple[str, str]:
    """Message and hint for a field that the data does not have."""
    if not of.members:
        return f"`.{name}` is asked of {of.title}, which has no fields", "Remove it."
    message = f"`.{name}` is no field of {of.title}"
    if of is dialect.data:
        for list_name, member in of.members.items():
            element = member.type.element
            if member.type.shape == "list" and element is not None and name in element.members:
                shared = f", or use `.Common{name}`" if f"Common{name}" in of.members else ""
                return message, (
                    f"It belongs to {element.title}: put it between `{{{{ range .{list_name} }}}}` and `{{{{ end }}}}`"
                    f"{shared}."
                )
        if name in _HELM_DATA:
            return f"{message}, but of a Helm chart", _HELM_HINT
        other = _other_dialect(dialect)
        if any(name in one.members for one in other.types):
            hint = "It is for notification templates; a rule has `$labels` and `$value`."
            return f"{message}, but of {other.system}'s templates", _INSTEAD.get(name, hint)
    hint = nearest_name(name, of.members)
    known = ", ".join(f"`.{member}`" for member in of.members)
    return message, f"Did you mean `.{hint}`?" if hint else f"It has {known}."
