"""The only SQL: tables, migrations, repositories, and the one place that commits."""

from sqlalchemy import Connection

__all__ = ["Connection"]  # whoever hands one on annotates with it
