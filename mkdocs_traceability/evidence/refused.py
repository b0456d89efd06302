"""Why a file that is there was not read: the bound that it exceeds, or what the system says."""

from typing import Final, NamedTuple

from mkdocs_traceability.files.disk import MAX_BYTES, Disk
from mkdocs_traceability.files.ordinary import read_ordinary, why

_MB: Final = 1_000_000
SPLIT: Final = "split it into several files"


class Refusal(NamedTuple):
    """Why a file was not read, and what to do about it."""

    why: str
    help: str


def refusal(disk: Disk, path: str) -> Refusal:
    """Return why `Disk.read` has nothing for a file. What it says is no use to another run."""
    disk.doubt(f"refused:{path}")
    if disk.leads_out(path):
        return Refusal(
            "a symbolic link leads outside the allowed folders",
            "replace it with a copy, or add its target folder to `allowed_roots`",
        )
    file = disk.path(path)
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            message = f"the file has {size / _MB:,.1f} MB; the limit is {MAX_BYTES // _MB} MB"
            return Refusal(message, SPLIT)
        read_ordinary(file, 1)
    except (OSError, ValueError) as error:
        return Refusal(why(error), "replace it with a regular file that can be read")
    return Refusal("it changed while it was read", "run the check again")
