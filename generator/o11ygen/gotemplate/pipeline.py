"""Pipelines: the inside of an action, from tokens to commands and operands."""

from __future__ import annotations

from o11ygen.gotemplate import literals, wording
from o11ygen.gotemplate.dialect import Dialect, newer
from o11ygen.gotemplate.lexer import Token, tokenize
from o11ygen.gotemplate.nodes import (
    Bool,
    Chain,
    Command,
    Dot,
    Field,
    Function,
    Nil,
    Number,
    Operand,
    Pipeline,
    String,
    Variable,
)
from o11ygen.gotemplate.problem import Kind, Problem
from o11ygen.version import Version

# Deeper than any template a person writes, and well within Python's stack.
MAX_DEPTH = 60
_FIELDLESS = (Bool, String, Number, Nil, Dot)
_STARTS = frozenset(
    ("bool", "char", "complex", "dot", "field", "word", "number", "nil", "raw", "string", "variable", "open_paren")
)


class BrokenError(Exception):
    """The rest of an action cannot be read; its problem is already noted."""


class PipelineParser:
    """Reads pipelines from the tokens of a template, and notes what is wrong with them.

    A name that is not defined is noted and reading goes on; what has no meaning at all raises BrokenError.
    """

    def __init__(self, text: str, *, dialect: Dialect, version: Version | None) -> None:
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.dialect = dialect
        self.version = version
        self.go = dialect.go(version)
        self.scope = ["$", *dialect.variables]
        self.inside_definition = False
        self.assigned: set[str] = set()
        self.depth = 0
        self.problems: list[Problem] = []

    def report(self, kind: Kind, words: tuple[str, str], *, offset: int) -> None:
        """Note a fault for which the program refuses the template."""
        message = f"{words[0]}; {self.dialect.refusal}"
        self.problems.append(Problem(kind, message, words[1], offset, refused=self.dialect.refuses))

    def broken(self, token: Token, context: str) -> BrokenError:
        """Note that a token cannot stand where it does."""
        kind, text, offset, _ = token
        if kind == "error":
            self.report("syntax", wording.lexical(text, text=self.text, offset=offset), offset=offset)
        else:
            self.report("syntax", wording.unexpected(text, kind=kind, context=context), offset=offset)
        return BrokenError()

    def fault(self, message: str, hint: str = "", *, offset: int) -> BrokenError:
        """Note a fault of form."""
        self.report("syntax", (message, hint), offset=offset)
        return BrokenError()

    def pipeline(self, context: str, *, end: str) -> Pipeline:
        """Read up to and with the token that ends the pipeline."""
        tokens = self.tokens
        start = tokens[self.index]
        variables, assigns = self._declarations(context)
        commands: list[Command] = []
        while True:
            token = tokens[self.index]
            kind = token[0]
            if kind == end:
                break
            if kind not in _STARTS:
                raise self.broken(token, context)
            commands.append(self._command(commands))
        if not commands:
            raise self.fault(f"{context} has no value", "Write what it is to use.", offset=start[2])
        self.index += 1
        return Pipeline(start[2], tuple(commands), variables, assigns)

    def _declarations(self, context: str) -> tuple[tuple[Variable, ...], bool]:
        tokens = self.tokens
        variables: list[Variable] = []
        while tokens[self.index][0] == "variable":
            _, name, offset, _ = tokens[self.index]
            kind, text, _, _ = tokens[self.index + 1]
            if kind == "declare" or kind == "assign":
                self.index += 2
                variables.append(Variable(offset, name))
                self.scope.append(name)
                if kind == "assign":
                    self.assigned.add(name)
                return tuple(variables), kind == "assign"
            if kind != "punctuation" or text != ",":
                break
            self.index += 2
            variables.append(Variable(offset, name))
            self.scope.append(name)
            if context != "range" or len(variables) > 1:
                raise self.fault(f"{context} declares too many variables", "Declare one.", offset=offset)
            if tokens[self.index][0] not in ("variable", "close", "close_paren"):
                raise self.fault("range declares variables only, as in `$i, $x := ...`", offset=offset)
        return tuple(variables), False

    def _command(self, before: list[Command]) -> Command:
        tokens = self.tokens
        operands: list[Operand] = []
        start = tokens[self.index]
        while True:
            operand = self._operand()
            if operand is not None:
                operands.append(operand)
            kind, _, _, spaced = token = tokens[self.index]
            if kind == "pipe":
                self.index += 1
                break
            if kind == "close" or kind == "close_paren":
                break
            if not spaced or operand is None:
                raise self.broken(token, "an operand")
        if before and start[0] in ("bool", "dot", "nil", "number", "char", "complex", "string", "raw"):
            words = f"`{start[1]}` takes no value from a pipe", "Pipe into a function."
            self.report("syntax", words, offset=start[2])
        return Command(start[2], tuple(operands))

    def _operand(self) -> Operand | None:
        term = self._term()
        if term is None:
            return None
        kind, text, offset, spaced = self.tokens[self.index]
        if kind != "field" or spaced:
            return term
        fields: list[str] = []
        while kind == "field" and not spaced:
            fields.append(text[1:])
            self.index += 1
            kind, text, _, spaced = self.tokens[self.index]
        if isinstance(term, Variable):
            return Variable(term.offset, term.name, tuple(fields))
        if isinstance(term, Field):
            return Field(term.offset, (*term.names, *fields))
        if isinstance(term, _FIELDLESS):
            raise self.fault(f"`.{fields[0]}` is asked of a constant", "Remove the field.", offset=offset)
        return Chain(offset, term, tuple(fields))

    def _term(self) -> Operand | None:
        kind, text, offset, _ = self.tokens[self.index]
        if kind not in _STARTS:
            return None
        self.index += 1
        if kind == "variable":
            if text not in self.scope:
                self._undefined(text, offset)
            return Variable(offset, text)
        if kind == "word":
            self._check_function(text, offset)
            return Function(offset, text)
        if kind == "field":
            return Field(offset, (text[1:],))
        if kind == "open_paren":
            return self._parenthesised(offset)
        if kind == "dot":
            return Dot(offset)
        return self._constant(kind, text, offset)

    def _constant(self, kind: str, text: str, offset: int) -> Operand:
        if kind == "nil":
            return Nil(offset)
        if kind == "bool":
            return Bool(offset, text == "true")
        try:
            if kind in ("string", "raw"):
                return String(offset, literals.unquote(text))
            if kind == "char":
                return Number(offset, text, literals.character(text))
            return Number(offset, text, literals.number(text) if kind == "number" else literals.complex_number(text))
        except ValueError as error:
            hint = 'Write text in double quotes: `"`.' if kind == "char" else ""
            self.report("syntax", (str(error), hint), offset=offset)
            return Number(offset, text, 0) if kind in ("number", "complex") else String(offset, text[1:-1])

    def _parenthesised(self, offset: int) -> Pipeline:
        self.enter(offset)
        pipeline = self.pipeline("a parenthesis", end="close_paren")
        self.depth -= 1
        return pipeline

    def enter(self, offset: int) -> None:
        """Go one level deeper; raises BrokenError where that would be deeper than can be read."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} deep, deeper than o11ygen reads"
            self.problems.append(Problem("depth", message, "Split the template.", offset))
            self.index = len(self.tokens) - 1
            raise BrokenError

    def _undefined(self, name: str, offset: int) -> None:
        words = wording.undefined_variable(
            name, dialect=self.dialect, inside_definition=self.inside_definition, scope=tuple(self.scope)
        )
        self.report("variable", words, offset=offset)

    def _check_function(self, name: str, offset: int) -> None:
        function = self.dialect.function(name)
        if function is None:
            words = wording.undefined_function(name, dialect=self.dialect, version=self.version)
            self.report("function", words, offset=offset)
        elif self.version is not None and function.since is not None and newer(function.since, self.version):
            words = wording.late_function(name, dialect=self.dialect, since=function.since, version=self.version)
            self.report("version", words, offset=offset)

    def late_syntax(self, what: str, *, go: Version, offset: int) -> None:
        """Note syntax that the Go release behind the declared version does not know."""
        if self.version is not None and self.go < go:
            since = self.dialect.since_go(go)
            words = (
                f"{what} needs {self.dialect.system} {since}; judged as {self.version}",
                f"Do without it, or declare {self.dialect.system} {since} or later.",
            )
            self.report("version", words, offset=offset)
