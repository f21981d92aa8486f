"""Anchors go to places outside the database: a folder that is only added to, and a mailbox."""

from datetime import timedelta
from errno import ENOSPC
from pathlib import Path

import pytest

from engine.anchor import Anchor, AnchorFile, anchored, written
from engine.clock import ManualClock
from engine.ports import NotSent, Sent
from engine.seal import FORM, GENESIS, Seal, Window, event_leaf, hash_of, pack
from notifications.anchor_folder import AnchorFolder, anchors_in
from notifications.anchor_mail import AnchorMail
from tests.mail import MailServer
from tests.notifications.letters import MORNING, SENDER, SITE

OFFICER = "privacy@toezicht.test"


def a_file(number: int = 1) -> AnchorFile:
    """Make an anchor over one seal."""
    told = {"organisation": "o" * 32, "sealing": number, "form": FORM, "sealed_at": MORNING}
    rest = {"window": Window(0, 1, 0, 1), "leaves": pack([event_leaf(1, "a")]), "prev": GENESIS}
    bare = Seal(**{**told, **rest})  # type: ignore[arg-type]  # one field of each type
    seal = Seal(**{**told, **rest, "hash": hash_of(bare)})  # type: ignore[arg-type]  # the same
    new = Anchor(
        number=number, made_at=MORNING, first_sealing=number, last_sealing=number, prev=GENESIS
    )
    return AnchorFile(anchored(new, [seal], b"key"), (seal,))


def names(folder: Path) -> list[str]:
    """List what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_each_anchor_is_a_new_file_in_order(tmp_path: Path) -> None:
    place = AnchorFolder(tmp_path)
    files = [a_file(number) for number in (2, 10, 1)]

    assert [place.keep(file) for file in files] == [Sent()] * 3
    assert [file for _, file in anchors_in(tmp_path)] == [files[2], files[0], files[1]]


def test_a_repeat_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    place = AnchorFolder(tmp_path)
    place.keep(a_file())
    before = names(tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.chmod(0o400)

    assert place.keep(a_file()) == Sent()
    assert names(tmp_path) == before


def test_a_file_that_was_cut_short_stays_and_the_whole_one_lies_beside_it(tmp_path: Path) -> None:
    place = AnchorFolder(tmp_path)
    place.keep(a_file())
    (torn,) = tmp_path.iterdir()
    torn.chmod(0o600)
    torn.write_text(written(a_file())[:40], encoding="utf-8")

    assert place.keep(a_file()) == Sent()
    assert len(names(tmp_path)) == 2
    assert [file for _, file in anchors_in(tmp_path)] == [a_file()]


def test_a_file_that_no_one_can_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "anchor-00000001-abc-1.json").write_bytes(b"\xff\xfe")
    (tmp_path / "readme.txt").write_text("about this folder", encoding="utf-8")

    assert [*anchors_in(tmp_path)] == [("anchor-00000001-abc", None)]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    outcome = AnchorFolder(tmp_path / "gone").keep(a_file())

    assert isinstance(outcome, NotSent)
    assert not outcome.permanent


def test_however_many_were_cut_short_the_next_is_written(tmp_path: Path) -> None:
    place = AnchorFolder(tmp_path)
    place.keep(a_file())
    (kept,) = tmp_path.iterdir()
    for nth in range(1, 10):
        kept.with_name(kept.name.replace("-1.json", f"-{nth}.json")).unlink(missing_ok=True)
        kept.with_name(kept.name.replace("-1.json", f"-{nth}.json")).touch()

    outcome = place.keep(a_file())

    assert outcome == Sent()
    assert next(file for _, file in anchors_in(tmp_path)) == a_file()


@pytest.mark.parametrize(("full_at", "kept"), [(1, 0), (2, 1)])  # the file, its name
def test_what_did_not_come_to_the_disk_is_no_anchor_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_at: int, kept: int
) -> None:
    handles: list[int] = []

    def fsync(handle: int) -> None:
        handles.append(handle)
        if len(handles) == full_at:
            raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fsync)
    failed = AnchorFolder(tmp_path).keep(a_file())
    left = names(tmp_path)
    monkeypatch.undo()

    assert isinstance(failed, NotSent)
    assert not failed.permanent
    assert len(left) == kept
    assert AnchorFolder(tmp_path).keep(a_file()) == Sent()


def a_mailbox(smtp: MailServer, clock: ManualClock) -> AnchorMail:
    """Make the way to the privacy officer."""
    return AnchorMail(smtp.url, to=OFFICER, sender=SENDER, site=SITE, clock=clock)


def test_the_mailbox_gets_numbers_and_hashes(smtp: MailServer) -> None:
    file = a_file()

    assert a_mailbox(smtp, ManualClock(MORNING)).keep(file) == Sent()

    (letter,) = smtp.inbox
    text = letter.message.get_payload()
    assert (letter.to, letter.sender) == (OFFICER, SENDER)
    assert letter.message["Subject"] == f"Regietafel anchor 1 {file.anchor.hash[:16]}"
    for said in (file.anchor.hash, file.anchor.signature, file.seals[0].hash, "o" * 32):
        assert said in text


def test_a_repeat_is_the_same_letter(smtp: MailServer) -> None:
    clock = ManualClock(MORNING)
    place = a_mailbox(smtp, clock)
    place.keep(a_file())
    clock.move_to(MORNING + timedelta(hours=1))
    place.keep(a_file())

    first, again = (letter.message["Message-ID"] for letter in smtp.inbox)
    assert first == again


def test_a_mail_server_that_is_away_is_said(smtp: MailServer) -> None:
    smtp.down()

    assert a_mailbox(smtp, ManualClock(MORNING)).keep(a_file()) != Sent()


@pytest.mark.parametrize("number", [1, 99_999_999])
def test_the_name_of_a_file_says_its_number(tmp_path: Path, number: int) -> None:
    AnchorFolder(tmp_path).keep(a_file(number))

    assert names(tmp_path)[0].startswith(f"anchor-{number:08d}-")
