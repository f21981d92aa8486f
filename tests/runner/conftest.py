"""What the tests of the runners share: an office on each database, and a mail server."""

from tests.mail import smtp
from tests.office import clock, office, store, world

__all__ = ["clock", "office", "smtp", "store", "world"]
