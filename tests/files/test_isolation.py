"""Grammars run where time and memory are bounded: what is ended is not checked, and nothing is left behind."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from processor_time import in_a_copy
from support import check, table

from mkdocs_traceability.evidence.source_code.languages import outline_of
from mkdocs_traceability.evidence.source_code.outline import Outline
from mkdocs_traceability.files import isolation
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.model.verdict import Outcome, Problem, Verdict

pytestmark = pytest.mark.slow

GO = "package a\n\nfunc Good() {}\n"

HALF_OF_A_KOTLIN_FILE = (
    "class A {\n  fun x( {\n    val y = listOf<Map<String, \n    if (a < b) when { x -> \n" * 5
)


def said(disk: Disk, name: str) -> str:
    """Read a file that must not be read to its end, and say why that was."""
    found = outline_of(disk, name)
    assert isinstance(found, Outcome), found
    assert (found.verdict, found.problem) == (Verdict.UNVERIFIED, Problem.UNCHECKED)
    return found.message


def pretend(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    """Have a program of the test answer in the worker's place: `data` is the content of the file."""
    program = (
        "import json, os, signal, sys, time\n"
        "read = sys.stdin.buffer\n"
        "read.readline()\n"
        "def tell(line): sys.stdout.write(line); sys.stdout.flush()\n"
        "tell('ready\\n')\n"
        "while line := read.readline():\n"
        "    data = read.read(json.loads(line)['bytes'])\n"
        f"    {answer}\n"
    )
    monkeypatch.setattr(isolation, "_START", program)


FOUND = """tell('{"found":[[],[],[],[],"","",0],"ended":"","is_last":false}\\n')"""
KILLED = "os.kill(os.getpid(), signal.{})"


@table(
    "name,unit,times",
    ("Java, arrows", "x.java", "a=>", 6_000),
    ("Java, arrows that crash the grammar", "x.java", "a=>", 10_000),
    ("C, arrows", "x.c", "a=>", 6_000),
    ("a header of C or C++, arrows", "x.h", "a=>", 6_000),
    ("Java, open strings", "x.java", "%w(", 6_000),
    ("Rust, open strings", "x.rs", "%w(", 6_000),
    ("C#, open generics", "x.cs", "a<", 60_000),
    ("Java, open generics", "x.java", "a<", 60_000),
)
def test_a_small_file_cannot_take_the_memory_of_the_machine(
    tmp_path: Path, name: str, unit: str, times: int
) -> None:
    (tmp_path / name).write_text(unit * times)
    (tmp_path / "good.go").write_text(GO)
    message, seconds, kilobytes, goes_on = in_a_copy(lambda: read_within_bounds(tmp_path, name))
    assert message.startswith(f"`{name}` cannot be read as ")
    # Some grammars check that they get memory, others are ended by the system.
    assert message.partition(": ")[2] in (
        "it takes more than 512 MB of memory",
        "it takes more than 5 s",
        "the grammar crashes on it (SIGSEGV)",
    )
    assert seconds < isolation.SECONDS + 2
    assert kilobytes < 700_000
    assert goes_on


def read_within_bounds(folder: Path, name: str) -> tuple[str, float, int, bool]:
    """Read a file; return what is said of it, what that took of time and memory, and whether others can be read."""
    disk = Disk(folder)
    inherited = resource.getrusage(
        resource.RUSAGE_SELF
    ).ru_maxrss  # what this copy weighs, a child of it weighs
    message = said(disk, name)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    goes_on = isinstance(outline_of(disk, "good.go"), Outline)
    return message, spent.ru_utime, spent.ru_maxrss - inherited, goes_on


def test_a_half_written_file_costs_a_bounded_time_and_keeps_no_memory(tmp_path: Path) -> None:
    (tmp_path / "x.kt").write_text(HALF_OF_A_KOTLIN_FILE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    found = outline_of(Disk(tmp_path), "x.kt")
    assert found.error if isinstance(found, Outline) else found.problem is Problem.UNCHECKED
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used < isolation.SECONDS + 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


@table(
    "answer,why,stands",
    ("a crash", KILLED.format("SIGSEGV"), "the grammar crashes on it (SIGSEGV)", True),
    ("its own end", "os._exit(3)", "the grammar crashes on it (status 3)", True),
    ("no memory", "os.abort()", "it takes more than 512 MB of memory", True),
    ("no time", KILLED.format("SIGPROF"), "it takes more than 5 s", True),
    ("no JSON", "tell('{\\n')", "the grammar crashes on it (status 0)", True),
    (
        "an error of ours",
        """tell('{"ended":"its reader fails","is_last":false}\\n')""",
        "its reader fails",
        True,
    ),
    ("a kill", KILLED.format("SIGKILL"), "the process that reads it was ended (SIGKILL)", False),
)
def test_an_end_is_one_outcome_and_other_files_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, why: str, stands: bool
) -> None:
    pretend(monkeypatch, f"{FOUND} if b'Good' in data else {answer}")
    for name, text in (("bad.go", "package bad"), ("good.go", GO)):
        (tmp_path / name).write_text(text)
    disk = Disk(tmp_path)
    for _ in range(2):
        assert said(disk, "bad.go") == f"`bad.go` cannot be read as Go: {why}"
    assert isinstance(outline_of(disk, "good.go"), Outline)
    kept = [digest for facts in disk.used.values() for digest in facts]
    assert (disk.digest("bad.go") in kept) is stands
    assert disk.is_as_seen(dict(disk.seen)) is stands


def test_a_process_that_neither_answers_nor_works_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, "time.sleep(1000)")
    monkeypatch.setattr(isolation, "_DEADLINE", 0.2)
    (tmp_path / "x.go").write_text(GO)
    disk = Disk(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolation, "_DEADLINE", 30)
        disk.isolation._running()
    assert said(disk, "x.go").endswith("the process that reads it was ended (SIGKILL)")
    assert not any(disk.used.values())


@table(
    "executable,program",
    ("there is no interpreter", "/nowhere/python", "pass"),
    ("it ends at once", sys.executable, "raise SystemExit(1)"),
)
def test_where_no_process_can_be_started_nothing_is_checked_and_it_is_tried_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, executable: str, program: str
) -> None:
    monkeypatch.setattr(isolation, "_START", program)
    monkeypatch.setattr(sys, "executable", executable)
    (tmp_path / "x.go").write_text(GO)
    (tmp_path / "y.go").write_text(GO + "// another\n")
    disk = Disk(tmp_path)
    assert "no process can be started for its grammar" in said(disk, "x.go")
    monkeypatch.setattr(isolation, "_started", lambda: pytest.fail("it is tried again"))
    assert "no process can be started for its grammar" in said(disk, "y.go")
    assert not any(disk.used.values())


def test_many_hostile_files_have_one_budget_and_a_second_run_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, f"{FOUND} if b'Good' in data else {KILLED.format('SIGPROF')}")
    names = [f"x{number}.go" for number in range(100)]
    for name in names:
        (tmp_path / name).write_text(f"package {name}")
    started = []
    start = isolation._started
    monkeypatch.setattr(isolation, "_started", lambda: started.append(1) or start())
    disk = Disk(tmp_path)
    reasons = [said(disk, name).partition(": ")[2] for name in names]
    assert reasons == [
        *["it takes more than 5 s"] * 4,
        *["it takes more than 0.25 s"] * 20,
        *["other files have used up the time for files like it"] * 76,
    ]
    assert len(started) == 24
    again = Disk(tmp_path, known=json.loads(json.dumps(disk.used)))
    assert [said(again, name).partition(": ")[2] for name in names] == reasons
    assert len(started) == 24 + 20


def test_a_file_that_is_ended_is_not_tried_for_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch, KILLED.format("SIGPROF"))
    own = isolation.Isolation()
    first = own.read("outline", "Go", "digest", b"package a")
    assert isinstance(first, isolation.Ended)
    monkeypatch.setattr(isolation, "_started", lambda: pytest.fail("it is tried again"))
    assert own.read("strings", "Go", "digest", b"package a") == first


def test_what_keeps_much_memory_is_followed_by_a_new_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "SECONDS", 50.0)  # on a busy machine the file may take more than 5
    (tmp_path / "large.go").write_bytes(b"package a\n" + b"var A = []int{1, 2, 3, 4, 5}\n" * 60_000)
    (tmp_path / "x.go").write_text(GO)
    disk = Disk(tmp_path)
    assert isinstance(outline_of(disk, "large.go"), Outline)
    assert disk.isolation._process is None
    assert isinstance(outline_of(disk, "x.go"), Outline)
    assert disk.isolation._process is not None
    disk.isolation.close()


# What is left behind


def is_running(pid: int) -> bool:
    """Whether there is a process that has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ends(pid: int) -> bool:
    """Wait until a process has ended, a minute at most."""
    for _ in range(600):
        if not is_running(pid):
            return True
        time.sleep(0.1)
    return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@needs_proc
def test_nothing_runs_on_when_the_run_is_over(tmp_path: Path) -> None:
    (tmp_path / "x.go").write_text(GO)
    closed, dropped = Disk(tmp_path), Disk(tmp_path)
    pids = []
    for disk in (closed, dropped):
        outline_of(disk, "x.go")
        assert disk.isolation._process is not None
        pids.append(disk.isolation._process.pid)
    closed.isolation.close()
    del disk, dropped
    assert not any(map(is_running, pids))


HOST = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a suite in the background ignores it
from pathlib import Path
from mkdocs_traceability.files import isolation
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.evidence.source_code.languages import outline_of
isolation.SECONDS = 1.0
disk = Disk(Path(sys.argv[1]))
outline_of(disk, "x.go")
print(disk.isolation._process.pid, flush=True)
if sys.argv[2] == "busy":
    outline_of(disk, "busy.java")
time.sleep(100)
"""


@needs_proc
@pytest.mark.parametrize("state", ["idle", "busy"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_nothing_runs_on_when_the_host_is_ended(tmp_path: Path, state: str, how: signal.Signals) -> None:
    (tmp_path / "x.go").write_text(GO)
    (tmp_path / "busy.java").write_text("a=>" * 6_000)
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, tmp_path, state], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert host.stdout is not None
    pid = int(host.stdout.readline())
    host.send_signal(how)
    host.wait(60)
    host.stdout.close()
    assert ends(pid)


CLOSED = """
import os, sys
for number in map(int, sys.argv[2]):
    os.close(number)
from pathlib import Path
from mkdocs_traceability.files.disk import Disk
from mkdocs_traceability.evidence.source_code.languages import outline_of
found = outline_of(Disk(Path(sys.argv[1])), "x.go")
os._exit(7 if [each.path for each in found.definitions] == [("Good",)] else 8)
"""


@pytest.mark.parametrize("closed", ["0", "01", "012"])
def test_files_are_read_where_the_standard_streams_are_closed(tmp_path: Path, closed: str) -> None:
    (tmp_path / "x.go").write_text(GO)
    assert subprocess.run([sys.executable, "-c", CLOSED, tmp_path, closed], check=False).returncode == 7


def test_a_copy_of_the_process_reads_with_a_process_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "x.go").write_text(GO)
    (tmp_path / "y.go").write_text(GO + "func More() {}\n")
    disk = Disk(tmp_path)
    outline_of(disk, "x.go")
    if (pid := os.fork()) == 0:
        found = outline_of(disk, "y.go")
        os._exit(7 if isinstance(found, Outline) and len(found.definitions) == 2 else 8)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
    assert isinstance(outline_of(disk, "y.go"), Outline)


def test_files_are_read_from_a_thread_while_the_host_blocks_and_ignores_signals(tmp_path: Path) -> None:
    (tmp_path / "x.java").write_text("a=>" * 6_000)
    (tmp_path / "x.go").write_text(GO)
    found: list[Outline | Outcome] = []
    disk = Disk(tmp_path)

    def read() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})
        found.extend(outline_of(disk, name) for name in ("x.go", "x.java"))

    before = signal.signal(signal.SIGPROF, signal.SIG_IGN)
    thread = threading.Thread(target=read)
    try:
        thread.start()
        thread.join()
    finally:
        signal.signal(signal.SIGPROF, before)
    assert [type(each) for each in found] == [Outline, Outcome]


def test_claims_of_python_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setattr(isolation.Isolation, "_running", lambda _: started.append("a process"))
    files = {
        "mkdocs.yml": "site_name: x\nplugins: [{traceability: {junit: [r.xml]}}]\n",
        "src/shop.py": "class Cart:\n    def total(self): ...\n",
        "src/shop.go": GO,
        "tests/test_shop.py": "def test_total(): ...\n",
        "r.xml": '<testsuite><testcase classname="tests.test_shop" name="test_total"/></testsuite>',
        "docs/a.trace.yml": "components:\n  - id: shop\n    paths: [src]\n    evidence:\n"
        "      code: ['src/shop.py:Cart.total', src/shop.go]\n"
        "      tests: ['tests/test_shop.py::test_total', tests/test_shop.py]\n",
    }
    assert [each.message for each in check(tmp_path, files) if each.fails] == []
    assert started == []
    files["docs/a.trace.yml"] = files["docs/a.trace.yml"].replace("src/shop.go]", "'src/shop.go:Good']")
    check(tmp_path, files)
    assert started == ["a process"]
