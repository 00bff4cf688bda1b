"""State machines as tables: (state, verb) → state."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from souk.kernel.errors import Conflict

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


class IllegalMove(Conflict):
    """The verb does not apply to the state; `details` carry the state and the legal verbs."""

    code = "illegal_move"


class Machine(Generic[S, V]):
    """A checked transition table.

    Building one verifies that every state can be reached from `initial` and that exactly the states
    without a way out are declared `terminal`; a table that lies raises ValueError at import.
    """

    def __init__(
        self, name: str, table: Mapping[tuple[S, V], S], *, initial: S, terminal: Iterable[S]
    ) -> None:
        self.name = name
        self.table = dict(table)
        self.initial = initial
        self.terminal = frozenset(terminal)
        self._check()

    def move(self, state: S, verb: V) -> S:
        """The state after `verb`. Raises IllegalMove naming the legal verbs."""
        try:
            return self.table[state, verb]
        except KeyError:
            legal = [v.value for v in self.legal(state)]
            offer = f"possible now: {', '.join(legal)}" if legal else "nothing can be done with it any more"
            raise IllegalMove(
                f"'{verb.value}' is not possible while the {self.name} is {state.value}; {offer}.",
                details={"state": state.value, "legal": legal},
            ) from None

    def legal(self, state: S) -> list[V]:
        """The verbs that apply to `state`, in the table's order: the console draws its buttons from them."""
        return [verb for (source, verb) in self.table if source == state]

    def verb_between(self, state: S, target: S) -> V:
        """The verb that leads from `state` to `target`. Raises IllegalMove naming what is possible."""
        for (source, verb), goal in self.table.items():
            if source == state and goal == target:
                return verb
        legal = sorted({goal.value for (source, _), goal in self.table.items() if source == state})
        offer = f"it can become: {', '.join(legal)}" if legal else "this state is final"
        raise IllegalMove(
            f"A {self.name} that is {state.value} cannot become {target.value}; {offer}.",
            details={"state": state.value, "legal": legal},
        )

    def mermaid(self) -> str:
        """The diagram for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        lines += [f"    {s.value} --> {t.value}: {v.value}" for (s, v), t in self.table.items()]
        lines += [f"    {s.value} --> [*]" for s in sorted(self.terminal)]
        return "\n".join(lines)

    def _check(self) -> None:
        states = set(type(self.initial))
        reached = {self.initial}
        grew = True
        while grew:
            more = {goal for (source, _), goal in self.table.items() if source in reached} - reached
            reached |= more
            grew = bool(more)
        if reached != states:
            raise ValueError(f"{self.name}: not reachable: {sorted(states - reached)}")
        stuck = states - {source for source, _ in self.table}
        if stuck != self.terminal:
            raise ValueError(
                f"{self.name}: terminal states are {sorted(stuck)}, declared {sorted(self.terminal)}"
            )
