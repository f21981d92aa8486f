"""A site to ask for pages: the one of the HTTP tests."""

from tests.api.http.conftest import (
    _no_settings,
    app,
    client,
    office,
    production,
    site,
    store,
    world,
)
from tests.office import clock

__all__ = [
    "_no_settings",
    "app",
    "client",
    "clock",
    "office",
    "production",
    "site",
    "store",
    "world",
]
