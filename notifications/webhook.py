"""Events to other systems: CloudEvents in the NL GOV profile, signed as Standard Webhooks say.

An event holds ids and links, and no personal data: the receiver asks for the rest with its own
rights. Source: PAGES 6.4.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Collection
from functools import cached_property
from uuid import UUID, uuid5

import httpx2
from standardwebhooks import Webhook

from engine.ports import Clock, Gone, HookCall, NotSent, Sent, Uncertain, Unreached
from notifications.reach import Address, Budget, NotAllowed, Resolve, addresses_of, resolved

Answer = Sent | NotSent | Uncertain | Unreached | Gone

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
TYPE = "nl.regietafels.case"
TIMEOUT_S = 15.0
WANTS_NO_MORE = 410


class WebhookSender:
    """Tells one address of one event; only 2xx is success, and no redirect is followed."""

    def __init__(
        self,
        *,
        base_url: str,
        source: str,
        clock: Clock,
        allow: Collection[str] = (),
        timeout_s: float = TIMEOUT_S,
        resolve: Resolve = resolved,
        trust: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        """Know where the links lead and who we are.

        Args:
            source: what the event says that it comes from: a URN with an OIN, or our address.
            clock: the true time, also in a demo: a receiver refuses what is signed at another.
            allow: hosts that may be private, or without https.
            timeout_s: for all of one call together, from the connection on.
            trust: whose certificates are believed; asked at the first call.
        """
        self._base_url, self._source, self._clock = base_url, source, clock
        self._allow, self._timeout_s, self._resolve = frozenset(allow), timeout_s, resolve
        self._make_trust = trust

    def call(self, call: HookCall) -> Answer:
        """Tell of the event; whatever the other side does becomes an answer."""
        body = self._body(call)
        headers = {"Content-Type": CONTENT_TYPE, **self._signed(call, body)}
        try:
            found = addresses_of(call.url, self._allow, self._resolve)
        except NotAllowed as error:
            return Unreached(str(error))
        answer: Answer = Unreached("the host has no address")
        for address in found:
            answer = self._offer(address, headers, body)
            if not isinstance(answer, Unreached):
                break
        return answer

    def _offer(self, address: Address, headers: dict[str, str], body: str) -> Answer:
        """Offer it at one address, which was looked at; the name is not asked for again."""
        budget = Budget(self._timeout_s)
        try:
            with budget, self._client() as client:
                request = client.build_request(
                    "POST",
                    address.url,
                    content=body,
                    headers={**headers, "Host": address.host_header},
                    extensions={"sni_hostname": address.host, "trace": budget.watch},
                )
                response = client.send(request, stream=True)
                response.close()  # what it says beside the status is nothing to us
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            return Unreached(f"no connection: {type(error).__name__}")
        except httpx2.HTTPError as error:
            return Uncertain(f"no answer: {type(error).__name__}")
        return _verdict(response.status_code)

    def _client(self) -> httpx2.Client:
        return httpx2.Client(
            trust_env=False,  # a proxy would look the name up again, and may go anywhere
            follow_redirects=False,
            timeout=self._timeout_s,
            verify=self._trust,
        )

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return self._make_trust()

    def _signed(self, call: HookCall, body: str) -> dict[str, str]:
        """With every secret: while one replaces the other the receiver may know either."""
        now = self._clock.now()
        return {
            "webhook-id": call.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(
                Webhook(secret).sign(call.id, now, body) for secret in call.secrets
            ),
        }

    def _body(self, call: HookCall) -> str:
        case = f"{self._base_url}/api/v1/cases/{call.case}"
        return json.dumps(
            {
                "specversion": "1.0",
                "id": event_id(call),
                "source": self._source,
                "type": f"{TYPE}-{call.kind.replace('_', '-')}",
                "subject": call.case,
                "time": f"{call.recorded_at:%Y-%m-%dT%H:%M:%SZ}",
                "datacontenttype": "application/json",
                "dataschema": f"{self._base_url}/api/v1/openapi.json",
                "data": {"case_id": call.case, "case": case, "event": f"{case}/events/{call.seq}"},
            }
        )


def event_id(call: HookCall) -> str:
    """The event itself: the same for every address that hears of it."""
    return str(uuid5(UUID(call.case), str(call.seq)))


def _verdict(status: int) -> Answer:
    if status // 100 == 2:
        return Sent()
    return Gone() if status == WANTS_NO_MORE else NotSent(f"it answered {status}")
