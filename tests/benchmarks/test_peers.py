"""Each tool of the comparison is given the same system, and what it says of broken references is understood."""

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.generate import Corpus, generate, made_up, write
from benchmarks.limited import run
from benchmarks.peers import PEERS
from benchmarks.peers.environments import programs
from benchmarks.peers.peer import BUILD, CHECK, Peer
from mkdocs_traceability.cli.main import main as cli

ITEMS = 100

# Where a tool's form has the ids that an item refers to, one item after the other: a group with all of them.
LINKS = {
    "ours": r"^    (?:components|depends_on|supports|producers|consumers): \[(.*)\]$",
    "quarto_needs": r'(?:implemented-by|depends-on|addresses|derives-from|references)="([^"]*)"',
    "sphinx_needs": r"^   :(?:components|depends_on|supports|producers|consumers): (.*)$",
    "mlx_traceability": r"^   :(?:components|depends_on|supports|producers|consumers): (.*)$",
    "strictdoc": r"^  VALUE: (.*)$",
    "doorstop": r"^- (\S+): null$",
    "elspais": r"\*\*Implements\*\*: (.*)$",
    "mkdocs_tables": r"(?<=\])\(\w+\.md#([^)]+)\)",
    "mkdocs_macros": r"^    (?:components|depends_on|supports|producers|consumers): \[(.*)\]$",
}

# These know one kind of link: a component that both produces and consumes a signal is linked once.
ONE_KIND_OF_LINK = {"doorstop", "elspais"}

OUTPUT = {
    "ours": "docs/areas/baba.trace.yml:237:40: TR101 [error] unknown component `{name}`",
    "quarto_needs": "[ERROR] REQ005: BABA-006 references unknown object {name} via implemented-by",
    "sphinx_needs": "baba.rst:108: WARNING: Need 'BABA-006' has unknown outgoing link '{name}' in field "
    "'components' [needs.link_outgoing]",
    "mlx_traceability": "baba.rst:93: WARNING: Traceability: cannot link to '{name}', item is not defined",
    "strictdoc": "error: [DocumentIndex.create] Requirement BABA-006 references parent requirement which doesn't "
    "exist: {name}.\n",
    "doorstop": "ERROR: no item with UID: {name}",
    "elspais": '"message": "REQ-f00001 -> {name} (implements) -- name a requirement its repository does not hold"',
    "mkdocs_tables": "WARNING -  Doc file 'flows.md' contains a link 'components.md#{name}', but the doc "
    "'components.md' does not contain an anchor '#{name}'.",
    "mkdocs_macros": "WARNING -  Doc file 'components.md' contains a link 'components.md#{name}', but there is no "
    "such anchor on this page.",
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return made_up(ITEMS, pages=True)


def texts(folder: Path) -> str:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.name != "typos.json")


def targets(peer: str, text: str) -> Counter[str]:
    found = Counter[str]()
    for listed in re.findall(LINKS[peer], text, re.MULTILINE):
        plain = re.sub(r"\{id: ([^,]+), role: \w+\}", r"\1", listed)
        found.update(part for part in re.split(r"[,;\s]+", plain) if part != "-")
    return found


@pytest.mark.parametrize("peer", [PEERS[name] for name in LINKS], ids=list(LINKS))
def test_every_tool_is_given_all_items_and_links(peer: Peer, corpus: Corpus, tmp_path: Path) -> None:
    peer.write(corpus, tmp_path)
    text = texts(tmp_path)
    for item in corpus.items:
        assert item.title in text
    found = targets(peer.module, text)
    once = {(item.id, reference.to) for item in corpus.items for _, reference in item.links}
    assert found.total() == (len(once) if peer.module in ONE_KIND_OF_LINK else corpus.references)
    broken = Counter(peer.names(corpus))
    assert broken.total() == len(corpus.typos) == round(corpus.references / 100)
    assert {name: found[name] for name in broken} == dict(broken)


@pytest.mark.parametrize("peer", [PEERS[name] for name in LINKS], ids=list(LINKS))
def test_the_same_system_without_broken_references_differs_in_nothing_else(
    peer: Peer, corpus: Corpus, tmp_path: Path
) -> None:
    sound = made_up(ITEMS, pages=True, broken=False)
    peer.write(corpus, tmp_path / "broken")
    peer.write(sound, tmp_path / "sound")
    before, after = texts(tmp_path / "broken"), texts(tmp_path / "sound")
    lines, sound_lines = Counter(before.splitlines()), Counter(after.splitlines())
    assert 1 <= (lines - sound_lines).total() == (sound_lines - lines).total() <= len(corpus.typos)
    links = targets(peer.module, after)
    assert not links.keys() & set(peer.names(corpus))
    assert links.total() == targets(peer.module, before).total()


@pytest.mark.parametrize("peer", [PEERS[name] for name in OUTPUT], ids=list(OUTPUT))
def test_what_a_tool_says_of_a_broken_reference_is_understood(peer: Peer, corpus: Corpus) -> None:
    names = peer.names(corpus)
    said = "\n".join(OUTPUT[peer.module].replace("{name}", name) for name in names)
    assert peer.named(said) == Counter(names)


def test_a_broken_reference_that_stands_twice_is_counted_twice(tmp_path: Path) -> None:
    flow = "{{id: {0}, title: T, implementation: infra, status: planned, components: [nobody]}}"
    write(tmp_path / "mkdocs.yml", "site_name: S\nplugins: [traceability]\n")
    write(tmp_path / "docs/a.trace.yml", f"flows: [{flow.format('A-1')}]\n")
    write(tmp_path / "docs/b.trace.yml", f"flows: [{flow.format('A-2')}]\n")
    said = CliRunner().invoke(cli, ["check", str(tmp_path)]).output
    assert PEERS["ours"].named(said) == Counter({"nobody": 2})


@pytest.mark.parametrize("peer", PEERS.values(), ids=PEERS)
def test_an_edit_changes_one_file_and_takes_the_one_before_back(
    peer: Peer, corpus: Corpus, tmp_path: Path
) -> None:
    peer.write(corpus, tmp_path)

    def read() -> dict[Path, str]:
        paths = (path for path in tmp_path.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path: path.read_text(encoding="utf-8") for path in paths}

    before = read()
    states = []
    for number in (1, 2):
        peer.edit(tmp_path, number)
        after = read()
        (changed,) = [path for path in before if before[path] != after[path]]
        assert after[changed].count(f"Edited {number} ") == 1
        assert after[changed].replace(f"Edited {number} ", "") == before[changed]
        states.append(after)
    assert states[0] != states[1]


def test_every_tool_is_in_the_comparison_with_a_command_and_a_pinned_version() -> None:
    pinned = {peer.module: peer for peer in PEERS.values() if peer.versions.is_file()}
    assert set(pinned) == {file.stem for file in Path("benchmarks/peers").glob("*.txt")}
    for peer in PEERS.values():
        assert set(peer.commands) <= {CHECK, BUILD}
        assert peer.commands
    for peer in pinned.values():
        lines = peer.versions.read_text(encoding="utf-8").splitlines()
        assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
        assert peer.name.lower() in {line.partition("==")[0].lower() for line in lines}
        assert programs(peer).parent.name == peer.module


def test_the_site_of_the_comparison_is_that_of_the_other_benchmarks(corpus: Corpus, tmp_path: Path) -> None:
    generate(tmp_path / "a", ITEMS, pages=True, theme="material")
    PEERS["ours"].write(corpus, tmp_path / "b")
    assert texts(tmp_path / "a") == texts(tmp_path / "b")


@pytest.mark.parametrize(
    ("code", "stopped"),
    [
        ("print('x')", ""),
        ("raise SystemExit(1)", ""),
        ("raise SystemExit(3)", "failed: exit status 3"),
        ("{}['x']", "failed: KeyError"),
        ("while True: pass", "limit"),
        ("import os, time\nif os.fork(): time.sleep(60)\nwhile True: pass", "limit"),
    ],
)
def test_a_command_that_fails_or_does_not_end_is_recorded_as_such(
    code: str, stopped: str, tmp_path: Path
) -> None:
    done = run([sys.executable, "-c", code], tmp_path, {}, limit=1)
    assert done.stopped == stopped
    assert done.cpu > 0
    assert done.peak > 1_000_000
