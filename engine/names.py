"""How things in a definition may be called."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

NAME_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
"""Plain enough to stand in a key, a link and a diagram without being escaped."""

Name: TypeAlias = Annotated[str, Field(pattern=NAME_PATTERN)]
