"""Where notices lead: addresses inside the site, by the names that the pages have in its URLs."""

from django.urls import reverse

from obligations.models import Notice


def commitment_link(commitment_id: int) -> str:
    return reverse("commitment", args=[commitment_id])


def link_of(notice: Notice) -> str:
    """The notice's own link, else its commitment's page."""
    if notice.link or notice.commitment_id is None:
        return notice.link
    return commitment_link(notice.commitment_id)


def todo_link() -> str:
    return reverse("todo")


def unsigned_link() -> str:
    return f"{reverse('todo')}?slice=unsigned"


def to_countersign_link() -> str:
    return f"{reverse('todo')}?slice=to_sign"


def overdue_link() -> str:
    return f"{reverse('commitments')}?slice=overdue"
