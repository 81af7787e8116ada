"""A verb called with values that would do, and the page that does the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from obligations.models import (
    Event,
    User,
)
from tests.scene.rows import Scene

Verb = Event.Verb


@dataclass(frozen=True)
class Deed:
    """A verb as a person does it. `ready` makes the scene fit for it; `page`, `data`: the page that does the same."""

    call: Callable[[Scene, User], Any]
    page: Callable[[Scene], str]
    data: Callable[[Scene], dict[str, Any]] | dict[str, Any] = field(default_factory=dict)
    ready: Callable[[Scene], None] = lambda scene: None
    noun: str = "commitment"
    state: str = "open"
    # whoever may do it, where a supervisor may not
    who: Callable[[Scene], User] = lambda scene: scene.people.supervisor


def row_of(scene: Scene, deed: Deed) -> Any:
    """The row whose state decides whether the deed can be done, or None."""
    if not deed.noun:
        return None
    row: Any = scene
    for name in deed.noun.split("."):
        row = getattr(row, name)
    return row


def on(name: str, noun: str = "commitment") -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[getattr(scene, noun).pk])
