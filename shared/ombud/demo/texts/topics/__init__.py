"""What readers say about each article, one file per article."""

from collections.abc import Mapping
from typing import Final

from ombud.demo.texts.topics.barracks import BARRACKS
from ombud.demo.texts.topics.bins import BINS
from ombud.demo.texts.topics.cup_final import CUP_FINAL
from ombud.demo.texts.topics.derby import DERBY
from ombud.demo.texts.topics.festival import FESTIVAL
from ombud.demo.texts.topics.geneva import GENEVA
from ombud.demo.texts.topics.halmen import HALMEN
from ombud.demo.texts.topics.high_street import HIGH_STREET
from ombud.demo.texts.topics.levy import LEVY
from ombud.demo.texts.topics.museum import MUSEUM
from ombud.demo.texts.topics.topic import Topic

TOPICS: Final[Mapping[str, Topic]] = {
    topic.article_id: topic
    for topic in (BARRACKS, BINS, CUP_FINAL, DERBY, FESTIVAL, GENEVA, HALMEN, HIGH_STREET, LEVY, MUSEUM)
}
"""By the article's id."""
