"""Which repository a folder is in, told by the nearest `.git` above it: no process is started."""

from pathlib import Path


def repository_of(folder: Path) -> Path:
    """Return the root of the git repository that a folder is in; the folder itself where it is in none."""
    folder = folder.absolute()
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)


def below_repository(folder: Path) -> str:
    """Return what leads from the root of its repository to a folder, empty for the root."""
    path = folder.absolute().relative_to(repository_of(folder)).as_posix()
    return "" if path == "." else path
