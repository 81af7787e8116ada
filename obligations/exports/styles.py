"""How the workbook looks: official typefaces, ruled cells, and the lights of the screens as tints."""

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from obligations.exports.columns import Look
from obligations.models import Light

BODY, HEADING = "宋体", "黑体"
LINE = "#BCC4CE"
HEADER_GROUND = "#E9EEF5"
INK, SECONDARY, QUIET, ACCENT = "#1F2933", "#52606D", "#BCC4CE", "#1D4E89"
LIGHT_INK = {
    Light.OVERDUE: "#B42318",
    Light.NEAR: "#B54708",
    Light.ON_TIME: "#1F7A4D",
    Light.DONE: "#1D4E89",
    Light.WAITING: "#7B8794",
    Light.SUSPENDED: "#7B8794",
}
TINT = 0.14


def tint(colour: str, share: float = TINT) -> str:
    """The colour mixed with white: `share` 0 is white, 1 the colour."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


@dataclass(frozen=True, slots=True)
class Styles:
    title: Format
    note: Format
    header: Format
    link: Format
    total: Format
    total_number: Format
    total_percent: Format
    cells: dict[Look, Format]
    lights: dict[Light, Format]
    light_numbers: dict[Light, Format]
    quiet_number: Format


def light_look(light: Light) -> dict[str, Any]:
    ink = LIGHT_INK[light]
    return {"font_color": ink, "bold": True, "bg_color": tint(ink)}


def styles(book: Workbook) -> Styles:
    def make(**properties: Any) -> Format:
        return book.add_format({"font_name": BODY, "font_size": 10, "font_color": INK, **properties})

    ruled = {"border": 1, "border_color": LINE, "valign": "vcenter", "text_wrap": True}
    total = {**ruled, "bold": True, "bg_color": HEADER_GROUND}
    centred = {**ruled, "align": "center"}
    return Styles(
        title=make(font_name=HEADING, font_size=18, align="center", valign="vcenter"),
        note=make(font_color=SECONDARY, valign="vcenter"),
        header=make(**{**centred, "font_name": HEADING, "bold": True, "bg_color": HEADER_GROUND}),
        link=make(**{**ruled, "font_color": ACCENT, "underline": 1}),
        total=make(**total),
        total_number=make(**total, num_format="0", align="right"),
        total_percent=make(**total, num_format="0%", align="right"),
        cells={
            Look.TEXT: make(**ruled, align="left"),
            Look.CENTRED: make(**centred),
            Look.DATE: make(**centred, num_format="yyyy-mm-dd"),
            Look.PERCENT: make(**ruled, align="right", num_format="0%"),
            Look.NUMBER: make(**ruled, align="right", num_format="0"),
            Look.LIGHT: make(**centred),
        },
        lights={light: make(**centred, **light_look(light)) for light in Light},
        light_numbers={light: make(**ruled, **light_look(light), align="right", num_format="0") for light in Light},
        quiet_number=make(**{**ruled, "font_color": QUIET}, align="right", num_format="0"),
    )
