"""Which directive repeals which (废止): found by the numbers that a directive names, or said by a person."""

from datetime import date, datetime

from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.extraction.doc_numbers import number_key
from obligations.models import Directive, Event, SourceFile, User
from obligations.recording import record, recorded
from obligations.rights import RIGHTS

Verb = Event.Verb


@recorded()
def replace(
    directive_id: int, by_id: int | None, actor: User, on: date | None = None, at: datetime | None = None
) -> Directive:
    """Says that a directive is repealed, or has a new version, from the day `on`; with None that it is not.

    Without `on` from the day on which the other one takes effect.
    """
    if not actor.may(Verb.REPLACED.value):
        raise NotAllowed(RIGHTS[Verb.REPLACED.value].refusal)
    directive = Directive.objects.select_for_update(of=("self",)).defer("text").filter(pk=directive_id).first()
    if directive is None:
        raise Conflict("这个文件已不存在。")
    by = Directive.objects.defer("text").filter(pk=by_id).first() if by_id is not None else None
    if by_id is not None and by is None:
        raise BadInput("by", "没有找到这个文件。")
    if by is not None and directive.pk in (by.pk, by.replaced_by_id):
        raise BadInput("by", "文件不能废止自己，也不能与另一个文件互相废止。")
    on = (on or _takes_effect(by)) if by else None
    if by is not None and on is None:
        raise BadInput("on", "请填写废止日期。")
    if (directive.replaced_by_id, directive.replaced_on) == (by.pk if by else None, on):
        raise Conflict("没有变化：文件已是这样标明的。")
    _set(directive, by, on, actor, at)
    return directive


def note_repeals(source: SourceFile) -> int:
    """Marks what the directives of a source repeal, and those of the source that were repealed before; returns how
    many. What a person has said stays."""
    fresh = list(Directive.objects.filter(source=source).defer("text"))
    naming = list(Directive.objects.exclude(supersedes=[]).exclude(source=source).defer("text"))
    naming += [one for one in fresh if one.supersedes]
    if not naming:
        return 0
    repealed: dict[str, Directive] = {}
    for one in sorted(naming, key=lambda one: (_takes_effect(one) or date.max, one.pk)):
        for number in one.supersedes:
            repealed.setdefault(number_key(number), one)
    named_here = {number_key(number) for one in fresh for number in one.supersedes}
    told = Event.objects.filter(verb=Verb.REPLACED, actor__isnull=False).values("directive")
    free = Directive.objects.filter(replaced_by=None).exclude(doc_number="").exclude(pk__in=told).defer("text")
    marked = 0
    for one in free:
        key = number_key(one.doc_number)
        if one.source_id != source.pk and key not in named_here:
            continue
        by = repealed.get(key)
        if by is not None and by.pk != one.pk and _is_older(one, by):
            _set(one, by, _takes_effect(by), None, None)
            marked += 1
    return marked


def by_number(text: str) -> Directive | None:
    """The directive that bears this number, the newest where several do."""
    key = number_key(text)
    numbers = Directive.objects.exclude(doc_number="").order_by("-issued_on", "-pk").values_list("pk", "doc_number")
    found = next((pk for pk, number in numbers if number_key(number) == key), None) if key else None
    return Directive.objects.defer("text").get(pk=found) if found else None


def _takes_effect(directive: Directive) -> date | None:
    return directive.effective_from or directive.issued_on


def _is_older(one: Directive, by: Directive) -> bool:
    return not (one.issued_on and by.issued_on) or one.issued_on <= by.issued_on


def _set(directive: Directive, by: Directive | None, on: date | None, actor: User | None, at: datetime | None) -> None:
    before = {"replaced_by": _name(directive.replaced_by), "replaced_on": directive.replaced_on}
    directive.replaced_by, directive.replaced_on = by, on
    directive.save(update_fields=["replaced_by", "replaced_on"])
    after = {"replaced_by": _name(by), "replaced_on": on}
    record(Verb.REPLACED, directive, actor, at=at, before=before, after=after)


def _name(directive: Directive | None) -> str:
    return (directive.doc_number or directive.title) if directive else ""
