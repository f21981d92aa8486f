"""What the tests of the way out share."""

from tests.mail import smtp

__all__ = ["smtp"]
