"""The definitions that we ship, loaded once for all tests of a process."""

from functools import cache
from importlib.resources import files

from engine.library import Library
from engine.loader import load


@cache
def the_library() -> Library:
    """Load them; nothing in a library can be changed."""
    return load(files("workflows"))
