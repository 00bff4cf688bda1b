"""Who buys at the demo shop. Names are drawn from lists; addresses end in .example."""

from dataclasses import dataclass
from random import Random
from unicodedata import normalize

from souk.demo.words import COUNTRIES, FIRST_NAMES, LAST_NAMES


@dataclass(frozen=True, slots=True)
class Customer:
    external_id: str
    name: str
    email: str
    phone: str
    country: str
    faithfulness: float


def customers(seed: int, count: int) -> list[Customer]:
    """The same for the same seed. A fifth of them buys most of what is bought."""
    random = Random(f"{seed}/customers")
    countries = list(COUNTRIES)
    parts = [COUNTRIES[country][0] for country in countries]
    made = []
    for number in range(count):
        first, last = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
        country = random.choices(countries, parts)[0]
        prefix = COUNTRIES[country][1]
        digits = {"ES": 5, "FR": 5, "DE": 6, "PT": 6, "IT": 6, "GB": 3}[country]
        made.append(
            Customer(
                external_id=f"C{number + 1:06d}",
                name=f"{first} {last}",
                email=f"{_plain(first)}.{_plain(last)}.{number + 1}@post.example",
                phone=f"{prefix}{number % 10**digits:0{digits}d}",
                country=country,
                faithfulness=random.paretovariate(1.4),
            )
        )
    return made


def _plain(name: str) -> str:
    return normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
