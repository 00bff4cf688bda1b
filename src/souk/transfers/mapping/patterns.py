"""Headers that differ from file to file: a report whose currency stands in the header of its amount."""

from collections.abc import Sequence

from souk.transfers.mapping.definition import ColumnRule, Mapping


def place_of_star(pattern: str, header: str) -> str | None:
    """What a header has in the place of the pattern's `*`; None where it is not like the pattern."""
    beginning, _, end = (_key(part) for part in pattern.partition("*"))
    text = " ".join(header.split())
    there = text.casefold()
    if len(there) <= len(beginning) + len(end) or len(there) != len(text):
        return None
    if not (there.startswith(beginning) and there.endswith(end)):
        return None
    return text[len(beginning) : len(text) - len(end)].strip() or None


def settled(mapping: Mapping, headers: Sequence[str]) -> Mapping:
    """The mapping for one file: each pattern replaced by the first header that is like it, or left where the
    file has none.
    """
    rules = mapping.rules()
    found = {name: _settled(rule, headers) for name, rule in rules.items()}
    if found == rules:
        return mapping
    return mapping.model_copy(update={"columns": {**mapping.columns, **found}})


def _settled(rule: ColumnRule, headers: Sequence[str]) -> ColumnRule:
    pattern = rule.like or rule.in_header
    if pattern is None:
        return rule
    for header in headers:
        inside = place_of_star(pattern, header)
        if inside is not None:
            source = {"column": header} if rule.like else {"constant": inside}
            return rule.model_copy(update={"like": None, "in_header": None, **source})
    return rule


def _key(part: str) -> str:
    """Without case; a blank at the star counts."""
    return " ".join(part.split()).casefold() + (" " if part.endswith(" ") and part.strip() else "")
