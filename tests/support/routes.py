"""Routes: the functions that build their addresses are compiled once in a process of tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
Compile = Callable[[Rule, bool], Builder]


def compile_once(compile_builder: Any) -> Compile:  # noqa: ANN401 - a method that werkzeug keeps to itself
    """Let werkzeug compile the builder of an address once for all rules that are spelled alike.

    A builder is a function of the rule's text alone, unless the rule has defaults.
    """
    made: dict[tuple[object, ...], Builder] = {}

    @wraps(compile_builder)
    def compile_or_take(rule: Rule, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 - as in werkzeug
        if rule.defaults:
            builder: Builder = compile_builder(rule, append_unknown)
            return builder
        key = rule.rule, tuple(rule._trace), append_unknown  # noqa: SLF001 - what it is compiled of
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    return compile_or_take
