"""Libraries that are loaded when they are first used: most commands and pages do without them.

A module names one twice, so that the types of what it uses are known too:

    if TYPE_CHECKING:
        import pandas as pd
    else:
        pd = LateImport("pandas")
"""

from importlib import import_module
from typing import Any


class LateImport:
    """A library, or a module of one, which is loaded as soon as anything of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:  # noqa: ANN401 - whatever the library has
        """Load the library; what was found is at hand from then on."""
        found = getattr(import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found
