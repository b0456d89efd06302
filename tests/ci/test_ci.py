"""What the manual says about CI, run: the action, the workflow, the job for GitLab, the hooks of pre-commit."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from check_jsonschema.cli import main as check_schema
from click.testing import CliRunner
from support import ROOT

from .actions import BASH, Run

MANUAL = (ROOT / "docs/tools/ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
MARK = "<!-- traceability of docs-site -->"

SITE = {
    "requirements.txt": "",
    ".gitignore": ".cache\nreports\n",
    "mkdocs.yml": "site_name: x\nplugins: [{traceability: {code_roots: [.], junit: [reports/*.xml]}}]\n",
    "docs/index.md": "# Home\n",
    "docs/a.trace.yml": """\
components: [{id: worker}]
flows:
  - id: F-1
    status: implemented
    implementation: auto
    components: [worker]
    evidence: {code: ["work.py:work"], tests: ["test_work.py::test_work"]}
""",
    "work.py": "def work():\n    return 1\n",
    "test_work.py": "from work import work\n\ndef test_work():\n    assert work() == 1\n",
}
BROKEN = {**SITE, "docs/a.trace.yml": SITE["docs/a.trace.yml"].replace("[worker]", "[wroker]")}


def snippet(title: str) -> str:
    found = re.search(rf'^```yaml title="{re.escape(title)}"\n(.*?)^```', MANUAL, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def git_site(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for line in ("init -q", "add .", "-c user.name=A -c user.email=a@b.c commit -q -m One"):
        subprocess.run(["git", *line.split()], cwd=folder, check=True)
    return folder


def break_work(site: Path) -> None:
    """Of another length: Python takes what it compiled for a file of the same size and second."""
    (site / "work.py").write_text("def work():\n    return None\n")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of commands: a `python` whose pip installs nothing, and only writes down what it was asked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    python = folder / "python"
    python.write_text(
        f'#!/bin/sh\nif [ "$1 $2" = "-m pip" ]; then echo "$@" >> {tmp_path}/pip; exit; fi\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    command = folder / "mkdocs-traceability"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m mkdocs_traceability "$@"\n')
    command.chmod(0o755)
    return folder


class Api(ThreadingHTTPServer):
    """A pull request's comments, as the API of GitHub has them."""

    comments: list[dict[str, Any]]
    asked: list[str]
    refuses: bool = False


class Answers(BaseHTTPRequestHandler):
    server: Api

    def do_GET(self) -> None:
        page = int(self.path.rpartition("page=")[2])
        self.answer(self.server.comments[100 * (page - 1) : 100 * page])

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        comment = {"id": len(self.server.comments) + 1, "body": body, "user": {"type": "Bot"}}
        if not self.server.refuses:
            self.server.comments.append(comment)
        self.answer(comment)

    def do_PATCH(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        (comment,) = (
            each for each in self.server.comments if self.path.endswith(f"/issues/comments/{each['id']}")
        )
        comment["body"] = body
        self.answer(comment)

    def answer(self, data: Any) -> None:
        self.server.asked.append(f"{self.command} {self.path} {self.headers['Authorization']}")
        self.send_response(403 if self.server.refuses and self.command != "GET" else 200)
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def api() -> Iterator[Api]:
    server = Api(("127.0.0.1", 0), Answers)
    server.comments, server.asked = [], []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run_action(
    site: Path,
    tools: Path,
    api: Api | None = None,
    /,
    head: str = "o/r",
    event: str = "pull_request",
    **inputs: str,
) -> Run:
    """Run the action as a runner does, on an event of a repository `o/r`."""
    temporary = site.parent / "temp"
    temporary.mkdir(exist_ok=True)
    given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()} | inputs
    pull = {"number": 7, "head": {"repo": {"full_name": head}}}
    run = Run(
        site,
        {
            "inputs": given | {"token": "secret"},
            "runner": {"os": "Linux"},
            "github": {
                "event_name": event,
                "repository": "o/r",
                "run_id": "1",
                "run_attempt": "1",
                "action_path": str(ROOT),
                "event": {"pull_request": pull} if event == "pull_request" else {},
            },
        },
        {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(temporary),
            "GITHUB_STEP_SUMMARY": str(site.parent / "step-summary"),
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_SERVER_URL": "https://git.example.org",
            "GITHUB_SHA": "0" * 40,
            "GITHUB_API_URL": f"http://127.0.0.1:{api.server_port}" if api else "http://127.0.0.1:1",
        },
    )
    for step in ACTION["runs"]["steps"]:
        run.step(step)
    return run


# ------------------------------------------------------------------------------------ form


def test_files_are_what_the_services_read(tmp_path: Path) -> None:
    workflow, job = tmp_path / "workflow.yml", tmp_path / "gitlab.yml"
    workflow.write_text(snippet(".github/workflows/traceability.yml"))
    job.write_text(snippet(".gitlab-ci.yml"))
    for schema, file in (
        ("vendor.github-actions", ROOT / "action.yml"),
        ("vendor.github-workflows", workflow),
        ("vendor.gitlab-ci", job),
    ):
        done = CliRunner().invoke(check_schema, ["--builtin-schema", schema, str(file)])
        assert done.exit_code == 0, done.output


def test_the_manual_names_every_input_of_the_action() -> None:
    table = MANUAL.partition("| input | meaning |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(ACTION["inputs"])


def test_only_actions_of_github_are_used() -> None:
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    used += re.findall(r"uses: (\S+)", snippet(".github/workflows/traceability.yml"))
    owners = {each.partition("/")[0] for each in used}
    assert owners == {"actions", "github", "OWNER"}


# ------------------------------------------------------------------------------------ GitHub


@pytest.mark.slow
def test_a_pull_request_has_annotations_a_summary_an_upload_and_one_comment(
    tmp_path: Path, tools: Path, api: Api
) -> None:
    site = git_site(tmp_path / "r", {f"docs-site/{path}": text for path, text in BROKEN.items()})
    api.comments = [
        {"id": number, "body": f"{MARK}\nnot ours", "user": {"type": "User"}} for number in range(1, 150)
    ]
    run = run_action(site, tools, api, folder="docs-site")
    assert run.failed == "Fail if findings fail: 1"
    assert "::error file=docs-site/docs/a.trace.yml,line=6" in "".join(run.log)
    summary = (tmp_path / "step-summary").read_text()
    assert summary.startswith("<!-- mkdocs-traceability -->\n\n### Traceability: failed")
    assert "https://git.example.org/o/r/blob/" in summary

    (cache, kept), (upload, given) = run.used
    assert cache.startswith("actions/cache@")
    assert kept["path"] == "docs-site/.cache/traceability"
    assert (site / kept["path"]).is_dir()
    assert upload.startswith("github/codeql-action/upload-sarif@")
    assert json.loads(Path(given["sarif_file"]).read_text())["version"] == "2.1.0"

    *others, own = api.comments
    assert own["body"] == f"{MARK}\n{summary}"
    assert {each["body"] for each in others} == {f"{MARK}\nnot ours"}
    assert all(asked.endswith(" Bearer secret") for asked in api.asked)

    (site / "docs-site/docs/a.trace.yml").write_text("components: [{id: worker, external: true}]\n")
    (site / "docs-site/mkdocs.yml").write_text("site_name: x\nplugins: [traceability]\n")
    run_action(site, tools, api, folder="docs-site", arguments="--allow-empty -v")
    assert len(api.comments) == 150
    assert "### Traceability: passed" in api.comments[-1]["body"]


@pytest.mark.slow
def test_code_scanning_has_no_alert_for_what_is_accepted(tmp_path: Path, tools: Path, api: Api) -> None:
    waived = "    waive: {TR201: {reason: later, owner: ana}}\n"
    text = BROKEN["docs/a.trace.yml"]
    site = git_site(tmp_path / "r", {**SITE, "docs/a.trace.yml": f"{text}  - id: F-2\n{waived}"})
    run = run_action(site, tools, api)
    (_, given) = run.used[-1]
    (uploaded,) = json.loads(Path(given["sarif_file"]).read_text())["runs"]
    written = Path(run.contexts["steps"]["check"]["outputs"]["sarif"])
    (every,) = json.loads(written.read_text())["runs"]
    accepted = [each["ruleId"] for each in every["results"] if each["suppressions"]]
    assert accepted == ["TR201"]
    shown = [each["ruleId"] for each in uploaded["results"]]
    assert "TR101" in shown
    assert len(shown) == len(every["results"]) - 1
    assert uploaded["tool"] == every["tool"]


def test_code_scanning_has_the_most_severe_of_very_many(tmp_path: Path) -> None:
    levels = ["note"] * 3_000 + ["error", "warning"] * 1_500
    results = [{"level": level, "suppressions": []} for level in levels]
    sarif, outputs = tmp_path / "findings.sarif", tmp_path / "outputs"
    sarif.write_text(json.dumps({"runs": [{"results": results}]}))
    environment = {**os.environ, "SARIF": str(sarif), "GITHUB_OUTPUT": str(outputs)}
    script = str(ROOT / "action/code_scanning.py")
    subprocess.run([sys.executable, script], env=environment, timeout=60, check=True)
    file = Path(outputs.read_text().removeprefix("file=").rstrip())
    kept = [each["level"] for each in json.loads(file.read_text())["runs"][0]["results"]]
    assert kept == ["error"] * 1_500 + ["warning"] * 1_500 + ["note"] * 2_000


@pytest.mark.slow
def test_a_fork_without_permission_fails_by_findings_only(tmp_path: Path, tools: Path, api: Api) -> None:
    api.refuses = True
    site = git_site(
        tmp_path / "r",
        {
            **SITE,
            "mkdocs.yml": SITE["mkdocs.yml"].replace(", junit: [reports/*.xml]", ""),
            "docs/a.trace.yml": "components: [{id: worker, external: true}]\n",
        },
    )
    run = run_action(site, tools, api, head="stranger/r")
    assert run.failed == ""
    assert [uses.partition("@")[0] for uses, _ in run.used] == ["actions/cache"]
    assert "::notice title=Traceability::No permission to comment" in run.log[-1]
    assert api.comments == []


@pytest.mark.slow
def test_a_push_has_no_comment_and_what_cannot_run_fails(tmp_path: Path, tools: Path) -> None:
    run = run_action(git_site(tmp_path / "r", SITE), tools, event="push", folder="nowhere", install="")
    assert run.failed == "Fail if findings fail: 2"
    assert [uses.partition("@")[0] for uses, _ in run.used] == ["actions/cache"]
    assert not (tmp_path / "pip").exists()


@pytest.mark.slow
def test_an_api_that_is_not_there_fails(tmp_path: Path, tools: Path) -> None:
    run = run_action(git_site(tmp_path / "r", BROKEN), tools, sarif="false")
    assert run.failed == "Comment on the pull request: 1"
    assert "::error title=Traceability::the comment cannot be written" in run.log[-1]


@pytest.mark.slow
def test_no_input_becomes_a_command(tmp_path: Path, tools: Path) -> None:
    harm = f"$(touch {tmp_path}/harm); touch {tmp_path}/harm; `touch {tmp_path}/harm`"
    run = run_action(git_site(tmp_path / "r", SITE), tools, folder=harm, arguments=harm, install=harm)
    assert run.failed.startswith("Fail if findings fail")
    assert not (tmp_path / "harm").exists()


@pytest.mark.slow
def test_the_workflow_runs_the_tests_before_the_check(tmp_path: Path, tools: Path) -> None:
    site = git_site(tmp_path / "r", SITE)
    steps = yaml.safe_load(snippet(".github/workflows/traceability.yml"))["jobs"]["traceability"]["steps"]
    environment = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    run = Run(site, {}, environment)
    for step in steps:
        run.step(step)
    assert run.failed == "", run.log
    assert [uses.partition("@")[0] for uses, _ in run.used] == [
        "actions/checkout",
        "actions/setup-python",
        "OWNER/mkdocs-traceability",
    ]
    checked = run_action(site, tools, comment="false", sarif="false")
    assert checked.failed == "", checked.log
    assert "2 items: 0 errors, 0 warnings" in checked.log[-1]

    break_work(site)
    run = Run(site, {}, environment)
    for step in steps:
        run.step(step)
    assert run.failed == "Test: 1"
    assert run.used[-1][0].startswith("OWNER/"), "the check runs although a test failed"
    failing = run_action(site, tools, comment="false", sarif="false")
    assert "TR405" in "".join(failing.log)


# ------------------------------------------------------------------------------------ GitLab, pre-commit


@pytest.mark.slow
def test_the_job_for_gitlab(tmp_path: Path, tools: Path) -> None:
    site = git_site(tmp_path / "r", SITE)
    job = yaml.safe_load(snippet(".gitlab-ci.yml"))["traceability"]
    script = tmp_path / "job.sh"
    script.write_text("\n".join(job["script"]) + "\n")
    variables = {"CI_PROJECT_URL": "https://lab.example.org/o/r", "CI_COMMIT_SHA": "0" * 40}
    environment = {**os.environ, **variables, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}

    def run() -> int:
        return subprocess.run(
            [*BASH, str(script)], cwd=site, env=environment, timeout=120, check=False
        ).returncode

    assert run() == 0
    for name in ("junit", "codequality", "annotations"):
        assert (site / job["artifacts"]["reports"][name]).is_file()
    assert (site / job["cache"]["paths"][0]).is_dir()
    (site / "docs/a.trace.yml").write_text(BROKEN["docs/a.trace.yml"])
    assert run() == 1
    assert json.loads((site / "quality.json").read_text())[0]["check_name"] == "TR101"
    (site / "docs/a.trace.yml").write_text("components: [{id: worker, external: true}]\n")
    break_work(site)
    assert run() == 1, "a failed test fails the job where the check passes"


def pre_commit(*arguments: str, folder: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
    }
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.slow
def test_the_hooks_are_hooks(tmp_path: Path, tools: Path) -> None:
    site = git_site(tmp_path / "r", SITE)
    done = pre_commit("validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"), folder=site, tools=tools)
    assert done.returncode == 0, done.stdout
    (site / "config.yaml").write_text(snippet(".pre-commit-config.yaml"))
    done = pre_commit("validate-config", "config.yaml", folder=site, tools=tools)
    assert done.returncode == 0, done.stdout
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    (repository,) = yaml.safe_load(snippet(".pre-commit-config.yaml"))["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= known


@pytest.mark.slow
@pytest.mark.parametrize("source", ["the manual", "the manifest"])
def test_pre_commit_stops_a_commit_that_breaks_a_reference(source: str, tmp_path: Path, tools: Path) -> None:
    files = {
        **SITE,
        "mkdocs.yml": "site_name: x\nplugins: [traceability]\n",
        "docs/a.trace.yml": "components: [{id: worker, external: true}]\n",
    }
    site = git_site(tmp_path / "r", files)
    if source == "the manual":
        config = snippet(".pre-commit-config.yaml with the installed command")
    else:  # as pre-commit runs it, with the package of this folder in place of one that it installs
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
        config = yaml.safe_dump(
            {"repos": [{"repo": "local", "hooks": [each | {"language": "system"} for each in hooks]}]}
        )
    (site / ".pre-commit-config.yaml").write_text(config)
    subprocess.run(["git", "add", "."], cwd=site, check=True)
    assert pre_commit("run", folder=site, tools=tools).returncode == 0
    (site / "docs/a.trace.yml").write_text(BROKEN["docs/a.trace.yml"].replace("[wroker]", "[wroker]  "))
    subprocess.run(["git", "add", "."], cwd=site, check=True)
    done = pre_commit("run", folder=site, tools=tools)
    assert done.returncode == 1
    assert "TR101 [error] unknown component `wroker`" in done.stdout
    if source == "the manifest":
        assert "files were modified by this hook" in done.stdout.partition("format traceability sidecars")[2]
