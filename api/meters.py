"""What Prometheus reads: requests by route and status, and how the work is doing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.allow import METHODS
from engine.ports import RunnerHealth
from engine.runner.health import health_of
from engine.service.anchoring import unkept_for
from engine.service.figures import figures_of
from engine.service.office import Office


class Meters:
    """Counts what is answered; reads the rest from the office when it is asked."""

    def __init__(self, office: Office, anchor_places: Sequence[str] = ()) -> None:
        """Read from this office; ``anchor_places`` keep its seals, by name."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "regietafel_http_requests",
            "Requests by the template of their route, never by their address.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._registry.register(_OfTheOffice(office, anchor_places))

    def count(self, scope: Scope, status: int) -> None:
        """One request more."""
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()

    def text(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return generate_latest(self._registry)


class Counting:
    """Counts every answer."""

    def __init__(self, app: ASGIApp, *, meters: Meters) -> None:
        self.app, self._meters = app, meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and count when the answer begins."""

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._meters.count(scope, message["status"])
            await send(message)

        await self.app(scope, receive, counted)


class _OfTheOffice(Collector):
    """Numbers that are in the database already, so they are not kept twice."""

    def __init__(self, office: Office, anchor_places: Sequence[str]) -> None:
        self._office, self._places = office, anchor_places

    def describe(self) -> list[Metric]:
        """Nothing beforehand: registering would else ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The numbers now; without a sweep there is no age."""
        figures = figures_of(self._office)
        cases = GaugeMetricFamily("regietafel_open_cases", "Open cases.", labels=["workflow"])
        for workflow, count in sorted(figures.open_cases.items()):
            cases.add_metric([workflow], count)
        notices = GaugeMetricFamily("regietafel_notices", "Messages.", labels=["state"])
        for state, count in sorted(figures.notices.items()):
            notices.add_metric([state], count)
        yield from (cases, notices)
        yield from _of_the_clock(health_of(self._office), self._office.clock.now())
        if self._places:
            yield GaugeMetricFamily(
                "regietafel_unanchored_age_seconds",
                "Since the oldest row of the trails was sealed, or written, that is in no anchor.",
                value=unkept_for(self._office, self._places).total_seconds(),
            )


def _of_the_clock(health: RunnerHealth, now: datetime) -> Iterator[Metric]:
    """How the clock at work is doing; an age of nothing is left out."""
    ages = {
        ("regietafel_sweep_age_seconds", "Since the clock at work ran last."): health.last_sweep,
        (
            "regietafel_undelivered_age_seconds",
            "Since the oldest message was made that should have arrived.",
        ): health.oldest_notice,
    }
    for (name, words), since in ages.items():
        if since is not None:
            yield GaugeMetricFamily(name, words, value=(now - since).total_seconds())
    counts = {
        ("regietafel_due_reminders", "Reminders that should have gone out."): health.due_reminders,
        ("regietafel_due_notices", "Messages that should have left."): health.open_notices,
        ("regietafel_failed_today", "Messages of today that failed."): health.failed_today,
        ("regietafel_open_work", "Work for a role that is not done."): health.open_work,
        ("regietafel_late_reviews", "Reviews of who looked that are late."): health.late_reviews,
        ("regietafel_clock_jumped", "1 while the clock is not believed."): int(
            health.jumped_at is not None
        ),
        ("regietafel_mail_held", "1 while mail waits after a restore."): int(
            health.held_at is not None
        ),
    }
    for (name, words), count in counts.items():
        yield GaugeMetricFamily(name, words, value=count)
