"""The kinds there are. Wiring fills this at start-up: this floor knows no domain."""

from collections.abc import Iterable
from typing import Any, TypeVar

from souk.kernel.errors import Missing
from souk.transfers.exporter import Exporter
from souk.transfers.importer import Importer

T = TypeVar("T")

_IMPORTERS: dict[str, Importer[Any]] = {}
_EXPORTERS: dict[str, Exporter] = {}


def offer_importers(importers: Iterable[Importer[Any]]) -> None:
    """Make kinds of import known, each under its own name; offering one again replaces it."""
    for importer in importers:
        _IMPORTERS[importer.kind] = importer


def offer_exporters(exporters: Iterable[Exporter]) -> None:
    """Make kinds of export known, each under its own name; offering one again replaces it."""
    for exporter in exporters:
        _EXPORTERS[exporter.kind] = exporter


def importers() -> list[Importer[Any]]:
    return [_IMPORTERS[kind] for kind in sorted(_IMPORTERS)]


def exporters() -> list[Exporter]:
    return [_EXPORTERS[kind] for kind in sorted(_EXPORTERS)]


def importer_of(kind: str) -> Importer[Any]:
    """Raises Missing naming the kinds there are. Dashes are taken for underscores."""
    return _find(_IMPORTERS, kind, "import")


def exporter_of(kind: str) -> Exporter:
    """Raises Missing naming the kinds there are. Dashes are taken for underscores."""
    return _find(_EXPORTERS, kind, "export")


def _find(known: dict[str, T], kind: str, what: str) -> T:
    name = kind.replace("-", "_")
    if name not in known:
        raise Missing(f"There is no {what} of '{kind}'; there are: {', '.join(sorted(known))}.")
    return known[name]
