"""A mapping compiled for the headers of one file: a function from cells to a typed row."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from souk.kernel.errors import FieldError
from souk.transfers.errors import ColumnsMissing, MappingInvalid
from souk.transfers.fields import Field, FieldKind
from souk.transfers.importer import MappedRow, Rejection
from souk.transfers.mapping.cells import CellRefused, Notation, Parse, bare, parser_of, shown
from souk.transfers.mapping.definition import ColumnRule, Mapping, SkipRule
from souk.transfers.mapping.patterns import settled

Take = Callable[[Sequence[str]], str]
Test = Callable[[Sequence[str]], bool]


Read = Callable[[Sequence[str]], Any]

_MEMO_MAX = 20_000
"""Cells repeat from row to row; reading the same date again would cost most of an import."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """One field: `read` gives its typed value. `absent` names its column when the file has none."""

    field: Field
    read: Read
    default: Any = None
    absent: str | None = None


class Mapper:
    """Built for one file and one pass over it: `fill_down` remembers the rows before."""

    def __init__(self, mapping: Mapping, fields: Sequence[Field], headers: Sequence[str], zone: str) -> None:
        """Raises MappingInvalid for unknown fields, ColumnsMissing where a required field has no column."""
        self._mapping = mapping = settled(mapping, headers)
        self._width = len(headers)
        self._at = {_key(header): place for place, header in enumerate(headers)}
        self._zone = ZoneInfo(mapping.timezone or zone)
        self._together = self._place(mapping.fill_down_by)
        self._last_group: str | None = None
        self._last: dict[str, str] = {}
        self._skips = [self._skip_test(rule) for rule in mapping.skip]
        self._columns = [(r.field.name, r.read, r.field.required) for r in self._read_all(fields)]
        self.absent_columns = self._absent()

    def unused(self, headers: Sequence[str]) -> list[str]:
        """The file's columns that no field takes."""
        used = {_key(header) for rule in self._mapping.rules().values() for header in rule.headers()}
        used |= {_key(rule.column) for rule in self._mapping.skip}
        return [header for header in headers if _key(header) not in used]

    def row(self, line: int, cells: Sequence[str]) -> MappedRow | list[Rejection] | None:
        """The typed row; what is wrong with it; or None for one the mapping leaves out."""
        if len(cells) != self._width:
            if len(cells) > self._width and any(cell.strip() for cell in cells[self._width :]):
                return [Rejection(line, "too_many_cells", _too_many(len(cells), self._width))]
            cells = [*cells, *[""] * (self._width - len(cells))][: self._width]
        if self._together is not None:
            self._begin_group(cells[self._together])
        if any(test(cells) for test in self._skips):
            return None
        values: dict[str, Any] = {}
        wrong: list[Rejection] = []
        for name, read, required in self._columns:
            try:
                values[name] = value = read(cells)
            except CellRefused as refusal:
                wrong.append(Rejection(line, refusal.code, f"{name}: {refusal.message}", name))
                continue
            if value is None and required:
                wrong.append(Rejection(line, "required", f"{name} is empty", name))
        return wrong or MappedRow(line, values, cells)

    def _begin_group(self, group: str) -> None:
        if group != self._last_group:
            self._last_group = group
            self._last = {}

    def _read_all(self, fields: Sequence[Field]) -> list[_Reader]:
        known = {field.name: field for field in fields}
        unknown = [name for name in self._mapping.columns if name not in known]
        if unknown:
            raise MappingInvalid(
                f"There is no field {', '.join(unknown)}; there are: {', '.join(known)}.",
                fields=[FieldError(f"columns.{name}", "unknown field") for name in unknown],
            )
        readers = [self._reader(known[name], rule) for name, rule in self._mapping.rules().items()]
        self._refuse_missing(fields, readers)
        return [reader for reader in readers if reader.absent is None or reader.default is not None]

    def _refuse_missing(self, fields: Iterable[Field], readers: Sequence[_Reader]) -> None:
        missing: list[FieldError] = []
        mapped = {reader.field.name: reader for reader in readers}
        for field in fields:
            reader = mapped.get(field.name)
            if field.required and reader is None:
                missing.append(FieldError(field.name, "no column is mapped to this required field"))
            elif field.required and reader and reader.absent is not None and reader.default is None:
                missing.append(FieldError(field.name, f"the file has no column '{reader.absent}'"))
        if missing:
            raise ColumnsMissing(
                "; ".join(f"{complaint.field}: {complaint.message}" for complaint in missing) + ".",
                fields=missing,
                details={"missing": [complaint.field for complaint in missing]},
            )

    def _absent(self) -> list[str]:
        named = [header for rule in self._mapping.rules().values() for header in rule.headers()]
        return [header for header in dict.fromkeys(named) if _key(header) not in self._at]

    def _place(self, header: str | None) -> int | None:
        return None if header is None else self._at.get(_key(header))

    def _reader(self, field: Field, rule: ColumnRule) -> _Reader:
        notation = Notation(
            self._mapping.decimal,
            self._mapping.thousands,
            (*(rule.formats or ()), *self._mapping.dates),
            self._zone,
        )
        parse = _finished(parser_of(field.kind, notation, field.max_chars), field, rule)
        default = self._fixed(field, rule, "default", rule.default)
        if rule.constant is not None:
            constant = self._fixed(field, rule, "constant", rule.constant)
            return _Reader(field, lambda cells: constant, constant)
        if rule.in_header is not None:
            return _Reader(field, lambda cells: default, default, rule.in_header)
        places = [(header, self._at[_key(header)]) for header in rule.headers() if _key(header) in self._at]
        if rule.collect is not None:
            if field.kind is not FieldKind.OBJECT:
                raise MappingInvalid(f"{field.name} holds no object; `collect` is for those.")
            read = _collected(places)
        elif _is_plain(rule) and places:
            read = _plain_read(places[0][1], parse, default)
        else:
            take = self._take(field.name, rule, [place for _, place in places])
            read = _taken(take, parse, default)
        return _Reader(field, read, default, None if places else rule.headers()[0])

    def _fixed(self, field: Field, rule: ColumnRule, what: str, value: Any) -> Any:
        """A constant or default, typed once, in plain notation whatever the file's own is."""
        if value is None:
            return None
        plain = Notation(".", "", (), self._zone)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        try:
            return parser_of(field.kind, plain, field.max_chars)(text) if text else None
        except CellRefused as refusal:
            raise MappingInvalid(
                f"{field.name}: the {what} {refusal.message}.",
                fields=[FieldError(f"columns.{field.name}.{what}", refusal.message)],
            ) from None

    def _take(self, name: str, rule: ColumnRule, places: list[int]) -> Take:
        take: Take
        if len(places) == 1:
            (only,) = places
            take = lambda cells: bare(cells[only])  # noqa: E731
        elif rule.columns is not None:
            take = lambda cells: rule.join.join(t for p in places if (t := bare(cells[p])))  # noqa: E731
        else:
            take = lambda cells: next((t for p in places if (t := bare(cells[p]))), "")  # noqa: E731
        take = _changed(take, rule)
        return self._filled_down(name, take) if rule.fill_down else take

    def _filled_down(self, name: str, take: Take) -> Take:
        def filled(cells: Sequence[str]) -> str:
            text = take(cells)
            if text:
                self._last[name] = text
                return text
            return self._last.get(name, "")

        return filled

    def _skip_test(self, rule: SkipRule) -> Test:
        place = self._place(rule.column)
        if place is None:
            return lambda cells: False
        if rule.empty is not None:
            wanted = rule.empty
            return lambda cells: (not bare(cells[place])) is wanted
        if rule.starts_with is not None:
            beginnings = tuple(word.casefold() for word in rule.starts_with)
            return lambda cells: bare(cells[place]).casefold().startswith(beginnings)
        words = frozenset(word.casefold() for word in rule.equals or rule.not_equals or ())
        inside = rule.equals is not None
        return lambda cells: (bare(cells[place]).casefold() in words) is inside


def _is_plain(rule: ColumnRule) -> bool:
    changed = (rule.strip_prefix, rule.strip_suffix, rule.before, rule.case)
    return rule.column is not None and not rule.fill_down and not any(changed)


def _plain_read(place: int, parse: Parse, default: Any) -> Read:
    memo: dict[str, Any] = {}

    def read(cells: Sequence[str]) -> Any:
        cell = cells[place]
        try:
            return memo[cell]
        except KeyError:
            pass
        text = bare(cell)
        value = parse(text) if text else default
        if len(memo) >= _MEMO_MAX:
            memo.clear()
        memo[cell] = value
        return value

    return read


def _taken(take: Take, parse: Parse, default: Any) -> Read:
    memo: dict[str, Any] = {"": default}

    def read(cells: Sequence[str]) -> Any:
        text = take(cells)
        try:
            return memo[text]
        except KeyError:
            pass
        value = parse(text)
        if len(memo) >= _MEMO_MAX:
            memo.clear()
            memo[""] = default
        memo[text] = value
        return value

    return read


def _collected(places: Sequence[tuple[str, int]]) -> Read:
    def read(cells: Sequence[str]) -> Any:
        return {header: text for header, place in places if (text := bare(cells[place]))} or None

    return read


def _key(header: str) -> str:
    return " ".join(header.split()).casefold()


def _too_many(cells: int, width: int) -> str:
    return f"has {cells} cells where the header has {width}; perhaps a delimiter stands in an unquoted text"


def _changed(take: Take, rule: ColumnRule) -> Take:
    """The text after prefix, suffix, `before` and case; the plain column passes through untouched."""
    if not (rule.strip_prefix or rule.strip_suffix or rule.before or rule.case):
        return take

    def changed(cells: Sequence[str]) -> str:
        text = take(cells)
        if rule.before:
            text = text.split(rule.before, 1)[0].rstrip()
        text = text.removeprefix(rule.strip_prefix or "").removesuffix(rule.strip_suffix or "")
        if rule.case:
            text = text.upper() if rule.case == "upper" else text.lower()
        return text

    return changed


def _finished(parse: Parse, field: Field, rule: ColumnRule) -> Parse:
    """The parser behind `values`, `scale` and `absolute`."""
    finished = parse
    if rule.scale is not None or rule.absolute:
        if field.kind not in {FieldKind.DECIMAL, FieldKind.INTEGER}:
            raise MappingInvalid(f"{field.name} is no number; `scale` and `absolute` are for those.")
        finished = _scaled(finished, rule, whole=field.kind is FieldKind.INTEGER)
    return _translated(finished, rule) if rule.values is not None else finished


def _scaled(parse: Parse, rule: ColumnRule, *, whole: bool) -> Parse:
    scale = rule.scale or Decimal(1)

    def scaled(text: str) -> Any:
        value = parse(text) * scale
        value = abs(value) if rule.absolute else value
        if whole and value != int(value):
            raise CellRefused("not_whole", f"{shown(text)} times {scale} is not a whole number")
        return int(value) if whole else value

    return scaled


def _translated(parse: Parse, rule: ColumnRule) -> Parse:
    words = {_key(word): ours for word, ours in (rule.values or {}).items()}

    def translated(text: str) -> Any:
        ours = words.get(_key(text))
        if ours is None:
            if rule.otherwise == "empty":
                return None
            if rule.otherwise == "reject":
                raise CellRefused("unknown_word", f"{shown(text)} is not a word the mapping knows")
            ours = text
        return parse(ours) if ours else None

    return translated
