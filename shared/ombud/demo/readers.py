"""The readers of the Courier: four hundred people who do not exist."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from ombud.demo.kinds import Kind
from ombud.demo.texts.habits import Habit

_MINUTES_A_DAY: Final = 1440
BRIGADE_DAYS_AGO: Final = 5
BRIGADE_STARTS_AT: Final = time(20, 10, tzinfo=UTC)


class Temperament(StrEnum):
    """What to expect of a reader."""

    REGULAR = "regular"
    HOTHEAD = "hothead"
    TROLL = "troll"
    SPAMMER = "spammer"
    BRIGADE_MEMBER = "brigade_member"


@dataclass(frozen=True, slots=True)
class Reader:
    """One reader, known to Ombud by id and name alone."""

    id: str
    name: str
    temperament: Temperament
    habit: Habit
    activity: float
    """How often this reader comments, as a weight against the others."""
    registered_minutes_ago: int
    """Before the moment for which the newsroom is made; for brigade members, before the brigade begins."""

    def registered_at(self, now: datetime) -> datetime:
        """When the account was made (aware UTC) in a newsroom made at `now`."""
        origin = brigade_start(now) if self.temperament is Temperament.BRIGADE_MEMBER else now.astimezone(UTC)
        return origin - timedelta(minutes=self.registered_minutes_ago)


def brigade_start(now: datetime) -> datetime:
    """When the brigade arrives in a newsroom made at `now`."""
    return datetime.combine(now.astimezone(UTC).date() - timedelta(days=BRIGADE_DAYS_AGO), BRIGADE_STARTS_AT)


HEADCOUNT: Final[Mapping[Temperament, int]] = {
    Temperament.REGULAR: 300,
    Temperament.HOTHEAD: 36,
    Temperament.TROLL: 12,
    Temperament.SPAMMER: 12,
    Temperament.BRIGADE_MEMBER: 40,
}
INCLINATION: Final[Mapping[Temperament, Mapping[Kind, float]]] = {
    Temperament.REGULAR: {
        Kind.CIVIL: 0.845, Kind.HEATED: 0.12, Kind.INSULTING: 0.018, Kind.OBFUSCATED: 0.002, Kind.THREATENING: 0.001,
        Kind.HATEFUL: 0.004, Kind.PERSONAL_DETAILS: 0.01,
    },
    Temperament.HOTHEAD: {
        Kind.CIVIL: 0.28, Kind.HEATED: 0.5, Kind.INSULTING: 0.14, Kind.OBFUSCATED: 0.03, Kind.THREATENING: 0.015,
        Kind.HATEFUL: 0.025, Kind.PERSONAL_DETAILS: 0.01,
    },
    Temperament.TROLL: {
        Kind.CIVIL: 0.05, Kind.HEATED: 0.12, Kind.INSULTING: 0.36, Kind.OBFUSCATED: 0.22, Kind.THREATENING: 0.09,
        Kind.HATEFUL: 0.16,
    },
    Temperament.SPAMMER: {Kind.SPAM: 0.94, Kind.CIVIL: 0.06},
    Temperament.BRIGADE_MEMBER: {Kind.BRIGADE: 1.0},
}  # fmt: skip
"""How likely a reader of each temperament is to write a comment of each kind, on a matter of middling heat."""

_GIVEN: Final = (
    "Ada", "Amina", "Anders", "Aoife", "Bilal", "Bram", "Carmen", "Chidi", "Chloe", "Dai", "Dmitri", "Edith",
    "Efua", "Elena", "Emre", "Farah", "Fergus", "Gita", "Grzegorz", "Hana", "Hugo", "Ines", "Ivo", "Jamal",
    "Jelena", "Joan", "Kaito", "Keiko", "Lars", "Leila", "Liam", "Lin", "Lotte", "Mairead", "Marek", "Mei", "Mihai",
    "Nadia", "Niamh", "Noor", "Oluwaseun", "Omar", "Padraig", "Petra", "Priya", "Quentin", "Rafael", "Rosa", "Ruth",
    "Sanjay", "Sofia", "Sven", "Tariq", "Tomasz", "Ursula", "Viktor", "Wanjiru", "Xiu", "Yusuf", "Zofia",
)  # fmt: skip
_FAMILY: Final = (
    "Abara", "Almqvist", "Banerjee", "Barlow", "Cardoso", "Castellan", "Darzi", "Doyle", "Ekdal", "Eze", "Ferrant",
    "Fodor", "Gallagher", "Ghosh", "Hadley", "Haddad", "Ibarra", "Ishida", "Janssen", "Kamara", "Kowal", "Larkin",
    "Lindgren", "Mbeki-Orr", "Moreau", "Nakata", "Novotny", "Oduya", "Ozturk", "Pallister", "Petrou", "Quist",
    "Rahman", "Rossi-Bell", "Sandhu", "Skarsten", "Tanaka", "Thorne", "Ueda", "Varga", "Whitlock", "Yilmaz",
    "Zeman",
)  # fmt: skip
_NICKNAMES: Final = (
    "HarbourGull", "TeaAtFour", "NorthStandNed", "just_a_nurse", "OldSalt", "MillLaneMum", "BusDriver14",
    "roverstilidie", "Quiet Reader", "grumpy_gardener", "Ferryman", "bookworm_77", "TheRealPat", "Nightshift",
    "Lighthouse Liz", "TaxPayer1", "Woke And Tired", "DeskCaptain", "salt&vinegar", "Professor Plum",
    "no_name_needed", "Castlebeck Exile", "Dr. Sceptic", "Ølhund", "محمد", "נועם", "Зоя", "小林",
)  # fmt: skip


def _name(rng: random.Random, temperament: Temperament) -> str:
    if temperament is Temperament.BRIGADE_MEMBER:
        return f"{rng.choice(_GIVEN)}{rng.randrange(1000, 9999)}"
    if temperament is Temperament.SPAMMER:
        return f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}{rng.choice(('', ' Official', ' Loans', '_deals'))}"
    given, family = rng.choice(_GIVEN), rng.choice(_FAMILY)
    forms = (
        rng.choice(_NICKNAMES),
        given,
        f"{given}{rng.randrange(40, 99)}",
        f"{given[0]}. {family}",
        f"{given} {family}",
    )
    return rng.choices(forms, weights=(18, 12, 10, 10, 50))[0]


def _registered(rng: random.Random, temperament: Temperament) -> int:
    match temperament:
        case Temperament.BRIGADE_MEMBER:
            return rng.randrange(5, 2 * _MINUTES_A_DAY)
        case Temperament.SPAMMER:
            return rng.randrange(_MINUTES_A_DAY, 32 * _MINUTES_A_DAY)
        case Temperament.TROLL:
            return rng.randrange(4 * _MINUTES_A_DAY, 200 * _MINUTES_A_DAY)
        case _ if rng.random() < 0.12:
            return rng.randrange(_MINUTES_A_DAY // 2, 30 * _MINUTES_A_DAY)
        case _:
            return rng.randrange(31 * _MINUTES_A_DAY, 3000 * _MINUTES_A_DAY)


def demo_readers(seed: int) -> tuple[Reader, ...]:
    """All readers of a newsroom; the same seed gives the same readers. No two have the same name."""
    rng = random.Random(f"readers {seed}")
    names: set[str] = set()
    readers: list[Reader] = []
    for temperament, headcount in HEADCOUNT.items():
        for _ in range(headcount):
            name = _name(rng, temperament)
            while name in names:
                name = _name(rng, temperament)
            names.add(name)
            habit = rng.choices(tuple(Habit), weights=(50, 15, 12, 10, 7, 6))[0]
            registered = _registered(rng, temperament)
            activity = min(rng.paretovariate(1.1), 25.0)
            readers.append(Reader(f"r-{len(readers) + 1:04d}", name, temperament, habit, activity, registered))
    return tuple(readers)
