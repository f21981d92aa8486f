"""What Prometheus reads: requests by route and status, and how the work is doing."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.allow import METHODS
from engine.service.figures import figures_of
from engine.service.office import Office


class Meters:
    """Counts what is answered; reads the rest from the office when it is asked."""

    def __init__(self, office: Office) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "regietafel_http_requests",
            "Requests by the template of their route, never by their address.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._registry.register(_OfTheOffice(office))

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

    def __init__(self, office: Office) -> None:
        self._office = office

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
        if figures.last_sweep is not None:
            age = (self._office.clock.now() - figures.last_sweep).total_seconds()
            yield GaugeMetricFamily(
                "regietafel_sweep_age_seconds", "Since the clock at work ran last.", value=age
            )
