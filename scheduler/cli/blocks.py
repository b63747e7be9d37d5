"""A statement's blocks, with their roles, as a person reads them."""

from collections.abc import Sequence
from typing import Any

from quotes.blocks import Role
from quotes.verbatim import collapse
from scheduler.services.ruling import Shown

_KINDS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("green", "Excerpts come from", frozenset({Role.BODY, Role.QUOTATION})),
    ("yellow", "Says who speaks", frozenset({Role.LEAD_IN, Role.ATTRIBUTION, Role.DATELINE})),
    ("magenta", "Titles", frozenset({Role.HEADLINE, Role.SUBHEAD, Role.HEADING})),
)
"""Colour, what it means, and its roles."""
_FRAME = ("cyan", "Frame, never quoted: all other roles")
_WIDEST = 100


def as_json(shown: Sequence[Shown], text: str) -> list[dict[str, Any]]:
    """The blocks as ``docs/json.md`` promises them; keys are only ever added."""
    return [
        {
            "n": each.n,
            "start": each.block.start,
            "end": each.block.end,
            "role": each.block.role,
            "marked_by": each.ruling.by if each.ruling else None,
            "text": each.block.of(text),
        }
        for each in shown
    ]


def print_blocks(shown: Sequence[Shown], text: str, id: str) -> None:
    """Print each block with its number and its role, coloured where colours can be seen, and a legend."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    drawn = Table(box=None, pad_edge=False, show_header=False, width=min(console.width, _WIDEST))
    drawn.add_column(justify="right", no_wrap=True)
    drawn.add_column(min_width=max((len(each.block.role) for each in shown), default=0) + 1, no_wrap=True)
    drawn.add_column(overflow="fold", ratio=1)
    for each in shown:
        colour = _colour(each.block.role)
        role = Text(f"{each.block.role}{'*' if each.ruling else ''}", style=f"bold {colour}")
        body = Text(collapse(each.block.of(text)), style="" if colour == _KINDS[0][0] else colour)
        drawn.add_row(Text(str(each.n), style="bold"), role, body)
        drawn.add_row("", "", "")
    console.print(drawn)
    for colour, meaning, roles in _KINDS:
        console.print(Text(f"{meaning}: {', '.join(role for role in Role if role in roles)}", style=colour))
    console.print(Text(_FRAME[1], style=_FRAME[0]))
    if any(each.ruling for each in shown):
        console.print(f"* set by a person; undo with: drumbeat statement mark {id} NUMBER:auto")
    console.print(f"Correct a role: drumbeat statement mark {id} 12:about")


def _colour(role: Role) -> str:
    return next((colour for colour, _, roles in _KINDS if role in roles), _FRAME[0])
