"""What kind of disk a file is on, and who else on this machine may read it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = {
    *("9p", "afs", "beegfs", "ceph", "cifs", "glusterfs", "gpfs", "lustre", "ncpfs"),
    *("nfs", "nfs4", "smb3", "smbfs"),
    *("fuse.ceph", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
}
"""Kinds on which a lock of one machine says nothing to another. Source: SAFETY D3."""


def network_disk(file: Path, mounts: str | None = None) -> str | None:
    """The kind of network disk that a file is on; None for a local one, or where none can tell.

    Args:
        mounts: what is mounted where, as Linux writes it; else of this machine.
    """
    if mounts is None:
        mounts = _MOUNTS.read_text(encoding="utf-8") if _MOUNTS.exists() else ""
    place = file.resolve()
    under = [(point, kind) for point, kind in _mounted(mounts) if place.is_relative_to(point)]
    if not under:
        return None
    # The deepest holds it; of two on one place the later one, which hides the other.
    deepest = max(len(point.parts) for point, _ in under)
    kind = [kind for point, kind in under if len(point.parts) == deepest][-1]
    return kind if kind in _NETWORK else None


def read_by_all(file: Path) -> bool:
    """Whether everybody on this machine may read a file, or change it; not one that is not there.

    Who is in its group may: a secret is often handed to a program that way.
    """
    try:
        return bool(file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH))
    except OSError:
        return False


def _mounted(mounts: str) -> Iterator[tuple[Path, str]]:
    for line in mounts.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split()
        if dash and len(fields) > 4 and after:
            yield Path(fields[4].replace("\\040", " ")), after.split()[0]
