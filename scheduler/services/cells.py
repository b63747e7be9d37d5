"""Cells of tables that people open in spreadsheets.

A spreadsheet takes a text that begins with one of a few characters for a formula, and runs it: words can be
made so that whoever opens the file sends what is in it elsewhere
(https://owasp.org/www-community/attacks/CSV_Injection). Such a text gets an apostrophe in front. So that
nothing is lost, a text that begins with apostrophes before such a character gets one more; reading takes
exactly one away.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """*text* as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a *cell* that ``guarded`` made, or that a person typed so for the same reason."""
    return cell[1:] if _GUARDED.match(cell) else cell
