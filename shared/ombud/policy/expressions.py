"""The rule language: CEL, the Common Expression Language, by Google's own runtime. Nothing else knows its package.

An expression is type-checked against the declared signals when a policy is loaded. `matches()` runs on RE2 and macros
over lists are refused, so evaluation takes time linear in the length of the text.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache

from cel_expr_python import cel

from ombud.policy.signals import SIGNALS, Signal, SignalType

LONGEST_EXPRESSION = 2000

_CEL_TYPES = {
    SignalType.BOOLEAN: cel.Type.BOOL,
    SignalType.INTEGER: cel.Type.INT,
    SignalType.NUMBER: cel.Type.DOUBLE,
    SignalType.TEXT: cel.Type.STRING,
}

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_MACROS = ("all", "exists", "exists_one", "map", "filter")
_MACRO = re.compile(rf"\.\s*(?:{'|'.join(_MACROS)})\s*\(")
_CEL_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.+)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']+)'")


class Outcome(Enum):
    """What came of evaluating a condition."""

    TRUE = "true"
    FALSE = "false"
    NOT_APPLICABLE = "not_applicable"
    """A signal that the condition needs is absent."""
    FAILED = "failed"


class ExpressionError(Exception):
    """Why an expression is refused; line and column count from 1 within the expression."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.message = message


class Condition:
    """A compiled condition over signals."""

    def __init__(self, source: str, declared: Mapping[str, Signal] = SIGNALS) -> None:
        """Compile and type-check against the declared signals; `ExpressionError` says where and what is wrong."""
        self.source = source
        self.signals = _signals_in(source, declared)
        _refuse_what_is_not_linear(source)
        environment = _environment(tuple((name, signal.type) for name, signal in declared.items()))
        try:
            self._compiled = environment.compile(source)
        except RuntimeError as error:
            raise _explain(str(error), source, declared) from None
        if self._compiled.return_type() != cel.Type.BOOL:
            raise ExpressionError(
                1, 1, f"a condition is true or false, but this is of type {self._compiled.return_type()}"
            )

    def evaluate(self, values: Mapping[str, object]) -> Outcome:
        """Evaluate over the signals that are present; absent ones are simply missing from `values`."""
        if any(name not in values for name in self.signals):
            return Outcome.NOT_APPLICABLE
        result = self._compiled.eval(data={name: values[name] for name in self.signals})
        if result.type() != cel.Type.BOOL:  # an error comes back as a value, and would be truthy
            return Outcome.FAILED
        return Outcome.TRUE if result.value() else Outcome.FALSE


@lru_cache(maxsize=64)
def _environment(declared: tuple[tuple[str, SignalType], ...]) -> cel.Env:
    return cel.NewEnv(variables={name: _CEL_TYPES[kind] for name, kind in declared})


def _signals_in(source: str, declared: Mapping[str, Signal]) -> tuple[str, ...]:
    bare = _STRING.sub("''", source)
    return tuple(dict.fromkeys(name for name in _NAME.findall(bare) if name in declared))


def _refuse_what_is_not_linear(source: str) -> None:
    if len(source) > LONGEST_EXPRESSION:
        raise ExpressionError(1, 1, f"longer than {LONGEST_EXPRESSION} characters; split it into several rules")
    bare = _STRING.sub(lambda match: " " * len(match.group()), source)
    found = _MACRO.search(bare)
    if found:
        line = bare.count("\n", 0, found.start()) + 1
        column = found.start() - (bare.rfind("\n", 0, found.start()) + 1) + 1
        raise ExpressionError(line, column, f"macros over lists ({', '.join(_MACROS)}) are not allowed in rules")


def _explain(message: str, source: str, declared: Mapping[str, Signal]) -> ExpressionError:
    found = _CEL_ERROR.search(message)
    if not found:
        return ExpressionError(1, 1, message.strip().splitlines()[0])
    line, column, what = int(found[1]), int(found[2]), found[3].split(" (in container")[0]
    undeclared = _UNDECLARED.search(what)
    if undeclared:
        near = get_close_matches(undeclared[1], declared, n=3, cutoff=0.6)
        column = source.splitlines()[line - 1].find(undeclared[1]) + 1 or column
        hint = f"; did you mean {' or '.join(near)}?" if near else "; `ombud policy signals` lists them all"
        return ExpressionError(line, column, f"there is no signal '{undeclared[1]}'{hint}")
    return ExpressionError(line, column, what)
