"""Whatever happens to files and functions, the answer agrees with a naive replay of all commits."""

from pathlib import Path
from tempfile import TemporaryDirectory

from git_repositories import repository
from hypothesis import given, settings
from hypothesis import strategies as st

from grounding.history.asking import removals

FILES = ("src/one_file.py", "src/two_file.py", "lib/one_file.py", "top_file.py")
FUNCTIONS = ("make_one", "make_two", "make_three")

Files = dict[str, frozenset[str]]
"""Files with the functions that they declare."""

states = st.lists(
    st.dictionaries(st.sampled_from(FILES), st.frozensets(st.sampled_from(FUNCTIONS)), max_size=4),
    min_size=2,
    max_size=7,
)


def text(functions: frozenset[str]) -> str:
    return "\n\n".join(f"def {each}(one):\n    return {each!r} * 3\n" for each in sorted(functions))


def last_without(holds: list[bool]) -> int | None:
    """Return the last commit that something was gone with, if it was there before and is not at the end."""
    if holds[-1]:
        return None
    return next((at for at in range(len(holds) - 1, 0, -1) if holds[at - 1] and not holds[at]), None)


@settings(max_examples=12, deadline=None)
@given(states)
def test_answers_agree_with_a_replay(history: list[Files]) -> None:
    present = [{path: text(functions) for path, functions in state.items()} for state in history]
    with TemporaryDirectory() as made:
        folder = Path(made)
        commits = repository(folder, [{"x": str(at), **state} for at, state in enumerate(present)])
        expected: dict[str, int | None] = {
            f"path: {path}": last_without([path in state for state in history]) for path in FILES
        }
        for name in FUNCTIONS:
            for path in FILES:
                held = [name in state.get(path, ()) for state in history]
                expected[f"symbol: {path}:{name}"] = last_without(held)
            anywhere = [any(name in each for each in state.values()) for state in history]
            if not anywhere[-1]:  # only names are asked for that are nowhere now
                expected[f"symbol: {name}"] = last_without(anywhere)
        found = removals(folder, *expected)
        told = {asked: commits.index(each.commit) for asked, each in found.items()}
        assert told == {asked: at for asked, at in expected.items() if at is not None}
        for removal in found.values():
            for now in removal.now:
                path, _, name = now.partition(":")
                assert path in history[-1] or path in FUNCTIONS
                assert not name or name in history[-1][path]


def test_the_same_commit_gives_the_same_answer(tmp_path: Path) -> None:
    state = {
        f"src/{number}_file.py": f"def make_{number}_it():\n    return {number}\n" for number in range(30)
    }
    repository(tmp_path, [state, dict(list(state.items())[:3])])
    names = [
        *(f"path: src/{number}_file.py" for number in range(30)),
        *(f"symbol: make_{number}_it" for number in range(30)),
    ]
    first = removals(tmp_path, *names)
    assert len(first) == 54
    assert list(removals(tmp_path, *reversed(names)).items()) == list(first.items())
