"""Prints rows as a table; shared by both applications."""

from rich.console import Console
from rich.table import Table


def print_table(title: str, rows: list[tuple[str, str]]) -> None:
    table = Table("what", "value", title=title)
    for row in rows:
        table.add_row(*row)
    Console(width=80).print(table)
