"""Tables in which rows are only added: a trigger refuses to change or to remove one."""

from alembic import op

_ON_POSTGRES = """
create function {table}_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception '{table} is append-only';
end
$$
"""
_ROWS = """
create trigger {table}_append_only before update or delete on {table}
for each row execute function {table}_is_append_only()
"""
_ALL_ROWS = """
create trigger {table}_no_truncate before truncate on {table}
for each statement execute function {table}_is_append_only()
"""
_ON_SQLITE = """
create trigger {table}_no_{act} before {act} on {table}
begin
    select raise(abort, '{table} is append-only');
end
"""


def protect(table: str) -> None:
    """Refuse UPDATE and DELETE on ``table``; on PostgreSQL TRUNCATE too."""
    if op.get_context().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(_ON_SQLITE.format(table=table, act=act))
        return
    for statement in (_ON_POSTGRES, _ROWS, _ALL_ROWS):
        op.execute(statement.format(table=table))


def unprotect(table: str) -> None:
    """Allow them again, before the table goes."""
    if op.get_context().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"drop trigger {table}_no_{act}")
        return
    op.execute(f"drop function {table}_is_append_only() cascade")
