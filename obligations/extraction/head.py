"""The head of a directive: where its title and its number stand."""

import re
from dataclasses import dataclass

from obligations.extraction.lines import Line, is_page_number
from obligations.extraction.titles import TitleBlock

_OPENING = 4  # lines within which the text must begin
_CLAUSE = re.compile(r"[。,;:]")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a directive, by numbers of printed lines, and its number's squeezed span (None: no number).

    `first` to `last`, inclusive, hold title and number. `facts_from`: the line from which printed facts about it are
    read. `series`: the number is one of a named series (云河市人民政府令第12号), whose name may be all the title.
    """

    first: int
    last: int
    number: tuple[int, int] | None
    block: TitleBlock | None
    facts_from: int
    labelled: bool = False
    series: bool = False

    @property
    def shaped(self) -> bool:
        """Whether it has a title that reads like one."""
        return self.block is not None and self.block.shaped


def opens(lines: list[Line], head: Head) -> bool:
    """Whether addressees or a sentence follow at once, not the next row of a list."""
    for line in lines[head.last + 1 : head.last + 1 + _OPENING]:
        if is_page_number(line.text):
            return False
        if _CLAUSE.search(line.text):
            return True
    return False
