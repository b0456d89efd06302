"""`agents install`, `agents remove` and `agents rules`: through the command line, on small repositories."""

import json
import os
import pty
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import check, said, table, write_site

from mkdocs_traceability.cli.main import main
from mkdocs_traceability.edits import changes
from mkdocs_traceability.files.ordinary import Staged
from mkdocs_traceability.model.agent_files import (
    AGENTS,
    CLAUDE,
    COPILOT,
    CURSOR,
    GUIDE,
    INSTRUCTIONS,
    RULES,
    SKILL,
    block_in,
)

SITE = {
    "docs/a.trace.yml": "components: [{id: api, paths: [api], external: true}]\n",
    "api/app.py": "",
}
ALL = ("--agents-md", "--claude", "--cursor", "--copilot", "--skill", "--hook", "--mcp")
SETTINGS = ".claude/settings.json"
SERVERS = ".mcp.json"
WRITTEN = {AGENTS, CLAUDE, CURSOR, COPILOT, INSTRUCTIONS, SKILL, SETTINGS, SERVERS}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_site(tmp_path, SITE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def agents(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["agents", *arguments])


def contents(folder: Path) -> Mapping[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and ".cache" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_all_of_it_is_installed_once_and_removed_without_a_trace(site: Path) -> None:
    before = contents(site)
    done = agents("install", *ALL, "--yes")
    assert done.exit_code == 0, done.output
    installed = contents(site)
    assert installed.keys() - before.keys() == WRITTEN
    assert all(f"\nadd {name}\n" in done.stdout and f"+++ {name}\n" in done.stdout for name in WRITTEN)
    again = agents("install", *ALL, "--yes")
    assert (again.exit_code, again.stdout) == (0, "Nothing to do: all of it is installed.\n")
    assert agents("remove", "--yes").exit_code == 0
    assert contents(site) == before
    assert agents("remove", "--yes").stdout == "Nothing to do: none of it is installed.\n"


def test_what_each_file_says(site: Path) -> None:
    agents("install", *ALL, "--yes")
    texts = {name: data.decode() for name, data in contents(site).items() if name in WRITTEN}
    assert texts[AGENTS].startswith(f"{GUIDE.begin}\n## Architecture\n")
    assert texts[CLAUDE] == f"{GUIDE.begin}\n@AGENTS.md\n{GUIDE.end}\n"
    assert "\nglobs: api/**\nalwaysApply: false\n---\n" in texts[CURSOR]
    assert texts[INSTRUCTIONS].startswith('---\napplyTo: "api/**"\n---\n')
    assert texts[SKILL].startswith("---\nname: mkdocs-traceability\ndescription: ")
    hook = json.loads(texts[SETTINGS])["hooks"]["Stop"][0]["hooks"][0]
    assert hook["command"] == 'mkdocs-traceability check "${CLAUDE_PROJECT_DIR:-.}" --changed --hook'
    assert json.loads(texts[SERVERS])["mcpServers"]["mkdocs-traceability"]["args"] == ["mcp"]
    for name in (AGENTS, CURSOR, INSTRUCTIONS):
        there = block_in(texts[name], RULES)
        assert there is not None
        assert "### `api/**`\n\n- Component `api`." in there.body


OTHERS = {
    AGENTS: b"# Agents\r\n\r\nRun the tests.",
    CLAUDE: b"\xef\xbb\xbf# Claude\nBe short.\n",
    COPILOT: b"caf\xe9, in Latin-1\n",
    SETTINGS: b'{\n  // mine\n  "model": "x",\n  "hooks": {"Stop": [{"hooks": [{"command": "make"}]}]},\n}\n',
    SERVERS: b'{"mcpServers": {"other": {"command": "x"}}}',
}


def test_what_others_wrote_stays_to_the_byte(site: Path) -> None:
    for name, data in OTHERS.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(data)
    before = contents(site)
    assert agents("install", *ALL, "--yes").exit_code == 0
    installed = contents(site)
    for name in (AGENTS, CLAUDE, COPILOT):
        assert installed[name].startswith(OTHERS[name])
    assert b"\n" not in installed[AGENTS].replace(b"\r\n", b"")
    assert agents("remove", "--yes").exit_code == 0
    assert contents(site) == before


def test_one_of_it_is_installed_and_removed(site: Path) -> None:
    before = contents(site)
    assert agents("install", "--hook", "--skill", "--yes").exit_code == 0
    assert contents(site).keys() - before.keys() == {SETTINGS, SKILL}
    assert agents("remove", "--skill", "--yes").exit_code == 0
    assert contents(site).keys() - before.keys() == {SETTINGS}


def test_claude_has_all_of_it_where_there_is_no_agents_md(site: Path) -> None:
    agents("install", "--claude", "--yes")
    assert RULES.begin in (site / CLAUDE).read_text("utf-8")
    agents("install", "--agents-md", "--claude", "--yes")
    assert (site / CLAUDE).read_text("utf-8") == f"{GUIDE.begin}\n@AGENTS.md\n{GUIDE.end}\n"


def test_an_import_that_is_there_is_enough(site: Path) -> None:
    (site / CLAUDE).write_text("# Claude\n\n@AGENTS.md\n", encoding="utf-8")
    agents("install", "--agents-md", "--claude", "--yes")
    assert (site / CLAUDE).read_text("utf-8") == "# Claude\n\n@AGENTS.md\n"


def test_a_link_to_agents_md_is_enough(site: Path) -> None:
    (site / AGENTS).write_text("# Agents\n", encoding="utf-8")
    (site / CLAUDE).symlink_to(AGENTS)
    assert agents("install", "--agents-md", "--claude", "--yes").exit_code == 0
    assert (site / CLAUDE).is_symlink()
    assert (site / CLAUDE).read_text("utf-8").count(GUIDE.begin) == 1


def test_in_a_folder_of_a_repository_files_stand_at_its_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    write_site(tmp_path / "site", SITE)
    monkeypatch.chdir(tmp_path)
    assert agents("install", "-C", "site", "--agents-md", "--hook", "--mcp", "--yes").exit_code == 0
    text = (tmp_path / AGENTS).read_text("utf-8")
    assert "Run the commands in `site/`." in text
    assert "### `site/api/**`" in text
    assert '"${CLAUDE_PROJECT_DIR:-.}/site\\" --changed --hook' in (tmp_path / SETTINGS).read_text("utf-8")
    assert json.loads((tmp_path / SERVERS).read_text("utf-8"))["mcpServers"]["mkdocs-traceability"][
        "args"
    ] == [
        "mcp",
        "-C",
        "site",
    ]
    assert agents("rules", "-C", "site", "--check").exit_code == 0
    (tmp_path / "site/docs/a.trace.yml").write_text(
        "components: [{id: api, external: true}]\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["check", "site"])
    assert "../AGENTS.md:15:1: TR904 [warning] the rules for coding agents are outdated\n" in done.stdout


@table(
    ("file", "content", "said"),
    (
        "a marker without its end",
        AGENTS,
        f"a\n{GUIDE.begin}\n",
        "AGENTS.md:2: the markers of mkdocs-traceability",
    ),
    (
        "settings that are no object",
        SETTINGS,
        "[]",
        ".claude/settings.json cannot be edited safely: it is not a JSON",
    ),
    ("settings of another form", SETTINGS, '{"hooks": 1}', "`hooks` is not a JSON object"),
    ("UTF-16", AGENTS, "a\0b", "it is too large, or no UTF-8 text"),
)
def test_where_one_file_cannot_be_edited_none_is(site: Path, file: str, content: str, said: str) -> None:
    (site / file).parent.mkdir(exist_ok=True)
    (site / file).write_text(content, encoding="utf-8")
    before = contents(site)
    done = agents("install", *ALL, "--yes")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.endswith("; nothing was changed\n")
    assert contents(site) == before


def test_a_folder_in_place_of_a_file_is_named(site: Path) -> None:
    (site / AGENTS).mkdir()
    done = agents("install", *ALL, "--yes")
    assert (done.exit_code, done.stderr) == (
        2,
        "Error: AGENTS.md cannot be read: Is a directory; nothing was changed\n",
    )


def outdated(folder: Path) -> bool:
    return "TR904" in CliRunner().invoke(main, ["check", str(folder)]).stdout


def test_each_site_of_a_repository_has_its_own_blocks(site: Path) -> None:
    (site / ".git").mkdir()
    write_site(
        site / "shop > two", {"docs/a.trace.yml": "components: [{id: shop, paths: [shop], external: true}]\n"}
    )
    (site / "shop > two/shop").mkdir()
    choice = ("--agents-md", "--claude", "--yes")
    assert agents("install", *choice).exit_code == 0
    alone = contents(site)
    second = ("--folder", "shop > two")
    assert agents("install", *second, *choice).exit_code == 0
    text = (site / AGENTS).read_text(encoding="utf-8")
    assert f"{RULES.begin}\n" in text
    assert "<!-- mkdocs-traceability:rules:begin shop%20%3E%20two -->\n" in text
    assert (site / CLAUDE).read_bytes() == alone[CLAUDE]
    assert not outdated(site)
    assert not outdated(site / "shop > two")
    (site / AGENTS).write_text(text.replace("Component `shop`", "Component `stop`"), encoding="utf-8")
    assert not outdated(site)
    assert outdated(site / "shop > two")
    assert agents("rules", *second).exit_code == 0
    assert (site / AGENTS).read_text(encoding="utf-8") == text
    assert agents("remove", *second, "--agents-md", "--yes").exit_code == 0
    assert (site / AGENTS).read_bytes() == alone[AGENTS]


def test_front_matter_of_somebody_else_is_not_removed(site: Path) -> None:
    (site / AGENTS).write_text("---\nowner: us\n---\n", encoding="utf-8")
    before = contents(site)
    assert agents("install", *ALL, "--yes").exit_code == 0
    assert agents("remove", "--yes").exit_code == 0
    assert contents(site) == before


@pytest.mark.parametrize("link", [AGENTS, ".cursor", ".claude"])
def test_links_are_not_followed(site: Path, tmp_path_factory: pytest.TempPathFactory, link: str) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "AGENTS.md").write_text("# Theirs\n", encoding="utf-8")
    (site / link).symlink_to(elsewhere / link if link == AGENTS else elsewhere)
    before = contents(elsewhere)
    done = agents("install", *ALL, "--yes")
    assert done.exit_code == 2
    assert "a symbolic link is on the way to it; nothing was changed" in done.stderr
    assert contents(elsewhere) == before


def test_where_one_file_cannot_be_written_none_is(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(site)
    count = 0

    class Failing(Staged):
        def put(self) -> None:
            nonlocal count
            count += 1
            if count == len(WRITTEN):
                raise OSError(28, "No space left on device", "x")
            super().put()

    monkeypatch.setattr(changes, "Staged", Failing)
    done = agents("install", *ALL, "--yes")
    assert (done.exit_code, done.stderr) == (2, "Error: x: No space left on device; nothing was changed\n")
    assert contents(site) == before


def test_without_a_choice_it_says_what_there_is(site: Path) -> None:
    before = contents(site)
    done = agents("install", "--yes")
    assert done.exit_code == 1
    assert done.stderr.startswith("Nothing was chosen. Name what to install:\n\n  --agents-md  ")
    assert all(f"\n  {option}" in done.stderr for option in ALL)
    assert contents(site) == before


def test_without_yes_nothing_is_written_outside_a_terminal(site: Path) -> None:
    before = contents(site)
    for command in (("install", "--agents-md"),):
        done = agents(*command)
        assert done.exit_code == 1
        assert "+++ AGENTS.md" in done.stdout
        assert done.stderr == "Nothing was changed: run in a terminal to confirm, or add --yes\n"
    assert contents(site) == before


def test_outdated_rules_are_found_and_brought_up_to_date(site: Path) -> None:
    agents("install", *ALL, "--yes")
    assert (agents("rules", "--check").exit_code, agents("rules").stdout) == (
        0,
        "All rules are up to date.\n",
    )
    files = {
        **SITE,
        "docs/a.trace.yml": SITE["docs/a.trace.yml"].replace("paths: [api]", "paths: [api, lib]"),
    }
    files["lib/a.txt"] = ""
    assert said(check(site, files)) == [
        f"{line}:1 TR904 the rules for coding agents are outdated"
        for line in (*(number(site, name) for name in (CURSOR, INSTRUCTIONS, AGENTS)),)
    ]
    before = contents(site)
    done = agents("rules", "--check")
    assert done.exit_code == 1
    assert done.stderr == f"Outdated: {AGENTS}\nOutdated: {CURSOR}\nOutdated: {INSTRUCTIONS}\n"
    assert contents(site) == before
    assert agents("rules").exit_code == 0
    assert check(site, files) == []
    assert "\nglobs: api/**,lib/**\n" in (site / CURSOR).read_text("utf-8")


def number(site: Path, name: str) -> int:
    there = block_in((site / name).read_text("utf-8"), RULES)
    assert there is not None
    return there.line


def test_globs_that_somebody_changed_are_outdated(site: Path) -> None:
    agents("install", "--cursor", "--yes")
    text = (site / CURSOR).read_text("utf-8")
    (site / CURSOR).write_text(text.replace("globs: api/**", "globs: **"), encoding="utf-8")
    assert agents("rules", "--check").exit_code == 1
    assert agents("rules").exit_code == 0
    assert (site / CURSOR).read_text("utf-8") == text


def test_a_rule_block_without_its_end_is_a_finding(site: Path) -> None:
    assert said(check(site, {**SITE, AGENTS: f"# A\n\n{RULES.begin}\n"})) == [
        "3:1 TR904 the rules for coding agents have no pair of markers"
    ]


def test_without_rules_there_is_nothing_to_bring_up_to_date(site: Path) -> None:
    done = agents("rules")
    assert done.exit_code == 0
    assert done.stdout == "No file has rules yet: install them with `mkdocs-traceability agents install`.\n"


def test_no_rules_are_made_of_a_site_that_cannot_be_read(site: Path) -> None:
    (site / "docs/b.trace.yml").write_text("a: [\n", encoding="utf-8")
    done = agents("install", "--agents-md", "--yes")
    assert done.exit_code == 2
    assert done.stderr.endswith("Error: the rules need all sources; nothing was changed\n")
    assert not (site / AGENTS).exists()


def test_the_check_that_was_kept_sees_a_changed_file(site: Path) -> None:
    agents("install", "--agents-md", "--yes")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0
    text = (site / AGENTS).read_text("utf-8")
    (site / AGENTS).write_text(text.replace("Component `api`", "Component `app`"), encoding="utf-8")
    assert CliRunner().invoke(main, ["check"]).exit_code == 1


@table(
    ("answers", "status", "written"),
    ("one of it", "y\nn\nn\nn\nn\nn\nn\ny\n", 0, {AGENTS}),
    ("nothing of it", "n\n" * len(ALL), 1, set()),
    ("not after all", "y\nn\nn\nn\nn\nn\nn\nn\n", 1, set()),
)
def test_a_terminal_is_asked_what_to_install(
    site: Path, monkeypatch: pytest.MonkeyPatch, answers: str, status: int, written: set[str]
) -> None:
    before = contents(site)
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    with os.fdopen(theirs, "r", encoding="utf-8") as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        with pytest.raises(SystemExit) as ended:
            main(["agents", "install"])
    os.close(ours)
    assert ended.value.code == status
    assert contents(site).keys() - before.keys() == written


def test_where_one_file_cannot_be_edited_none_is_removed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / SERVERS).write_text('{"mcpServers": {"other": {}}}', encoding="utf-8")
    agents("install", *ALL, "--yes")
    before = contents(site)

    class Failing(Staged):
        is_first = True

        def put(self) -> None:
            if Failing.is_first:
                Failing.is_first = False
                raise OSError(28, "No space left on device", "x")
            super().put()

    monkeypatch.setattr(changes, "Staged", Failing)
    done = agents("remove", "--yes")
    assert (done.exit_code, done.stderr) == (2, "Error: x: No space left on device; nothing was changed\n")
    assert contents(site) == before
    assert agents("remove", "--yes").exit_code == 0
    assert contents(site).keys() & WRITTEN == {SERVERS}
