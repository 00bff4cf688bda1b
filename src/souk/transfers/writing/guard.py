"""Cells that a spreadsheet would run.

A text that begins with one of these is a formula to Excel and its like, and a customer may call himself
`=HYPERLINK(…)`. A quote before it makes it a text. Reading takes exactly one quote off again
(`mapping.cells.bare`), so what is exported can be imported unchanged.
Source of the characters: OWASP, CSV Injection.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    return "'" + text if _FORMULA.match(text) else text
