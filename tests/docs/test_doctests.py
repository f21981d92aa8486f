"""The examples in our docstrings are executed."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import api
import engine
import notifications

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def modules_of(package: ModuleType) -> list[str]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [module.name for module in found if ".migrations" not in module.name]


@pytest.mark.parametrize(
    "name", [name for package in (engine, notifications, api) for name in modules_of(package)]
)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)

    assert result.failed == 0, f"{result.failed} example(s) of {name} do not hold"
