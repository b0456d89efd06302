"""Serve a site with MkDocs, and write what each build cost the processor; `benchmarks.serve` starts this.

    python -m benchmarks.serve_clock RECORD SITE ADDRESS

Nothing of the product is changed: MkDocs is told to register the hooks of every plugin with a clock around
each. RECORD gets a line of JSON for every build: seconds of the thread that builds, by `Spent`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Any

import markdown.util
from mkdocs import plugins
from mkdocs.commands import build, serve
from mkdocs.structure import files

OURS = "traceability"


class Clock:
    """Adds up seconds of this thread by what they were spent on; nothing is counted twice."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._within: list[float] = []
        self._last_end = 0.0

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function with a clock around it."""

        def run(*arguments: Any, **named: Any) -> Any:
            return self.run(name, function, arguments, named)

        # MkDocs sorts hooks by it
        run.mkdocs_priority = getattr(function, "mkdocs_priority", 0)  # type: ignore[attr-defined]
        return run

    def run(self, name: str, function: Callable[..., Any], arguments: Any, named: Any) -> Any:
        """Call a function, and note what it took less what was noted within it."""
        self._within.append(0.0)
        begun = thread_time()
        try:
            return function(*arguments, **named)
        finally:
            took = thread_time() - begun
            self.spent[name] += took - self._within.pop()
            if self._within:
                self._within[-1] += took

    def end(self, record: Path) -> None:
        """Write down what was spent since the last build ended."""
        now = thread_time()
        whole, self._last_end = now - self._last_end, now
        with record.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"whole": whole, **self.spent}) + "\n")
        self.spent.clear()


def _is_ours(page: Any) -> bool:
    return bool(page.file.generated_by == OURS)


def install(clock: Clock, record: Path) -> None:
    """Put clocks around the hooks of plugins, our Markdown processors, and what MkDocs does with pages."""
    register_event = plugins.PluginCollection._register_event

    def registered(self: Any, event_name: str, method: Any, plugin_name: str | None = None) -> None:
        if not isinstance(method, plugins.CombinedEvent):
            kind = "own" if plugin_name == OURS else "others"
            method = clock.timed(f"{kind}: on_{event_name}", method)
        register_event(self, event_name, method, plugin_name)

    plugins.PluginCollection._register_event = registered  # type: ignore[method-assign]

    register = markdown.util.Registry.register

    def registered_part(self: Any, item: Any, name: str, priority: float) -> None:
        if type(item).__module__.startswith("mkdocs_traceability"):
            for method in ("run", "handleMatch"):
                if hasattr(item, method):
                    setattr(item, method, clock.timed("own: Markdown", getattr(item, method)))
        register(self, item, name, priority)

    markdown.util.Registry.register = registered_part  # type: ignore[method-assign]

    for what, name in (("convert", "_populate_page"), ("draw", "_build_page")):
        _split(clock, what, name)

    copy_file = files.File.copy_file

    def copied(self: Any, dirty: bool = False) -> None:
        whose = "ours" if self.generated_by == OURS else "others"
        clock.run(f"mkdocs: copy {whose}", copy_file, (self, dirty), {})

    files.File.copy_file = copied  # type: ignore[method-assign]

    build_site = build.build

    def built(*arguments: Any, **named: Any) -> None:
        clock.run("mkdocs: rest", build_site, arguments, named)
        clock.end(record)

    build.build = serve.build = built  # type: ignore[attr-defined]


def _split(clock: Clock, what: str, name: str) -> None:
    """Tell apart what MkDocs does with generated pages and with others."""
    function = getattr(build, name)

    def run(page: Any, *arguments: Any, **named: Any) -> None:
        whose = "ours" if _is_ours(page) else "others"
        clock.run(f"mkdocs: {what} {whose}", function, (page, *arguments), named)

    setattr(build, name, run)


def main() -> None:
    """Serve until told to end."""
    record, site, address = sys.argv[1:]
    install(Clock(), Path(record))
    serve.serve(str(Path(site) / "mkdocs.yml"), livereload=True, dev_addr=address, watch=[])


if __name__ == "__main__":
    main()
