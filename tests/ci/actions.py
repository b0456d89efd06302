"""Runs the steps of an action or workflow as a runner does: conditions, expressions, bash, files for outputs."""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_NAME = re.compile(r"'[^']*'|\b[a-z_]+(?:\.[A-Za-z_-]+)+\b")

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How runners start `shell: bash`."""


@dataclass
class Run:
    """A job: the contexts of expressions, by their names, and what its steps did."""

    folder: Path
    contexts: dict[str, Any]
    environment: dict[str, str]
    log: list[str] = field(default_factory=list)
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    failed: str = ""

    def value(self, name: str) -> str:
        """Return the value of a name such as `inputs.folder`, empty where there is none."""
        value: Any = self.contexts
        for part in name.split("."):
            value = value.get(part, "") if isinstance(value, Mapping) else ""
        return str(value)

    def text(self, text: object) -> str:
        """Return a text with its expressions worked out."""
        return _EXPRESSION.sub(lambda found: self.value(found[1]), str(text))

    def holds(self, condition: str) -> bool:
        """Work out a condition: names, texts, `==`, `!=`, `&&`, `||`, brackets."""
        condition = _EXPRESSION.sub(lambda found: found[1], condition)
        is_asking = "cancelled()" in condition
        if self.failed and not is_asking:
            return False
        python = _NAME.sub(
            lambda found: found[0] if found[0][0] == "'" else repr(self.value(found[0])), condition
        )
        python = python.replace("&&", " and ").replace("||", " or ").replace("!cancelled()", "True")
        return bool(eval(python, {"__builtins__": {}}))

    def step(self, step: Mapping[str, Any]) -> None:
        """Run a step, if its condition holds."""
        if not self.holds(step.get("if", "'' == ''")):
            return
        if "uses" in step:
            self.used.append(
                (step["uses"], {name: self.text(each) for name, each in step.get("with", {}).items()})
            )
            return
        assert "${{" not in step["run"], "what is not known before must not become a part of a script"
        outputs = self.folder.parent / "outputs"
        outputs.write_text("")
        given = {name: self.text(each) for name, each in step.get("env", {}).items()}
        script = self.folder.parent / "step.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            [*BASH, str(script)],
            cwd=self.folder,
            env={**os.environ, **self.environment, **given, "GITHUB_OUTPUT": str(outputs)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.log.append(done.stdout + done.stderr)
        if done.returncode:
            self.failed = f"{step.get('name')}: {done.returncode}"
        pairs = (line.partition("=")[::2] for line in outputs.read_text().splitlines())
        if "id" in step:
            self.contexts.setdefault("steps", {})[step["id"]] = {"outputs": dict(pairs)}
