"""Static files compressed by the set-up, before any process of the server starts.

`python -m tracker.http.compressed_files FOLDER...` writes a copy of each folder, with
compressed files beside the plain ones, below dist/static. A copy's name holds a digest of the
folder's content, so that a copy of other content is never served.
"""

import hashlib
import shutil
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from whitenoise.compress import Compressor

from tracker.settings import ROOT

COPIES = ROOT / "dist" / "static"
COMPRESSED = (".br", ".gz")


@cache
def digest_of(folder: Path) -> str:
    """Return a short digest over the names and the content of a folder's plain files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in COMPRESSED:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def copy_of(folder: Path) -> Path:
    """Return where the compressed copy of a folder stands, or will stand."""
    return COPIES / f"{folder.parent.name}-{folder.name}-{digest_of(folder)}"


def compressed(folder: Path) -> Path:
    """Return the folder to serve: the compressed copy, or the folder itself without one."""
    copy = copy_of(folder)
    return copy if copy.is_dir() else folder


def compress(folder: Path) -> None:
    """Write the compressed copy of a folder, unless it is there.

    The copy gets its name when it is whole. Copies of other content are left: a server that
    runs may still serve them.
    """
    copy = copy_of(folder)
    if copy.is_dir():
        return
    COPIES.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(dir=COPIES))
    try:
        shutil.copytree(folder, unfinished, dirs_exist_ok=True)
        _compress_files(unfinished)
        unfinished.chmod(0o755)
        _rename(unfinished, copy)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _rename(unfinished: Path, copy: Path) -> None:
    """Give a copy its name, unless another process was faster."""
    try:
        unfinished.rename(copy)
    except OSError:
        if not copy.is_dir():
            raise


def _compress_files(folder: Path) -> None:
    compressor = Compressor(quiet=True)
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        compressor.compress(str(path))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        compress(Path(argument).resolve())
