"""What the server writes down about itself: a line of JSON each, and never a value of a case."""

from __future__ import annotations

import logging
import sys

import structlog

_log = structlog.get_logger(__name__)


def log_as_json(least: int) -> None:
    """Write everything from level ``least`` on to stderr, our own lines and the libraries'."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    logging.basicConfig(level=max(least, logging.WARNING), handlers=[WithoutValues()], force=True)


class WithoutValues(logging.Handler):
    """Passes on what a library logs as it wrote it down, before values are put in.

    Values, and the words of an exception, may be a name or an address; a traceback shows both.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write the pattern, who logs, and the type of what was raised."""
        words = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        raised = record.exc_info[0] if record.exc_info else None
        _log.log(
            record.levelno,
            "library",
            logger=record.name,
            words=words.strip(),
            error=raised.__name__ if raised else None,
        )
