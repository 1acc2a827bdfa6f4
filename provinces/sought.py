"""Which offices are wanted on which day, as a queryset: of the list, its map, its counts."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from provinces.membership import Standing
from provinces.models import Membership, Office, OfficeAlias, OfficeName

_ENDS: dict[Standing | None, str] = {
    Standing.PAUSED: Membership.End.PAUSED.value,
    Standing.LEFT: Membership.End.LEFT.value,
}


class Sought(NamedTuple):
    """Offices on `day`, by their names of that day where it `is_past`; "" and None for any.

    words: what a reader typed; each is found in a name (present, past, other), city or province.
    """

    day: date
    is_past: bool = False
    standing: Standing | None = Standing.MEMBER
    zone: str = ""
    island_group: str = ""
    kind: str = ""
    words: tuple[str, ...] = ()

    @property
    def called(self) -> Combinable:
        """Of `offices`: the name on the day; today's where no other is recorded for it."""
        return Coalesce("name_then__name", "name") if self.is_past else F("name")

    def offices(self) -> QuerySet[Office]:
        fitting = Q(
            **{
                path: value
                for path, value in (
                    ("province__zone", self.zone),
                    ("province__island_group", self.island_group),
                    ("kind", self.kind),
                )
                if value
            }
        )
        offices = Office.objects.filter(fitting, *map(_has, self.words))
        if self.is_past:
            # Joined and not asked for each: periods of one office's names do not overlap.
            named = Q(former_names__valid__contains=self.day)
            offices = offices.annotate(name_then=FilteredRelation("former_names", condition=named))
        return offices if self.standing is None else self._standing_so(offices)

    def _standing_so(self, offices: QuerySet[Office]) -> QuerySet[Office]:
        """As provinces.membership.state_on reads their memberships."""
        memberships = Membership.objects.filter(office=OuterRef("pk"))
        is_member = Exists(memberships.on(self.day))
        if self.standing == Standing.MEMBER:
            return offices.filter(is_member)
        ended = memberships.filter(period__endswith__lte=self.day)
        if self.standing == Standing.NOT_YET:
            return offices.exclude(is_member).exclude(Exists(ended))
        last = Subquery(ended.order_by("-period__endswith").values("end")[:1])
        return offices.exclude(is_member).alias(last_end=last).filter(last_end=_ENDS[self.standing])


def _has(word: str) -> Q:
    named = {"office": OuterRef("pk"), "name__icontains": word}
    return (
        Q(name__icontains=word)
        | Q(short_name__icontains=word)
        | Q(city__icontains=word)
        | Q(province__name__icontains=word)
        | Q(Exists(OfficeAlias.objects.filter(**named)))
        | Q(Exists(OfficeName.objects.filter(**named)))
    )
