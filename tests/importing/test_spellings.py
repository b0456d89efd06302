"""One thing spelled several ways gets one name; what could be two things stays two."""

import pytest

from mkdocs_traceability.importing.spellings import unified


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["09-scheduled", "09-scheduled-jobs"], "09-scheduled-jobs"),
        (["08c", "08c-webhook", "08c-webhook-worker"], "08c-webhook-worker"),
        (["Eval Worker", "07-eval-worker", "eval-worker"], "07-eval-worker"),
        (["scheduled-jobs", "09-scheduled", "09-scheduled-jobs"], "09-scheduled-jobs"),
        (["API", "api"], "api"),
        (["Auth", "auth/"], "auth/"),
        (["data_poller", "Data Poller", "data-poller"], "data-poller"),
    ],
)
def test_spellings_of_one_name(spellings: list[str], name: str) -> None:
    assert set(unified(spellings).values()) == {name}


@pytest.mark.parametrize(
    "spellings",
    [
        ["05", "05-api", "05-jobs"],
        ["api", "api-core"],
        ["planner/", "planners/"],
        ["a/b", "a.b", "ab"],
        ["05a-api", "05b-api", "api"],
        ["worker", "workers"],
    ],
)
def test_what_may_be_two_names_stays_two(spellings: list[str]) -> None:
    assert unified(spellings) == {each: each for each in spellings}


def test_what_is_declared_stands_for_the_others() -> None:
    assert unified(["09-jobs-worker", "09-jobs"], ["jobs-worker"])["09-jobs"] == "jobs-worker"
