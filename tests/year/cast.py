"""The people of 云河市: each unit has a coordinator, the sample accounts are there with their mail addresses."""

from dataclasses import dataclass, field
from zlib import crc32

from django.test import Client

from obligations.management.sample_story import create_accounts
from obligations.models import Commitment, Membership, Unit, User
from obligations.registers import load_register
from obligations.sample_city import SAMPLE_ACCOUNTS, SAMPLE_REGISTER


def settle() -> "Cast":
    """Register and accounts. Units without a sample account get a coordinator who can't log in by a password."""
    load_register(SAMPLE_REGISTER)
    create_accounts(SAMPLE_ACCOUNTS)
    alone = Unit.objects.filter(people=None).exclude(kind=Unit.Kind.GROUP).order_by("pk")
    made = [User(username=f"unit{unit.pk}", password="!", display_name=f"{unit}联络员"[:40]) for unit in alone]
    people = User.objects.bulk_create(made)
    Membership.objects.bulk_create(Membership(user=user, unit=unit) for user, unit in zip(people, alone, strict=True))
    return Cast()


@dataclass
class Cast:
    supervisor: User = field(default_factory=lambda: User.objects.get(username="supervisor"))
    administrator: User = field(default_factory=lambda: User.objects.get(username="admin"))

    def speaker(self, unit_id: int) -> User:
        """Who speaks for the unit today."""
        person = User.objects.filter(memberships__unit=unit_id).order_by("pk").first()
        assert person is not None, f"nobody speaks for unit {unit_id}"
        return person

    def browser(self, person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client


def unit(name: str) -> Unit:
    """By its short name."""
    return Unit.objects.get(short_name=name)


def temper(commitment: Commitment, of: str) -> int:
    """0 to 99, the same on every machine: how a unit goes about a commitment."""
    where = (commitment.task.directive.doc_number, commitment.task.number, commitment.unit_id % 97)
    return crc32(f"{of}|{where}|{commitment.first_due_on}".encode()) % 100
