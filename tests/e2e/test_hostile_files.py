"""Files, links and consoles that are not as they should be: one finding or one line, never a traceback."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import MakeSite
from .sites import BROKEN, CLEAN, Done, Site, run, run_module

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need other means there")

SECRET = "SECRET-LINE: [never closed\n"
COMPONENT = "components:\n  - {id: %s, external: true}\n"


def config(settings: str = "") -> dict[str, str]:
    body = "".join(f"      {line}\n" for line in settings.splitlines())
    return {"mkdocs.yml": f"site_name: S\ntheme: mkdocs\nplugins:\n  - traceability:\n{body}"}


def could_not_run(done: Done) -> str:
    assert done.status == 2, done.log
    assert "Traceback" not in done.log
    (line,) = done.log.splitlines()
    return line


def codes(site: Site) -> list[tuple[str, str]]:
    """What the command finds, after a build has been seen to say the same."""
    found = [(str(each["code"]), str(each["path"])) for each in site.findings()]
    built = site.build()
    assert "Traceback" not in built.log
    assert sorted(built.codes) == sorted(each["code"] for each in site.findings() if each["fails"])
    return found


# ---------------------------------------------------------------- where sources may lie


def leading_out(make_site: MakeSite, settings: str) -> Site:
    site = make_site(
        {"docs/index.md": "# Home\n", "facts/inside.yml": COMPONENT % "inside"}
        | config(settings)
        | {
            "../outside/secret.yml": SECRET,
            "../outside/page.md": "---\ntraceability: {component: SECRET: x}\n---\n",
            "../outside/key.md": "-----BEGIN SECRET-----\n",
            "../outside/folder/one.yml": SECRET,
            "../outside/folder/two.yml": SECRET,
        }
    )
    outside = site.folder.parent / "outside"
    (site.folder / "docs/s.trace.yml").symlink_to(outside / "secret.yml")
    (site.folder / "docs/p.md").symlink_to(outside / "page.md")
    (site.folder / "docs/k.md").symlink_to(outside / "key.md")
    (site.folder / "facts/folder").symlink_to(outside / "folder")
    return site


def test_what_a_link_leads_out_to_is_not_read_and_never_shown(make_site: MakeSite) -> None:
    site = leading_out(make_site, "sources: ['facts/**/*.yml']")
    assert codes(site) == [
        ("TR411", "docs/p.md"),
        ("TR411", "docs/s.trace.yml"),
        ("TR411", "facts/folder"),
    ]
    for done in (site.check(), site.check("--format", "json"), site.build()):
        assert "SECRET" not in done.out + done.log


def test_a_folder_that_is_allowed_is_read(make_site: MakeSite) -> None:
    site = leading_out(make_site, "sources: ['facts/**/*.yml']\nallowed_roots: [../outside]")
    assert codes(site) == [
        ("TR001", "docs/p.md"),
        ("TR001", "docs/s.trace.yml"),
        ("TR001", "facts/folder/one.yml"),
        ("TR001", "facts/folder/two.yml"),
    ]


def test_the_fixed_part_of_a_glob_is_read_but_no_link_in_its_place(make_site: MakeSite) -> None:
    facts = {"../facts/a.yml": COMPONENT % "a", "../elsewhere/a.yml": SECRET}
    site = make_site({"docs/index.md": "# Home\n"} | config("sources: ['../facts/*.yml']") | facts)
    assert codes(site) == []
    (site.folder.parent / "facts").rename(site.folder.parent / "moved")
    (site.folder.parent / "facts").symlink_to("elsewhere")
    assert [code for code, _ in codes(site)] == ["TR411"]


def test_a_link_to_the_whole_machine_is_one_finding(make_site: MakeSite) -> None:
    site = make_site(
        {"docs/index.md": "# Home\n", "facts/a.yml": COMPONENT % "a"} | config("sources: ['facts/**/*.yml']")
    )
    (site.folder / "facts/root").symlink_to("/")
    (site.folder / "docs/etc").symlink_to("/etc")
    assert ("TR411", "facts/root") in [(each["code"], each["path"]) for each in site.findings()]
    assert len(site.findings()) <= 2


def test_of_a_report_that_a_link_leads_out_to_nothing_is_shown(make_site: MakeSite) -> None:
    settings = "junit: [r/*.xml]\nopenapi: [r/*.yml]\nasyncapi: [r/*.yaml]\nsql: [r/*.sql]"
    files = {f"../outside/x.{ending}": SECRET for ending in ("xml", "yml", "yaml", "sql")}
    site = make_site({"docs/a.trace.yml": COMPONENT % "a"} | config(settings) | files)
    (site.folder / "r").mkdir()
    for ending in ("xml", "yml", "yaml", "sql"):
        (site.folder / f"r/x.{ending}").symlink_to(site.folder.parent / f"outside/x.{ending}")
    done = site.check()
    assert done.out.count("TR415") == 4
    assert "SECRET" not in done.out


@pytest.mark.parametrize("inherit", ["../outside/secret.yml", "link.yml"])
def test_of_a_configuration_outside_nothing_is_shown(make_site: MakeSite, inherit: str) -> None:
    files = {"mkdocs.yml": f"INHERIT: {inherit}\n", "../outside/secret.yml": "SECRET:value\nx: y\n"}
    site = make_site(CLEAN | files)
    (site.folder / "link.yml").symlink_to(site.folder.parent / "outside/secret.yml")
    line = could_not_run(site.check())
    assert "this is not valid YAML; the file is not shown" in line
    assert "SECRET" not in line


def test_of_a_mkdocs_yml_that_leads_out_nothing_is_shown(make_site: MakeSite) -> None:
    site = make_site(CLEAN | {"../outside/secret.yml": SECRET})
    (site.folder / "mkdocs.yml").unlink()
    (site.folder / "mkdocs.yml").symlink_to(site.folder.parent / "outside/secret.yml")
    assert "SECRET" not in could_not_run(site.check())


# ---------------------------------------------------------------- links that lead back, and odd files


def test_links_that_lead_back_end_and_each_file_is_read_once(make_site: MakeSite) -> None:
    site = make_site(
        {"docs/index.md": "# Home\n", "facts/x/a.yml": COMPONENT % "a", "facts/y/b.yml": COMPONENT % "b"}
        | config("sources: ['facts/**/*.yml', 'facts/*/*/*.yml', 'facts/**/**']")
    )
    (site.folder / "facts/x/one").symlink_to("../y")
    (site.folder / "facts/y/two").symlink_to("../x")
    (site.folder / "facts/y/three").symlink_to("..")
    assert codes(site) == []


def test_a_page_with_two_names_is_read_once_by_its_own(make_site: MakeSite) -> None:
    page = "---\ntraceability: {component: {id: a, depends_on: [nobody]}}\n---\n# A\n"
    site = make_site({"docs/index.md": "# Home\n", "docs/v2/a.md": page} | config())
    (site.folder / "docs/latest").symlink_to("v2")
    (site.folder / "docs/a.md").symlink_to("v2/a.md")
    assert codes(site) == [("TR202", "docs/v2/a.md"), ("TR101", "docs/v2/a.md")]


def test_looping_links_are_no_traceback(make_site: MakeSite) -> None:
    site = make_site({"docs/index.md": "# Home\n"} | config("sources: ['docs/*.yml', 'loop/*.yml']"))
    for name in ("loop", "docs/loop", "docs/loop.trace.yml"):
        (site.folder / name).symlink_to(Path(name).name)
    assert [(each["code"], each["path"]) for each in site.findings()] == [
        ("TR001", "docs/loop.trace.yml"),
        ("TR009", "mkdocs.yml"),
        ("TR009", "mkdocs.yml"),
    ]


@pytest.mark.parametrize("name", ["loop", "fifo", "/dev/zero", "a" * 300, "", "."])
def test_what_is_no_configuration_is_one_line(make_site: MakeSite, name: str) -> None:
    site = make_site(CLEAN)
    (site.folder / "loop").symlink_to("loop")
    os.mkfifo(site.folder / "fifo")
    could_not_run(site.check("-f", name))
    site.write({"mkdocs.yml": f"INHERIT: '{name}'\n"})
    could_not_run(site.check())


def test_a_long_chain_of_configurations_is_read(make_site: MakeSite) -> None:
    site = make_site(CLEAN | {"mkdocs.yml": "INHERIT: 0.yml\n", "2000.yml": "site_name: x\ndocs_dir: dcos\n"})
    for number in range(2000):
        (site.folder / f"{number}.yml").write_text(f"INHERIT: {number + 1}.yml\n")
    assert "2000.yml:2: the docs folder dcos/ does not exist" in could_not_run(site.check())
    site.write({"2000.yml": "INHERIT: 7.yml\n"})
    assert "7.yml: inherits from itself" in could_not_run(site.check())


def test_a_docs_folder_with_a_very_long_name_is_one_line(make_site: MakeSite) -> None:
    site = make_site(CLEAN | {"mkdocs.yml": f"docs_dir: {'d' * 300}\n"})
    assert "does not exist" in could_not_run(site.check())


def test_a_name_that_is_no_text_is_written_out(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    folder = os.fsencode(site.folder) + b"/docs/"
    page = "---\ntraceability: {component: {id: odd, external: true}}\n---\n"
    try:
        Path(os.fsdecode(folder + b"\xff.md")).write_text(page)
    except OSError:
        pytest.skip("this file system has no such names")
    done = run_module("mkdocs_traceability", "export", folder=site.folder)
    assert done.status == 0, done.log
    assert "%FF" in done.out


# ---------------------------------------------------------------- where results go


def shell(site: Site, command: str) -> Done:
    """Run a line of a shell in which `traceability` is the command."""
    words = f"{sys.executable} -m mkdocs_traceability"
    line = f'set -o pipefail; traceability() {{ {words} "$@"; }}; {command}'
    return run("bash", "-c", line, folder=site.folder)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
@pytest.mark.parametrize("command", ["check", "check --format json", "export", "explain TR101", "--help"])
def test_a_console_that_takes_no_more_is_one_line(make_site: MakeSite, command: str) -> None:
    line = could_not_run(shell(make_site(BROKEN), f"traceability {command} > /dev/full"))
    assert line == "Error: the console cannot be written to: No space left on device"


def test_a_reader_that_has_gone_changes_no_exit_status(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    for command, status in (("check", 1), ("export", 0), ("explain TR101", 0), ("check docs", 2)):
        done = shell(site, f"traceability {command} | true")
        assert done.status == status, done.log
        assert "Traceback" not in done.log
        assert "BrokenPipe" not in done.log


def test_a_closed_console_is_no_traceback(make_site: MakeSite) -> None:
    site = make_site(BROKEN)
    assert shell(site, "traceability check >&-").status == 1
    assert shell(site, "traceability check >&- 2>&-").status == 1
    assert "console is closed" in could_not_run(shell(site, "traceability export >&-"))


def test_an_export_that_does_not_fit_leaves_the_old_file_whole(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    (site.folder / "registry.json").write_text("old")

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    done = subprocess.run(
        [sys.executable, "-B", "-m", "mkdocs_traceability", "export", "-o", "registry.json"],
        cwd=site.folder,
        capture_output=True,
        text=True,
        preexec_fn=small,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "Error: registry.json cannot be written to: File too large\n"
    assert (site.folder / "registry.json").read_text() == "old"
    assert not [each for each in site.folder.iterdir() if each.name.startswith(".registry")]


def test_an_export_replaces_what_a_link_leads_to_and_keeps_its_rights(make_site: MakeSite) -> None:
    site = make_site(CLEAN)
    (site.folder / "real.json").write_text("old")
    (site.folder / "real.json").chmod(0o640)
    (site.folder / "link.json").symlink_to("real.json")
    assert run_module("mkdocs_traceability", "export", "-o", "link.json", folder=site.folder).status == 0
    assert (site.folder / "link.json").is_symlink()
    assert (site.folder / "real.json").read_text().startswith("{")
    assert (site.folder / "real.json").stat().st_mode & 0o777 == 0o640
    for name in ("docs", "nowhere/x.json", "a" * 300):
        could_not_run(run_module("mkdocs_traceability", "export", "-o", name, folder=site.folder))
