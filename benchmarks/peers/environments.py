"""The environments of the tools, one each below `.venv/peers/`, at the versions beside the modules.

They are made when they are first needed and stay there until their versions change.
"""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Final

from benchmarks.peers.peer import Peer

FOLDER: Final = Path(sys.prefix, "peers")

_MADE_OF: Final = "made-of"


def programs(peer: Peer) -> Path:
    """Return the folder with the programs of a tool; those that have no versions use this environment."""
    if not peer.versions.is_file():
        return Path(sys.executable).parent
    return FOLDER / peer.module / ("Scripts" if sys.platform == "win32" else "bin")


def provide(peer: Peer) -> None:
    """Make the environment of a tool unless it is there and of the right versions.

    Raises:
        RuntimeError: if its packages cannot be installed.

    """
    if not peer.versions.is_file():
        return
    folder = FOLDER / peer.module
    made_of = folder / _MADE_OF
    digest = sha256(sys.version.encode() + peer.versions.read_bytes()).hexdigest()
    if made_of.is_file() and made_of.read_text(encoding="utf-8") == digest:
        return
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = programs(peer) / Path(sys.executable).name
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--disable-pip-version-check")
    # Each tool is run once before it is measured, which compiles what it needs.
    _run(*pip, "-q", "--no-compile", "-r", str(peer.versions))
    made_of.write_text(digest, encoding="utf-8")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
