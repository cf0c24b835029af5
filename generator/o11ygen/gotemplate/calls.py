"""Calls of functions and methods: how many arguments, of which types, and what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

from o11ygen.gotemplate import gofmt
from o11ygen.gotemplate.queries import QUERYING, queried
from o11ygen.gotemplate.record import UNKNOWN, Argument, Known, Record
from o11ygen.gotemplate.types import ANY, FLOAT, INT, NUMERIC, STRING, Signature, Type

# Labels that Prometheus itself fills with numbers.
_NUMERIC_LABELS = frozenset({"le", "quantile"})
_BASIC = ("bool", "int", "float", "string", "complex")
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_SPAN = re.compile(r"-?(?:0|(?:\d+y)?(?:\d+w)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?)", re.ASCII)
_FLOAT_TEXT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?(?i:inf|infinity)|(?i:nan)")


def call(record: Record, name: str, *, signature: Signature, arguments: Sequence[Argument], offset: int) -> Known:
    """What comes of a function or method (`.Name`) that is given these arguments."""
    given, least = len(arguments), signature.least
    if given < least or (given > least and signature.repeated is None) or (name == "eq" and given < 2):
        wanted = max(least, 2) if name == "eq" else least
        more = "at least " if signature.repeated is not None else ""
        plural = "argument" if wanted == 1 else "arguments"
        message = f"`{name}` takes {more}{wanted or 'no'} {plural} and gets {given}"
        record.problem("arity", message, _arity_hint(record, name, given), offset=offset)
        return through(record, name, arguments, UNKNOWN)
    result = signature.result
    fits = [_argument(record, name, argument, signature.parameter(n)) for n, argument in enumerate(arguments)]
    special = _SPECIAL.get(name)
    if special is not None and all(fits):
        result = special(record, name, arguments, offset) or result
    known = Known(result)
    if name in QUERYING:
        known = queried(record, name, arguments, known, offset=offset)
    return through(record, name, arguments, known)


def through(record: Record, name: str, arguments: Sequence[Argument], result: Known) -> Known:
    """Note that tracked values go through a function."""
    for argument in arguments:
        use = argument.value.use
        if use is not None:
            record.uses[use] = (*record.uses.get(use, ()), name)
            result = result._replace(use=use)
    return result


def _arity_hint(record: Record, name: str, given: int) -> str:
    if given == 0 and f"${name}" in record.dialect.variables:
        return f"Write `${name}` for the variable."
    return "Give it what it takes." if given == 0 else ""


def _argument(record: Record, name: str, argument: Argument, wanted: Type) -> bool:
    value = argument.value
    _arms(record, name, argument, lambda trial, arm: _argument(trial, name, arm, wanted))
    if wanted is NUMERIC:
        return _numeric(record, name, argument)
    if not wanted.known or not value.type.known or value.type.go == wanted.go:
        return True
    if value.type.shape == "nil":
        if wanted.shape in ("map", "list") or wanted.go.startswith("*"):
            return True
    elif wanted.shape == "list" and value.type.shape == "list" and wanted.element is value.type.element:
        # A named list goes where a plain one of the same elements is asked for.
        return True
    hint = _text_hint(value.type) if wanted is STRING else ""
    if wanted.shape == "list" and "Values" in value.type.members:
        hint = "Take its `.Names` or `.Values`."
    message = f"`{name}` takes {wanted.title} and gets {value.type.title}"
    record.problem("type", message, hint, offset=argument.offset)
    return False


def _arms(record: Record, name: str, argument: Argument, judge: Callable[[Record, Argument], object]) -> None:
    """Judge what `and` or `or` may give, one by one: which it is depends on the data."""
    for arm in argument.value.type.arms:
        trial = replace(record, problems={})
        judge(trial, Argument(Known(arm), argument.offset))
        if trial.problems:
            message = f"`{name}` may get {arm.title}, which it does not take, from `and` or `or`"
            hint = "Choose with `if` and `else` instead."
            record.problem("type", message, hint, offset=argument.offset, certain=False)


def _text_hint(type_: Type) -> str:
    if type_.shape in ("float", "int"):
        return f'Make text of it first, with `printf "{gofmt.verb(type_.shape)}"`.'
    return "Give it one label." if type_.shape == "map" else ""


def _numeric(record: Record, name: str, argument: Argument) -> bool:
    value = argument.value
    shape = value.type.shape
    if shape in ("any", "int", "float"):
        return True
    if shape != "string" or value.type is not STRING:
        message = f"`{name}` takes a number and gets {value.type.title}"
        record.problem("type", message, "Give it `$value`." if record.tracked else "", offset=argument.offset)
        return False
    if value.literal is not None:
        if _FLOAT_TEXT.fullmatch(value.literal):
            return True
        record.problem("type", f"`{name}` takes a number and gets `{value.literal}`", offset=argument.offset)
        return False
    if value.label in _NUMERIC_LABELS:
        return True
    source = f"the label `{value.label}`" if value.label else "text"
    message = f"`{name}` takes a number, so {source} must be one"
    hint = "Print it as it is." if value.label else "Format the number once."
    record.problem("type", message, hint, offset=argument.offset, certain=False)
    return False


def _compare(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> None:
    first, *others = (argument.value for argument in arguments)
    ordered = name in ("lt", "le", "gt", "ge")
    for other in others:
        for one, two in product(first.type.arms or (first.type,), other.type.arms or (other.type,)):
            if _comparable(one, two, ordered=ordered):
                continue
            if first.type.arms or other.type.arms:
                message = f"`{name}` may have to compare {one.title} with {two.title}, which `and` or `or` gives"
                record.problem("type", message, "Choose with `if` and `else` instead.", offset=offset, certain=False)
            else:
                message = f"`{name}` cannot compare {one.title} with {two.title}"
                record.problem("type", message, _compare_hint(first, other), offset=offset)
            break


def _comparable(one: Type, two: Type, *, ordered: bool) -> bool:
    if not (one.known and two.known) or (not ordered and "nil" in (one.shape, two.shape)):
        return True
    return one.shape == two.shape and one.shape in _BASIC and not (ordered and one.shape in ("bool", "complex"))


def _compare_hint(first: Known, other: Known) -> str:
    for one, two in ((first, other), (other, first)):
        if one.literal is None:
            continue
        if one.type is INT and two.type.shape == "float":
            return f"Write `{one.literal}.0`: Go compares a number only with one that has decimals too."
        if one.type in (INT, FLOAT) and two.type.shape == "string":
            return f'Quote it: `"{one.literal}"`.'
    return "Compare values of the same type."


def _index(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> Type:
    _arms(record, name, arguments[0], lambda trial, arm: _index(trial, name, (arm, *arguments[1:]), offset))
    current = arguments[0].value.type
    for argument in arguments[1:]:
        key = argument.value
        if current.shape == "map":
            if key.type.known and key.type.shape != "string":
                message = f"`{name}` asks {current.title} for {key.type.title}"
                record.problem("type", message, "Ask for a name in double quotes.", offset=argument.offset)
                return ANY
            if key.literal is not None:
                record.read(current, key.literal, offset=argument.offset, query=arguments[0].value.query)
            current = current.element or ANY
        elif current.shape in ("list", "string"):
            if key.type.known and key.type.shape != "int":
                message = f"`{name}` counts in {current.title} and gets {key.type.title}"
                record.problem("type", message, "Give it a whole number, from 0.", offset=argument.offset)
                return ANY
            current = current.element or INT
        elif current.known:
            message = f"`{name}` cannot look into {current.title}"
            record.problem("type", message, "Give it labels or a list first.", offset=arguments[0].offset)
            return ANY
        else:
            return ANY
    return current


def _length(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> None:
    _arms(record, name, arguments[0], lambda trial, arm: _length(trial, name, (arm, *arguments[1:]), offset))
    type_ = arguments[0].value.type
    if type_.known and type_.shape not in ("map", "list", "string"):
        record.problem("type", f"`{name}` cannot measure {type_.title}", offset=arguments[0].offset)


def _slice(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> Type:
    _arms(record, name, arguments[0], lambda trial, arm: _slice(trial, name, (arm, *arguments[1:]), offset))
    type_ = arguments[0].value.type
    if type_.known and type_.shape not in ("list", "string"):
        record.problem("type", f"`{name}` cannot cut {type_.title}", offset=arguments[0].offset)
        return ANY
    for argument in arguments[1:]:
        if argument.value.type.known and argument.value.type.shape != "int":
            message = f"`{name}` cuts at a whole number and gets {argument.value.type.title}"
            record.problem("type", message, offset=argument.offset)
    return type_


def _either(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> Type:
    types = tuple(dict.fromkeys(argument.value.type for argument in arguments))
    return types[0] if len(types) == 1 else Type("any", ANY.title, ANY.go, arms=types)


def _pattern(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> None:
    pattern = arguments[0]
    if pattern.value.literal is None:
        return
    # Few templates have a pattern, and compiling what reads patterns costs as much as parsing a hundred templates.
    from o11ygen.gotemplate import regexp

    try:
        regexp.compile_pattern(pattern.value.literal)
    except regexp.UntranslatableError:
        return  # RE2 may read it; nothing is said against what cannot be tried
    except regexp.PatternError as error:
        message = f"`{name}` gets the pattern `{pattern.value.literal}`: {error}"
        record.problem("regexp", message, "Write it in RE2 syntax.", offset=pattern.offset)


def _span(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> None:
    argument = arguments[0]
    text = argument.value.literal
    if text is not None and (not text or not _SPAN.fullmatch(text)):
        message = f"`{name}` gets `{text}`, which is no duration"
        record.problem("type", message, "Write it as in `1h30m`.", offset=argument.offset)


def _printf(record: Record, name: str, arguments: Sequence[Argument], offset: int) -> None:
    text, values = arguments[0].value.literal, arguments[1:]
    if text is None:
        return
    directives = [piece for piece in gofmt.directives(text) if isinstance(piece, gofmt.Directive)]
    if any(any(one.indexes) or any(one.stars) for one in directives):
        return
    printed = [one for one in directives if one.verb != "%"]
    if len(printed) != len(values):
        mark = "`%!(EXTRA ...)`" if len(printed) < len(values) else "`(MISSING)`"
        count = f"{len(printed)} verb{'' if len(printed) == 1 else 's'} and {len(values)}"
        message = f'`printf "{text}"` has {count} value{"" if len(values) == 1 else "s"}'
        hint = "Give one value for each verb."
        record.problem("format", message, hint, offset=offset, outcome=f"{mark} stands in the text")
    for one, argument in zip(printed, values, strict=False):
        type_ = argument.value.type
        if type_.known and not gofmt.fits(one.verb, type_) and one.verb:
            message = f"`{one.text}` prints {gofmt.takes(one.verb)} and gets {type_.title}"
            outcome = f"`%!{one.verb}({type_.go}=...)` stands in the text"
            hint = f"Write `{gofmt.verb(type_.shape)}`."
            record.problem("format", message, hint, offset=argument.offset, outcome=outcome)


_SPECIAL: dict[str, Callable[[Record, str, Sequence[Argument], int], Type | None]] = {
    **dict.fromkeys(_COMPARISONS, _compare),
    "index": _index,
    "len": _length,
    "slice": _slice,
    "and": _either,
    "or": _either,
    "match": _pattern,
    "parseDuration": _span,
    "reReplaceAll": _pattern,
    "printf": _printf,
}
