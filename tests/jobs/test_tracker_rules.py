"""Progress adds up, whatever is counted in whatever order."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from souk.jobs.trackers.rules import (
    Part,
    Phase,
    eta_s,
    part_of_phase,
    progress_percent,
    status_of_children,
)
from souk.jobs.trackers.states import PhaseStatus, TrackerStatus

NOW = datetime(2026, 3, 1, tzinfo=UTC)
amounts = st.integers(0, 10**9)
steps = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 50), st.none() | st.integers(0, 2_000)), max_size=30
)


@given(total=st.none() | st.integers(0, 1_000), steps=steps)
def test_a_phase_counts_everything_and_stays_within_its_total(
    total: int | None, steps: list[tuple[int, int, int | None]]
) -> None:
    phase = Phase(name="rows", total=total)
    for done, failed, known in steps:
        phase = phase.advanced(done=done, failed=failed, total=known, now=NOW)
        assert phase.total is None or phase.done <= phase.total
        assert 0 <= part_of_phase(phase).fraction <= 1
    assert phase.completed == sum(done for done, _, _ in steps)
    assert phase.failed == sum(failed for _, failed, _ in steps)
    for status in (PhaseStatus.COMPLETED, PhaseStatus.FAILED, PhaseStatus.CANCELLED):
        ended = phase.finished(status, NOW)
        assert ended.total is not None
        assert ended.done <= ended.total
        assert ended.done >= phase.done
    assert phase.finished(PhaseStatus.COMPLETED, NOW).done == phase.finished(PhaseStatus.COMPLETED, NOW).total


parts = st.lists(
    st.builds(Part, st.none() | amounts, st.floats(0, 1)),
    max_size=12,
)


@given(parts=parts)
def test_progress_is_between_nothing_and_all(parts: list[Part]) -> None:
    assert 0 <= progress_percent(parts) <= 100


@given(parts=parts, at=st.integers(0, 11), further=st.floats(0, 1))
def test_more_done_is_never_less_progress(parts: list[Part], at: int, further: float) -> None:
    if at >= len(parts):
        return
    more = list(parts)
    more[at] = Part(parts[at].total, max(parts[at].fraction, further))
    assert progress_percent(more) >= progress_percent(parts)


@given(parts=st.lists(st.builds(Part, st.none() | amounts, st.just(1.0)), min_size=1, max_size=12))
def test_all_is_a_hundred(parts: list[Part]) -> None:
    assert progress_percent(parts) == 100


@given(total=st.integers(1, 10**6), done=st.integers(0, 10**6))
def test_percents_are_rounded_down_and_exact(total: int, done: int) -> None:
    done = min(done, total)
    assert progress_percent([Part(total, done / total)]) == 100 * done // total


def test_one_step_of_preparation_is_not_half_of_the_work() -> None:
    prepared = Phase(name="reading", total=1).finished(PhaseStatus.COMPLETED, NOW)
    assert progress_percent([part_of_phase(prepared), part_of_phase(Phase(name="rows"))]) == 0


def test_how_children_end() -> None:
    status = TrackerStatus
    assert status_of_children([]) is None
    assert status_of_children([status.COMPLETED, status.IN_PROGRESS]) is None
    assert status_of_children([status.FAILED, status.COMPLETED, status.CANCELLED]) == status.COMPLETED
    assert status_of_children([status.FAILED, status.CANCELLED]) == status.FAILED
    assert status_of_children([status.CANCELLED]) == status.CANCELLED


def test_nobody_guesses_when_something_unknown_ends() -> None:
    assert eta_s([Phase(name="rows", total=None)], 2.0) is None
    assert eta_s([Phase(name="rows", total=10)], None) is None
    assert eta_s([Phase(name="rows", total=10, completed=4), Phase(name="rest", total=4)], 2.0) == 5
