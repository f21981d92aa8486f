"""How this installation is set up: from the environment, or from a file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import time
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import DirectoryPath, Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from engine.errors import ConfigurationError

PREFIX = "REGIETAFEL_"
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:.]+")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?")


class Settings(BaseSettings):
    """Everything that an installation decides for itself; the time zone is Europe/Amsterdam.

    What may hold a password is never shown: not in the object's own text, not in an error.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(
        "sqlite:///regietafel.sqlite",
        pattern=r"^(sqlite:///|postgresql\+psycopg://).",
        repr=False,
        description="where the cases are: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME",
    )
    workflows: DirectoryPath | None = Field(
        None, description="the folder of definitions; none means those that come with Regietafel"
    )
    region: str = Field(
        "default",
        pattern=r"^[a-z0-9_]+$",
        description="the region whose differences hold: a file in workflows/regions",
    )
    demo: bool = Field(
        default=False,
        description="an invented caseload, and signing in without a password",
    )
    host: str = Field(
        "127.0.0.1",
        pattern=r"^[A-Za-z0-9.:_-]+$",
        description="the address of this machine at which the pages are served",
    )
    port: int = Field(8000, ge=1, le=65535, description="the port that serves the pages")
    smtp_url: str | None = Field(
        None,
        pattern=r"^smtp(s|\+starttls)?://.",
        repr=False,
        description=(
            "the mail server: smtp://, smtp+starttls:// or smtps://USER:PASSWORD@HOST:PORT; "
            "none means that mail is shown on the console"
        ),
    )
    mail_from: str = Field(
        "regietafel@regietafel.invalid",
        pattern=r"^[^@\s<>]+@[^@\s<>]+$",
        description="the address that mail comes from and returns to",
    )
    mail_domains: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="the mail domains of our own organisations, with commas between them"
    )
    webhook_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description=(
            "the hosts that may hear of events although they are private or without https, with "
            "commas between them; others only by https, at a public address"
        ),
    )
    oin: str | None = Field(
        None,
        pattern=r"^[0-9]{20}$",
        description="the OIN of our organisation: events say that they come from there",
    )
    base_url: str = Field(
        default_factory=lambda so_far: f"http://127.0.0.1:{so_far.get('port', '')}",
        pattern=r"^https?://[^\s<>\"]+$",
        description="the address at which people reach the pages; mail points to it",
    )
    key_file: Path = Field(
        Path("regietafel.key"), description="the file with the secret key of this installation"
    )
    sent_journal: Path | None = Field(
        None,
        description=(
            "the file, on another disk than the database, that notes which mails were accepted; "
            "after a restore it keeps people from being mailed twice"
        ),
    )
    anchor_folder: DirectoryPath | None = Field(
        None,
        description=(
            "a folder on storage that nobody can change afterwards, for the hourly anchors of the "
            "trails; none means that they are not kept there"
        ),
    )
    anchor_mail: str | None = Field(
        None,
        pattern=r"^[^@\s<>]+@[^@\s<>]+$",
        description="the mailbox that gets each anchor, ids and hashes only: the privacy officer's",
    )
    anchor_key_file: Path | None = Field(
        None,
        description="the file with the key that signs anchors; not the key file, not in a backup",
    )
    reminder_time: time = Field(
        time(7), description="when reminders go out on their day, HH:MM in Europe/Amsterdam"
    )
    sweep_seconds: int = Field(
        30, ge=15, le=60, description="how often the clock at work looks what is due"
    )

    @property
    def anchor_places(self) -> tuple[str, ...]:
        """The places outside the database that keep anchors, by name."""
        places = {"folder": self.anchor_folder, "mail": self.anchor_mail}
        return tuple(name for name, where in places.items() if where is not None)

    @classmethod
    def read(cls, file: Path | None = None) -> Settings:
        """Read the settings; the environment goes before ``file``.

        Raises:
            ConfigurationError: the file is not there, or a setting is unknown or cannot be
                used; all problems at once.
        """
        if file is not None and not file.is_file():
            raise ConfigurationError(f"There is no file {file} to read settings from.")
        problems = [*_misspelled(os.environ), *_unknown(_names_in(file))]
        try:
            settings = cls(
                _env_file=file,  # type: ignore[call-arg] # mypy knows the fields only
                _env_file_encoding="utf-8",
            )
        except ValidationError as error:
            problems += _in_our_words(error)
        else:
            if not problems:
                return settings
        raise ConfigurationError("\n  ".join([f"settings: {len(problems)} problem(s)", *problems]))

    @field_validator("mail_domains", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Read the list as a person writes it."""
        if not isinstance(value, str):
            return value
        domains = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        for domain in domains:
            if not _DOMAIN.fullmatch(domain):
                raise ValueError(f"'{domain}' is no mail domain; write it as voorbeeldstad.nl")
        return domains

    @field_validator("webhook_allow", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        """Read the list as a person writes it."""
        if not isinstance(value, str):
            return value
        hosts = tuple(part.strip().lower() for part in value.split(",") if part.strip())
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"'{host}' is no host; write it as systeem.voorbeeldstad.nl")
        return hosts

    @field_validator("reminder_time", mode="before")
    @classmethod
    def _on_the_clock(cls, value: object) -> object:
        """Take HH:MM only: elsewhere 7 would mean seven seconds, and 07:00Z another zone."""
        if isinstance(value, str) and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError("write a time of day as HH:MM, such as 07:00")
        return value

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        """Let paths be put behind it."""
        return value.rstrip("/")

    @model_validator(mode="after")
    def _mail_is_ours(self) -> Settings:
        """Refuse to send from a domain that may have lapsed to someone else."""
        domain = self.mail_from.rpartition("@")[2].lower()
        if self.smtp_url and domain not in self.mail_domains:
            raise ValueError(
                f"{PREFIX}MAIL_FROM is at {domain}, and {PREFIX}MAIL_DOMAINS does not name that "
                "domain as one of ours; mail may leave only from there"
            )
        return self

    @model_validator(mode="after")
    def _anchors_are_signed(self) -> Settings:
        """Refuse anchors that anybody could make, or that cannot leave."""
        if (self.anchor_folder or self.anchor_mail) and not self.anchor_key_file:
            raise ValueError(
                f"{PREFIX}ANCHOR_FOLDER and {PREFIX}ANCHOR_MAIL ask for a key that signs what is "
                f"kept there: name its file in {PREFIX}ANCHOR_KEY_FILE"
            )
        if self.anchor_mail and not self.smtp_url:
            raise ValueError(f"{PREFIX}ANCHOR_MAIL asks for a mail server: {PREFIX}SMTP_URL")
        return self

    @model_validator(mode="after")
    def _demo_stays_here(self) -> Settings:
        """Refuse to let the world sign in without a password."""
        if self.demo and not _is_this_machine(urlsplit(self.base_url).hostname or ""):
            raise ValueError(
                f"{PREFIX}DEMO lets anybody sign in as anybody, and {PREFIX}BASE_URL is not this "
                "machine alone; a demo is served at http://127.0.0.1, and cases of real families "
                "never in a demo"
            )
        return self


def _is_this_machine(host: str) -> bool:
    """Tell whether only this machine reaches ``host``."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def rows() -> list[tuple[str, str, str]]:
    """List name, default and description of every setting, as a person writes them."""
    return [
        (_name(key), _default(key), field.description or "")
        for key, field in Settings.model_fields.items()
    ]


def _name(key: str) -> str:
    return PREFIX + key.upper()


def _default(key: str) -> str:
    """Write a default as one would set it; empty when there is none."""
    if key == "base_url":
        return f"http://127.0.0.1:<{_name('port')}>"
    default = Settings.model_fields[key].default
    if isinstance(default, time):
        return default.strftime("%H:%M")
    if isinstance(default, tuple):
        return ",".join(default)
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default is None else str(default)


def _names_in(file: Path | None) -> list[str]:
    """List the names that a file sets, in capitals."""
    source = DotEnvSettingsSource(Settings, env_file=file, env_file_encoding="utf-8")
    return [name.upper() for name in source.env_vars]


def _misspelled(names: Iterable[str]) -> list[str]:
    """Find what was meant as a setting; a platform puts names of its own under our prefix."""
    ours = sorted(name for name in map(str.upper, names) if name.startswith(PREFIX))
    return [problem for problem in _unknown(ours) if "did you mean" in problem]


def _unknown(names: Iterable[str]) -> list[str]:
    """Refuse every name that is no setting, and suggest the one that was meant."""
    known = {_name(key) for key in Settings.model_fields}
    return [f"{name}: unknown setting{_suggestion(name)}" for name in names if name not in known]


def _suggestion(name: str) -> str:
    key = name.removeprefix(PREFIX).lower()  # the prefix would make all names look alike
    meant = get_close_matches(key, Settings.model_fields, n=1, cutoff=0.7)
    return f"; did you mean {_name(meant[0])}?" if meant else ""


def _in_our_words(error: ValidationError) -> list[str]:
    """Say of each setting what is wrong with it, all but its value when that may be secret."""
    return [
        _problem(
            each["type"], str(each["loc"][0]) if each["loc"] else "", each["msg"], each["input"]
        )
        for each in error.errors()
        if each["type"] != "default_factory_not_called"  # it follows from another problem
    ]


def _problem(kind: str, key: str, message: str, value: object) -> str:
    if kind == "value_error":
        words = message.removeprefix("Value error, ")
        return f"{_name(key)}: {words}" if key else words
    field = Settings.model_fields[key]
    reason = "this cannot be used" if kind == "string_pattern_mismatch" else message.lower()
    shown = f" (now '{value}')" if field.repr else ""
    return f"{_name(key)}: {reason}{shown}; it is {field.description}"
