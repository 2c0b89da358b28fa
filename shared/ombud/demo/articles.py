"""The articles of the Aldermouth Courier, a newspaper that does not exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final

from ombud.demo.lead_story import LEAD_STORY

NEWSPAPER: Final = "The Aldermouth Courier"


@dataclass(frozen=True)
class DemoArticle:
    """One article; `days_ago` and `hour` say when it came out, seen from the day the demo is loaded."""

    id: str
    slug: str
    title: str
    section: str
    tags: tuple[str, ...]
    byline: str
    days_ago: int
    hour: int
    standfirst: str
    appeal: float
    """How many readers comment on it, as a weight against the other articles."""
    heat: float
    """How angry readers get about it: 0 not at all, 1 as much as about a war."""
    paragraphs: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address below the newsroom's own, without a leading slash."""
        return f"articles/{self.slug}"

    def published_at(self, now: datetime) -> datetime:
        """Return the moment of publication (aware UTC) in a newsroom loaded at `now`."""
        day = now.astimezone(UTC).date() - timedelta(days=self.days_ago)
        return datetime.combine(day, time(self.hour), tzinfo=UTC)


BINS: Final = DemoArticle(
    id="a-101",
    slug="bins-every-three-weeks",
    title="Council to empty bins every three weeks from spring",
    section="local",
    tags=("council", "waste"),
    byline="Peter Sandoval",
    days_ago=31,
    hour=6,
    standfirst=(
        "Aldermouth council voted last night to collect general waste every three weeks instead of every two. Food "
        "waste will still go weekly. The council expects to save £410,000 a year; the union expects fuller bins and "
        "shorter tempers."
    ),
    appeal=0.8,
    heat=0.35,
)
MUSEUM: Final = DemoArticle(
    id="a-102",
    slug="museum-returns-carved-horse",
    title="Museum to send the carved horse home after 130 years",
    section="culture",
    tags=("museums", "restitution"),
    byline="Imogen Vale",
    days_ago=29,
    hour=9,
    standfirst=(
        "The trustees of the Aldermouth Museum have agreed to return the carved horse, its best-known exhibit, to the "
        "Tamarai islands. A copy made by island carvers will take its place in the entrance hall next summer."
    ),
    appeal=0.7,
    heat=0.3,
)
LEVY: Final = DemoArticle(
    id="a-103",
    slug="second-home-levy",
    title="Second-home levy passes by four votes after a night of amendments",
    section="politics",
    tags=("housing", "tax"),
    byline="Conrad Achebe-Lane",
    days_ago=25,
    hour=7,
    standfirst=(
        "Parliament has approved a yearly levy of 1.5 per cent on homes that stand empty for more than half the "
        "year. The housing minister, Rosalind Tack, called it overdue. Opponents warned that seaside towns would "
        "lose their visitors."
    ),
    appeal=0.9,
    heat=0.5,
)
DERBY: Final = DemoArticle(
    id="a-104",
    slug="rovers-lose-derby",
    title="Rovers lose the derby in stoppage time after Lindmark sees red",
    section="sport",
    tags=("football", "rovers"),
    byline="Joss Hartigan",
    days_ago=20,
    hour=17,
    standfirst=(
        "Ten-man Aldermouth Rovers held out for seventy minutes against Castlebeck United and then conceded from a "
        "corner in the fourth minute of stoppage time. Goalkeeper Pelle Lindmark had been sent off for handling "
        "outside his area."
    ),
    appeal=1.0,
    heat=0.6,
)
BARRACKS: Final = DemoArticle(
    id="a-105",
    slug="refugees-in-old-barracks",
    title="Minister defends plan to house refugees in the old barracks",
    section="politics",
    tags=("asylum", "housing"),
    byline="Conrad Achebe-Lane",
    days_ago=15,
    hour=8,
    standfirst=(
        "Up to 240 people who fled the fighting in Lethia are to live in the former Northgate barracks for a year. "
        "A public meeting on Thursday ended early when speakers on both sides could no longer be heard."
    ),
    appeal=1.2,
    heat=0.8,
)
HIGH_STREET: Final = DemoArticle(
    id="a-106",
    slug="high-street-without-cars",
    title="High Street to close to cars at weekends",
    section="local",
    tags=("council", "traffic"),
    byline="Peter Sandoval",
    days_ago=12,
    hour=6,
    standfirst=(
        "From May, cars will be kept out of the High Street from Saturday morning to Sunday night. Buses, "
        "deliveries before ten and disabled drivers are exempt. Shopkeepers are divided, sometimes within one shop."
    ),
    appeal=0.9,
    heat=0.4,
)
HALMEN: Final = DemoArticle(
    id="a-107",
    slug="shelling-at-halmen-bridge",
    title="Breaking: truce broken at Halmen bridge on the eve of talks",
    section="world",
    tags=("lethia", "breaking", "war"),
    byline="our correspondents",
    days_ago=9,
    hour=17,
    standfirst=(
        "Shells struck the western end of Halmen bridge this afternoon while a convoy of buses was crossing, "
        "killing at least nine people. Each side says the other fired first. The talks that were to open in Geneva "
        "tomorrow have been put off."
    ),
    appeal=1.6,
    heat=0.9,
)
GENEVA: Final = DemoArticle(
    id="a-108",
    slug="geneva-talks-anniversary",
    title=LEAD_STORY.title,
    section="world",
    tags=("lethia", "geneva", "diplomacy", "war"),
    byline=LEAD_STORY.byline,
    days_ago=7,
    hour=5,
    standfirst=LEAD_STORY.standfirst,
    appeal=6.0,
    heat=0.9,
    paragraphs=LEAD_STORY.paragraphs,
)
CUP_FINAL: Final = DemoArticle(
    id="a-109",
    slug="first-cup-final",
    title="Rovers women reach their first cup final before a record crowd",
    section="sport",
    tags=("football", "rovers"),
    byline="Joss Hartigan",
    days_ago=3,
    hour=16,
    standfirst=(
        "A header by captain Adaeze Holt ten minutes from time was enough to beat Westerly City and put Aldermouth "
        "Rovers in the cup final for the first time. The crowd of 8,912 was the largest the women's side has ever "
        "drawn."
    ),
    appeal=0.7,
    heat=0.2,
)
FESTIVAL: Final = DemoArticle(
    id="a-110",
    slug="novelist-leaves-festival",
    title="Novelist withdraws from book festival over its sponsor",
    section="culture",
    tags=("books", "festival"),
    byline="Imogen Vale",
    days_ago=1,
    hour=10,
    standfirst=(
        "Marguerite Osei will not open the Aldermouth Book Festival. She said she could not speak about drowned "
        "islands under the banner of an oil trader. The festival replied that without the sponsor there would be no "
        "banner at all."
    ),
    appeal=0.8,
    heat=0.4,
)

ARTICLES: Final[tuple[DemoArticle, ...]] = (
    BINS, MUSEUM, LEVY, DERBY, BARRACKS, HIGH_STREET, HALMEN, GENEVA, CUP_FINAL, FESTIVAL,
)  # fmt: skip
"""From the oldest to the newest."""

MAIN_ARTICLE: Final = GENEVA
ARTICLES_BY_ID: Final[Mapping[str, DemoArticle]] = {article.id: article for article in ARTICLES}
ARTICLES_BY_SLUG: Final[Mapping[str, DemoArticle]] = {article.slug: article for article in ARTICLES}
