"""Routes: their patterns, and what builds their addresses, are made once in a process of tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
Compile = Callable[[Rule, bool], Builder]


def compile_once(compile_builder: Any) -> Compile:  # noqa: ANN401 - a method that werkzeug keeps to itself
    """Let werkzeug compile the builder of an address once for all rules that are spelled alike.

    A builder is a function of the rule's text and defaults alone.
    """
    made: dict[tuple[object, ...], Builder] = {}

    @wraps(compile_builder)
    def compile_or_take(rule: Rule, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 - as in werkzeug
        defaults = tuple((rule.defaults or {}).items())
        key = rule.rule, tuple(rule._trace), defaults, append_unknown  # noqa: SLF001 - what it is compiled of
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    return compile_or_take


def read_once(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """Let werkzeug take a rule's text apart once for all maps that know the same converters."""
    made: dict[tuple[object, ...], tuple[Any, ...]] = {}

    @wraps(compile_rule)
    def compile_or_take(rule: Rule) -> None:
        converters = tuple(rule.map.converters.items())
        key = rule.rule, rule.subdomain, rule.host, rule.merge_slashes, converters
        if key not in made:
            compile_rule(rule)
            made[key] = rule._parts, rule._trace, rule._converters  # noqa: SLF001 - as below
            return
        rule._parts, rule._trace, rule._converters = made[key]  # noqa: SLF001 - what is compiled
        rule.arguments.update(rule._converters)  # noqa: SLF001
        rule._build = rule._compile_builder(False).__get__(rule, None)  # noqa: SLF001
        rule._build_unknown = rule._compile_builder(True).__get__(rule, None)  # noqa: SLF001

    return compile_or_take
