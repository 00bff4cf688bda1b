"""Who buys at the demo shop. Names are drawn from lists; addresses end in .example."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from unicodedata import normalize

from souk.demo.words import COUNTRIES, FIRST_NAMES, LANGUAGES, LAST_NAMES

# Numbers that Arcep, the Bundesnetzagentur and Ofcom keep for films and books, so that nobody is ever called:
# (range, digits that follow). Spain, Portugal and Italy keep none; their customers have French ones.
FICTIONAL = {
    "FR": [(f"+33{block}", 4) for block in ("19900", "26191", "35301", "46571", "53649")],
    "DE": [(f"+49{block}", 3) for block in ("3023125", "6990009", "4066969", "2214710", "8999998")],
    "GB": [(f"+44{town}4960", 3) for town in (113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161)],
}
HAVE_NO_PHONE = 0.12
AGREED, WITHDREW_LATER, NEVER_WANTED = 0.55, 0.09, 0.04
YEAR = 365

_SOURCES = ("checkout", "newsletter form", "shop counter")


@dataclass(frozen=True, slots=True)
class Said:
    """Consent given or withdrawn, so many days and minutes after the shop's year began."""

    state: str
    source: str
    day: int
    minute: int


@dataclass(frozen=True, slots=True)
class Customer:
    """`birthday` is (year, month, day); `said` what they said about text messages, the earlier first."""

    external_id: str
    name: str
    email: str
    phone: str | None
    country: str
    faithfulness: float
    locale: str
    birthday: tuple[int, int, int] | None = None
    tags: tuple[str, ...] = ()
    said: tuple[Said, ...] = field(default=())


def customers(seed: int, count: int) -> list[Customer]:
    """The same for the same seed. A fifth of them buys most of what is bought."""
    random = Random(f"{seed}/customers")
    further = Random(f"{seed}/customers, further")
    countries = list(COUNTRIES)
    parts = [COUNTRIES[country] for country in countries]
    given: Counter[str] = Counter()
    made = []
    for number in range(count):
        first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
        country = random.choices(countries, parts)[0]
        faithfulness = random.paretovariate(1.4)
        phone = None if further.random() < HAVE_NO_PHONE else _phone(country, given)
        made.append(
            Customer(
                external_id=f"C{number + 1:06d}",
                name=f"{first} {last}",
                email=f"{_plain(first)}.{_plain(last)}.{number + 1}@post.example",
                phone=phone,
                country=country,
                faithfulness=faithfulness,
                locale=LANGUAGES[country],
                birthday=_birthday(further),
                tags=tuple(_tags(further, faithfulness)),
                said=tuple(_said(further)) if phone else (),
            )
        )
    return made


def _phone(country: str, given: Counter[str]) -> str | None:
    """The next number that nobody has; None once a country's are all given."""
    home = country if country in FICTIONAL else "FR"
    place = given[home]
    given[home] += 1
    for prefix, digits in FICTIONAL[home]:
        if place < 10**digits:
            return f"{prefix}{place:0{digits}d}"
        place -= 10**digits
    return None


def _birthday(random: Random) -> tuple[int, int, int] | None:
    told = random.random() < 0.4
    born = (random.randint(1948, 2006), random.randint(1, 12), random.randint(1, 28))
    return born if told else None


def _tags(random: Random, faithfulness: float) -> Iterator[str]:
    if faithfulness > 9:
        yield "VIP"
    for tag, part in (("newsletter", 0.35), ("click & collect", 0.12), ("wholesale", 0.02)):
        if random.random() < part:
            yield tag


def _said(random: Random) -> Iterator[Said]:
    dice, source = random.random(), random.choice(_SOURCES)
    day, later = random.randrange(YEAR - 60), random.randint(5, 55)
    minute = random.randrange(8 * 60, 21 * 60)
    if dice < AGREED + WITHDREW_LATER:
        yield Said("granted", source, day, minute)
    if AGREED <= dice < AGREED + WITHDREW_LATER:
        yield Said("withdrawn", "STOP", day + later, minute)
    if AGREED + WITHDREW_LATER <= dice < AGREED + WITHDREW_LATER + NEVER_WANTED:
        yield Said("withdrawn", source, day, minute)


def _plain(name: str) -> str:
    return normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
