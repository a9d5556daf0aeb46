"""Who can be asked: programmes, their modules, who answers for these, and the hours that can be booked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.domain.catalogue import queries as catalogue
from lms.domain.catalogue.queries import ModuleAuthor
from lms.domain.consultations import queries
from lms.domain.consultations.queries import OpenHours
from lms.domain.content.compiled import Module
from lms.domain.learning.standing import Standing
from lms.foundation.sorting import place_in_list


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who can be asked about a module, what they are in the course, and their open hours there."""

    id: int
    name: str
    role: Mapping[str, str] | None
    hours: OpenHours | None


@dataclass(frozen=True, slots=True)
class Field:
    """A module with those who can be asked about it, and the lesson on which a question is asked."""

    module: Module
    lesson: str
    experts: Sequence[Expert]


@dataclass(frozen=True, slots=True)
class Group:
    """A programme with its modules, or the modules that belong to none, which have no title."""

    title: Mapping[str, str] | None
    fields: Sequence[Field]


class Directory:
    """What a page of those who can be asked needs to know, read in a few statements."""

    def __init__(self, after: datetime, standings: Iterable[Standing]) -> None:
        self._authors = catalogue.list_module_authors()
        self._hours = queries.list_open_hours(after)
        self._own = {each.module_id: each for each in standings if each.is_enrolled}

    def groups(self) -> list[Group]:
        """Return programmes, first those in which the reader learns; modules without anybody are left out."""
        programmes = [(each.title, each.modules) for each in catalogue.list_programmes()]
        programmes.sort(key=lambda each: not any(module.module_id in self._own for module in each[1]))
        single = sorted(catalogue.list_single_modules(), key=lambda module: place_in_list(module.title))
        found = [Group(title, self._fields(modules)) for title, modules in programmes]
        found.append(Group(None, self._fields(single)))
        return [group for group in found if group.fields]

    def _fields(self, modules: Iterable[Module]) -> list[Field]:
        return [
            Field(module, self._lesson_of(module), self._experts(module, self._authors[module.module_id]))
            for module in modules
            if module.lessons and module.module_id in self._authors
        ]

    def _lesson_of(self, module: Module) -> str:
        """Return where the reader stopped; a question can be asked on any lesson."""
        standing = self._own.get(module.module_id)
        place = standing.place_lesson if standing else None
        return place if place and module.lesson(place) else module.lessons[0].slug

    def _experts(self, module: Module, authors: Sequence[ModuleAuthor]) -> list[Expert]:
        roles = {author.name: author.role for author in module.authors}
        return [
            Expert(each.id, each.name, roles.get(each.name), self._hours.get((module.module_id, each.id)))
            for each in authors
        ]
