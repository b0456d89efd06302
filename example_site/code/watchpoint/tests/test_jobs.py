from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from fakes import NOON, RecordedMetrics

from jobs.archiver import ArchiverService
from jobs.billing_aggregator import BillingAggregator, Usage
from jobs.data_poller import MOST_ATTEMPTS, DataPoller
from jobs.digest_scheduler import DigestScheduler
from jobs.locks import run_alone
from jobs.tier_transition import TierTransitionService
from jobs.verification import CalibrationService, Comparison, VerificationService
from providers.circuit import CircuitOpenError
from shared.model import EventConfig, ForecastRun, Notification, WatchPoint

DAY = timedelta(days=1)


class Models:
    """Model data, the table of runs, and RunPod."""

    def __init__(self, *runs: ForecastRun, newest: str = "", is_away: bool = False) -> None:
        self.runs = {run.id: run for run in runs}
        self.started: list[str] = []
        self.data = newest
        self.is_away = is_away

    def newest(self, product: str) -> str:
        return self.data if product == "nowcast" else ""

    def exists(self, id_: str) -> bool:
        return id_ in self.runs

    def unfinished(self) -> list[ForecastRun]:
        return list(self.runs.values())

    def store(self, run: ForecastRun) -> None:
        self.runs[run.id] = run

    def start(self, run: ForecastRun) -> None:
        if self.is_away:
            raise CircuitOpenError
        self.started.append(run.id)


class TestDataPoller:
    def test_new_data_opens_one_run(self) -> None:
        models = Models(newest="d1")
        for _ in range(2):
            DataPoller(models, models, models).poll(NOON)
        assert models.started == ["d1"]
        assert models.runs["d1"].product == "nowcast"

    def test_a_run_that_fell_silent_is_started_again(self) -> None:
        models = Models(ForecastRun("d1", "nowcast", "requested", NOON))
        poller = DataPoller(models, models, models)
        poller.retry(NOON + timedelta(minutes=1))
        assert models.started == []
        poller.retry(NOON + DAY)
        assert (models.started, models.runs["d1"].attempts) == (["d1"], 2)

    def test_a_run_is_not_tried_for_ever(self) -> None:
        models = Models(ForecastRun("d1", "nowcast", "failed", NOON, attempts=MOST_ATTEMPTS))
        DataPoller(models, models, models).retry(NOON)
        assert (models.started, models.runs["d1"].status) == ([], "given up")

    def test_while_the_circuit_is_open_a_run_is_postponed(self) -> None:
        models = Models(newest="d1", is_away=True)
        DataPoller(models, models, models).poll(NOON)
        assert models.runs["d1"].status == "postponed"


class Shelves:
    def __init__(self, *runs: ForecastRun) -> None:
        self.runs = runs
        self.cooled: list[str] = []
        self.removed: list[str] = []

    def complete(self, product: str) -> Sequence[ForecastRun]:
        return self.runs

    def cool(self, run: ForecastRun) -> None:
        self.cooled.append(run.id)

    def remove(self, run: ForecastRun) -> None:
        self.removed.append(run.id)


def test_the_newest_complete_run_is_kept_however_old_it_is() -> None:
    run = ForecastRun("newest", "nowcast", "complete", NOON - 400 * DAY)
    shelves = Shelves(
        run,
        replace(run, id="ancient", asked_for=NOON - 401 * DAY),
        replace(run, id="old", asked_for=NOON - 8 * DAY),
        replace(run, id="young", asked_for=NOON - DAY),
    )
    TierTransitionService(shelves).run("nowcast", NOON)
    assert (shelves.cooled, shelves.removed) == (["old"], ["ancient"])


class Held:
    def __init__(self, *notifications: Notification) -> None:
        self.notifications = notifications
        self.digests: dict[str, list[str]] = {}

    def due(self) -> Sequence[Notification]:
        return self.notifications

    def send_digest(self, organization: str, notifications: Sequence[Notification]) -> None:
        self.digests[organization] = [each.kind for each in notifications]


def test_a_digest_has_the_last_word_on_each_watchpoint() -> None:
    crossed = Notification("n1", "Harbour", "o1", "crossed", 1)
    held = Held(crossed, replace(crossed, kind="cleared", level=0), replace(crossed, organization="o2"))
    assert DigestScheduler(held).run() == 2
    assert held.digests == {"o1": ["cleared"], "o2": ["crossed"]}


class Diary:
    def __init__(self, ends: datetime, *, is_down: bool = False) -> None:
        self.event = WatchPoint("Fair", "o1", EventConfig(ends - DAY, ends, (10.0,)))
        self.is_down = is_down
        self.told: list[str] = []
        self.archived: list[str] = []

    def active(self) -> list[WatchPoint]:
        return [self.event]

    def weather(self, watchpoint: WatchPoint) -> tuple[float, float]:
        if self.is_down:
            raise ConnectionError
        return 12.0, 17.5

    def tell(self, watchpoint: WatchPoint, summary: str) -> None:
        self.told.append(summary)

    def archive(self, watchpoint: WatchPoint) -> None:
        self.archived.append(watchpoint.id)


class TestArchiver:
    def test_an_event_that_is_over_is_archived_with_a_summary(self) -> None:
        diary = Diary(NOON)
        ArchiverService(diary).archive_ended(NOON)
        assert diary.told == ["Fair: 12 was forecast and 17.5 came, worse"]
        assert diary.archived == ["Fair"]

    def test_an_event_that_lies_ahead_is_left_alone(self) -> None:
        diary = Diary(NOON + DAY)
        ArchiverService(diary).archive_ended(NOON)
        assert diary.archived == []

    def test_a_summary_that_fails_delays_the_archiving_and_does_not_prevent_it(self) -> None:
        diary = Diary(NOON, is_down=True)
        ArchiverService(diary).archive_ended(NOON)
        assert diary.archived == []
        ArchiverService(diary).archive_ended(NOON + DAY)
        assert diary.archived == ["Fair"]


class Accounts:
    def __init__(self, *rows: Usage) -> None:
        self.rows = rows
        self.warned: list[str] = []
        self.ended: list[str] = []

    def in_grace_until(self) -> list[tuple[str, datetime]]:
        return [("late", NOON - DAY), ("in time", NOON + DAY)]

    def end_grace(self, organization: str) -> None:
        self.ended.append(organization)

    def usage(self) -> Sequence[Usage]:
        return self.rows

    def warn(self, usage: Usage) -> None:
        self.warned.append(usage.organization)


class TestBillingAggregator:
    def test_a_grace_period_that_has_run_out_is_ended(self) -> None:
        accounts = Accounts()
        BillingAggregator(accounts, RecordedMetrics()).end_grace_periods(NOON)
        assert accounts.ended == ["late"]

    def test_a_heavy_user_is_warned_once_in_each_period(self) -> None:
        heavy = Usage("heavy", 80, 100, NOON - DAY)
        accounts, metrics = Accounts(heavy, Usage("light", 79, 100, NOON - DAY)), RecordedMetrics()
        aggregator = BillingAggregator(accounts, metrics)
        for _ in range(2):
            aggregator.warn_heavy_users(NOON)
        assert accounts.warned == ["heavy"]
        heavy.last_reset_at = NOON + DAY
        aggregator.warn_heavy_users(NOON + 2 * DAY)
        assert accounts.warned == ["heavy", "heavy"]
        assert metrics.emitted[0] == ("BillingWarning", 1, {"OrgID": "heavy"})


class TestCalibration:
    def test_errors_are_kept_by_place(self) -> None:
        found = VerificationService().run([Comparison("a", 3.0, 1.0), Comparison("b", 1.0, 1.0)])
        assert found == {"a": [2.0], "b": [0.0]}

    def test_a_place_that_is_always_too_warm_is_corrected_within_bounds(self) -> None:
        errors = {"warm": [1.0] * 5, "broken": [40.0] * 5, "new": [1.0] * 4}
        assert CalibrationService().run(errors) == {"warm": -1.0, "broken": -2.0}

    @pytest.mark.skip(reason="not written: the observations of a whole season are not kept with the code")
    def test_a_season_of_corrections_makes_forecasts_better(self) -> None:
        raise NotImplementedError


class OneLock:
    def __init__(self) -> None:
        self.taken = False

    def take(self, name: str) -> bool:
        self.taken, was_taken = True, self.taken
        return not was_taken

    def release(self, name: str) -> None:
        self.taken = False


def test_a_job_does_not_run_twice_at_once() -> None:
    lock, ran = OneLock(), []
    assert run_alone("digest", lambda: ran.append(run_alone("digest", lambda: None, lock)), lock)
    assert (ran, lock.taken) == ([False], False)
