"""SQL that is compiled once in a process of tests, not once for each of its many databases."""

from collections import defaultdict
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.util import LRUCache

MOST = 3_000  # statements of a kind of database; a whole run has more, and those of a folder fit


class CompiledStatements(LRUCache[Any, Any]):
    """The compiled statements of all engines of one kind of database.

    SQLAlchemy's keys begin with the dialect, an object of each engine; here its place is empty.
    """

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401 - keys are SQLAlchemy's own
        """Return what was compiled for a statement, whichever engine it was compiled for."""
        return super().get((None, *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - keys are SQLAlchemy's own
        """Keep what was compiled for a statement."""
        super().__setitem__((None, *key[1:]), value)


_KEPT: defaultdict[str, CompiledStatements] = defaultdict(lambda: CompiledStatements(MOST))


def share_compiled_statements() -> None:
    """Let all engines of this process use what one of them has compiled."""
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_KEPT[connection.dialect.name])
