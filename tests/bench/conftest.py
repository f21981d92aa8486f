"""What the tests of the benchmark share: a migrated store on each database."""

from tests.office import store

__all__ = ["store"]
