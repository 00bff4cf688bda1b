"""A dry run is the same code in a transaction that is rolled back; some of it needs to know."""

from souk.kernel.work import ReadWork

_KEY = "souk.rehearsal"


def begin_rehearsal(work: ReadWork) -> None:
    work.session.info[_KEY] = True


def is_rehearsal(work: ReadWork) -> bool:
    """Whether the transaction will be rolled back: for locks that others would wait for all the while."""
    return bool(work.session.info.get(_KEY))
