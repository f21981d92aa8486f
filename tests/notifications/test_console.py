"""The console shows the mail that would go out."""

from notifications.console import ConsoleChannel
from tests.notifications.letters import BASE_URL, SITE, WORKER, a_message


def test_the_console_shows_address_subject_and_text() -> None:
    shown: list[str] = []

    ConsoleChannel(shown.append, base_url=BASE_URL, site=SITE).send(a_message())

    assert len(shown) == 1
    assert shown[0].startswith(
        f"To: {WORKER}\n"
        "Subject: Er staat een bericht voor u klaar in Regietafel\n"
        "\n"
        "Beste collega,\n"
    )
    assert BASE_URL in shown[0]
    assert "<" not in shown[0]


def test_the_console_stands_in_for_mail() -> None:
    assert ConsoleChannel.name == "email"
