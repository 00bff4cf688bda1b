"""Where in the program a run broke: for administrators, who hand it to whoever mends it."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from souk.jobs.failures import words_of

TRACE_MAX = 20_000
_FRAMES_MAX = 30
_ABOVE_SOUK = Path(__file__).resolve().parents[2]


def trace_of(failure: BaseException) -> str:
    """The calls that led to `failure` and to what it was raised from, the first cause first.

    Lines of the program and the same words as everywhere: no values of variables, no statements. Of
    long ways only the inner end is kept, and of all only the last `TRACE_MAX` characters.
    """
    parts = ["\n".join([*_calls(one), ": ".join(words_of(one))]) for one in _causes_first(failure)]
    return "\n\nwhich led to:\n\n".join(parts)[-TRACE_MAX:]


def _causes_first(failure: BaseException) -> Iterator[BaseException]:
    chain: list[BaseException] = []
    present: BaseException | None = failure
    while present is not None and present not in chain:
        chain.append(present)
        unsaid = None if present.__suppress_context__ else present.__context__
        present = present.__cause__ or unsaid
    return reversed(chain)


def _calls(failure: BaseException) -> Iterator[str]:
    for call in traceback.extract_tb(failure.__traceback__)[-_FRAMES_MAX:]:
        yield f"{_short(call.filename)}:{call.lineno} in {call.name}"
        if call.line:
            yield f"    {call.line}"


def _short(file: str) -> str:
    """Without the folders of this machine."""
    path = Path(file)
    if path.is_relative_to(_ABOVE_SOUK):
        return path.relative_to(_ABOVE_SOUK).as_posix()
    return path.as_posix().rpartition("site-packages/")[2] if "site-packages" in path.parts else path.name
