"""What a server read of a file is read again whenever the file may be another."""

import os
from pathlib import Path

import pytest

from mkdocs_traceability.files import witness
from mkdocs_traceability.mkdocs.kept_sources import KeptSources
from mkdocs_traceability.reading.read import Source


class Reader:
    """Reads through kept sources, a build each time, and counts how often the disk is read."""

    def __init__(self) -> None:
        self.kept = KeptSources()
        self.reads = 0

    def read(self, file: Path, *conditions: object) -> bytes:
        def load() -> Source:
            self.reads += 1
            return Source(file.name, file.read_bytes())

        self.kept.begin()
        source = self.kept.source(str(file), conditions, load)
        assert source is not None
        return source.data


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    monkeypatch.setattr(witness, "_COARSE", -(10**18))  # else a file that was just written is not relied on
    return Reader()


def test_an_untouched_file_is_read_once(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    assert [reader.read(file) for _ in range(3)] == [b"one"] * 3
    assert reader.reads == 1


def test_a_file_that_changes_is_read_again_though_its_size_and_time_are_the_same(
    reader: Reader, tmp_path: Path
) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    reader.read(file)
    before = file.stat()
    file.with_name("b").write_bytes(b"two")
    file.with_name("b").replace(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert reader.read(file) == b"two"


def test_a_file_that_was_just_written_is_not_relied_on(tmp_path: Path) -> None:
    reader, file = Reader(), tmp_path / "a.yml"
    file.write_bytes(b"one")
    reader.read(file)
    reader.read(file)
    assert reader.reads == 2


def test_other_conditions_read_it_again(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_bytes(b"one")
    reader.read(file, "bare")
    reader.read(file, "code")
    assert reader.reads == 2


def test_a_link_or_a_folder_that_leads_elsewhere_is_read_again(reader: Reader, tmp_path: Path) -> None:
    folder, moved = tmp_path / "docs", tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.yml").write_bytes(b"one")
    (tmp_path / "link.yml").symlink_to(folder / "a.yml")
    reader.read(tmp_path / "link.yml")
    reader.read(tmp_path / "link.yml")
    assert reader.reads == 2
    reader.read(folder / "a.yml")
    folder.rename(moved)
    folder.symlink_to(moved)
    reader.read(folder / "a.yml")
    assert reader.reads == 4
