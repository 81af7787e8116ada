"""Forms of a unit and its spellings. A spelling belongs to one unit; the names of a unit are spellings, too."""

from django.core.exceptions import ValidationError

from obligations.admin.bases import BaseInlineFormSet, ModelForm
from obligations.models import Unit, UnitAlias
from obligations.models.units import name_key


def check_spelling(spelling: str, unit: Unit) -> None:
    """Raises when another unit bears this spelling: two spellings with one key would be one name for two units."""
    key = name_key(spelling)
    if not key:
        raise ValidationError("请填写名称。")
    bearer = (
        UnitAlias.objects.filter(key=key, valid_until__isnull=True).exclude(unit=unit.pk).select_related("unit").first()
    )
    if bearer:
        raise ValidationError(f"“{spelling}”已是{bearer.unit}的写法。")


def keep_names(unit: Unit) -> None:
    """The full and the short name stand among the spellings: one look-up resolves all."""
    for spelling in filter(None, (unit.name, unit.short_name)):
        UnitAlias.objects.get_or_create(
            key=name_key(spelling), valid_until=None, defaults={"unit": unit, "spelling": spelling}
        )


class UnitForm(ModelForm[Unit]):
    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        check_spelling(name, self.instance)
        return name

    def clean_short_name(self) -> str:
        short_name: str = self.cleaned_data["short_name"].strip()
        if short_name:
            check_spelling(short_name, self.instance)
        return short_name


class AliasFormSet(BaseInlineFormSet[UnitAlias, Unit, ModelForm[UnitAlias]]):
    def clean(self) -> None:
        """The key is not on the form, so the database's own rule is asked for here."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            spelling = getattr(form, "cleaned_data", {}).get("spelling")
            if not spelling or form.cleaned_data.get("DELETE"):
                continue
            try:
                check_spelling(spelling, self.instance)
                if name_key(spelling) in seen:
                    raise ValidationError(f"“{spelling}”写了两次。")
            except ValidationError as error:
                form.add_error("spelling", error)
            seen.add(name_key(spelling))
