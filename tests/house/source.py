"""The files of the project, as the tests of the house read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# The clone may belong to someone else, as in a container; reading its names is harmless.
GIT = ("git", "-c", "safe.directory=*")
PRODUCT = ("api", "engine", "notifications")


@cache
def project_files() -> tuple[Path, ...]:
    """List what is tracked or about to be: all files that git does not ignore."""
    listing = subprocess.run(
        [*GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = {ROOT / name for name in listing.split("\0") if name}
    return tuple(sorted(path for path in paths if path.is_file()))


@cache
def text_of(path: Path) -> str:
    """Read a file; what is no text reads as empty."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a module once for all tests."""
    return ast.parse(text_of(path), filename=str(path))


def modules(*folders: str) -> Iterator[Path]:
    """List the Python modules, of the whole project or of some top-level folders."""
    for path in project_files():
        top = path.relative_to(ROOT).parts[0]
        if path.suffix == ".py" and (not folders or top in folders):
            yield path


def name_of(path: Path) -> str:
    """Name a file as one reads it: from the top of the project, with slashes."""
    return path.relative_to(ROOT).as_posix()
