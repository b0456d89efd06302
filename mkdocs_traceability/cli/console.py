"""The console as the command writes to it, and what becomes of it when that fails.

A reader that has gone (`check | head -1`) changes no exit status; that a disk is full is said.
"""

import os
import shutil
import sys
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

import click

from mkdocs_traceability.files.ordinary import replace_file, why

COULD_NOT_RUN: Final = 2
_INTERRUPTED: Final = 130
"""What shells make of the signal that Ctrl-C sends."""


_COLOURS: Final = {
    "error": "red",
    "warning": "yellow",
    "info": "cyan",
    "waived": "bright_black",
    "baseline": "bright_black",
    "held": "green",
    "heading": None,
}
_BOLD: Final = ("error", "heading")


_WITHOUT_LINES: Final = str.maketrans(
    {"├": "|", "└": "`", "│": "|", "─": "-", "→": "->", "←": "<-", "↔": "<->"}
)
"""What stands for lines and arrows where the console has no characters for them."""


class QuietGroup(click.Group):
    """Commands that never end in a traceback of the console's making."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command."""
        try:
            return super().main(*args, **kwargs)
        except OSError as error:  # click itself sees to a reader that has gone
            _refuse("the console", error)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command whose arguments have been read."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _hush()
        except KeyboardInterrupt:
            with suppress(OSError):
                say("\nInterrupted")
            ctx.exit(_INTERRUPTED)


def show(text: str) -> None:
    """Write text to the console, on a terminal without what would steer that: a diff shows any file."""
    show_painted(_harmless(text) if sys.stdout is not None and sys.stdout.isatty() else text)


def say(message: str) -> None:
    """Write a line beside the output."""
    click.echo(_harmless(message), err=True)


def show_painted(text: str) -> None:
    """Write text that may have colours, made of harmless parts.

    What the console has no characters for is replaced.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    _write(lambda: click.echo(text, nl=False))


def _harmless(text: str) -> str:
    """Return a text whose only control characters are line ends and tabs."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    from mkdocs_traceability.reports.wording import harmless

    return "\n".join("\t".join(map(harmless, line.split("\t"))) for line in text.split("\n"))


def drawn(text: str) -> str:
    """Return a text whose lines and arrows the console has characters for."""
    try:
        "".join(map(chr, _WITHOUT_LINES)).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return text.translate(_WITHOUT_LINES)
    return text


def paint(text: str, severity: str) -> str:
    """Colour a text by the severity that it stands for, where the console is a terminal that shows it.

    What holds is `held`, and what stands above other text a `heading`.
    """
    is_painted = bool(text) and _has_colours()
    return click.style(text, fg=_COLOURS[severity], bold=severity in _BOLD) if is_painted else text


def columns() -> int:
    """Return how wide the console is, 0 where it is no terminal and so of any width."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 0
    return shutil.get_terminal_size().columns


def _has_colours() -> bool:
    """Whether colours are shown and wanted (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def steers_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal on which lines can be wiped."""
    return stream is not None and stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def fail(message: str) -> NoReturn:
    """Say why the command could not run, and end it."""
    with suppress(OSError):
        say(f"Error: {message}")
    sys.exit(COULD_NOT_RUN)


def ask_to_write() -> None:
    """Go on if the user says so; end the command otherwise, and without a terminal to ask on."""
    if sys.stdin is None or not sys.stdin.isatty():
        say("Nothing was changed: run in a terminal to confirm, or add --yes")
        sys.exit(1)
    if not click.confirm("Write these changes?"):
        say("Nothing was changed.")
        sys.exit(1)


def write_out(data: bytes, file: str) -> None:
    """Write data to a file, in place of the old one once all of it is there; to the console for `-`."""
    if file == "-" and sys.stdout is None:
        fail("the console is closed; write to a file with -o")
    if file == "-":
        _write(lambda: click.echo(data, nl=False))
        return
    try:
        replace_file(Path(file), data)
    except (OSError, ValueError) as error:
        _refuse(file, error)


def _write(write: Any) -> None:
    try:
        write()
    except BrokenPipeError:
        _hush()
    except OSError as error:
        _refuse("the console", error)


def _refuse(what: str, error: OSError | ValueError) -> NoReturn:
    _hush()
    fail(f"{what} cannot be written to: {why(error)}")


def _hush() -> None:
    """Let what is still to be written go nowhere: Python would fail on it once more when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
