"""The sentences that statements of reasons are made of. `when` is a time in UTC."""

from collections.abc import Mapping
from types import MappingProxyType

from ombud.domain.author_reasons import Texts

SENTENCES: Mapping[str, Texts] = MappingProxyType(
    {
        "not_published": {
            "en": "A reader's comment of {when.day} {when:%B} {when.year} was not published.",
            "de": "Ein Leserkommentar vom {when.day}.{when.month}.{when.year} wurde nicht veröffentlicht.",
        },
        "removed": {
            "en": "A reader's comment of {when.day} {when:%B} {when.year} was removed after it had been published.",
            "de": "Ein Leserkommentar vom {when.day}.{when.month}.{when.year} wurde nach dem Erscheinen entfernt.",
        },
        "found_by_software": {
            "en": "Software read the text, compared it with the rules of the site and found it to break them.",
            "de": "Eine Software hat den Text gelesen, mit den Regeln der Seite verglichen und einen Verstoß "
            "festgestellt.",
        },
        "found_by_a_person": {
            "en": "A person read the text and found it to break the rules of the site.",
            "de": "Ein Mensch hat den Text gelesen und einen Verstoß gegen die Regeln der Seite festgestellt.",
        },
        "decided_by_software": {
            "en": "The decision was taken by software alone.",
            "de": "Die Entscheidung hat allein eine Software getroffen.",
        },
        "decided_by_a_person": {
            "en": "The decision was taken by a person.",
            "de": "Die Entscheidung hat ein Mensch getroffen.",
        },
        "ask_again": {
            "en": "You can ask the site to look at the decision again until {when.day} {when:%B} {when.year}, "
            "{when:%H:%M} UTC; a person will answer.",
            "de": "Sie können die Seite bis zum {when.day}.{when.month}.{when.year}, {when:%H:%M} UTC, bitten, die "
            "Entscheidung zu überprüfen; ein Mensch wird antworten.",
        },
        "elsewhere": {
            "en": "You can also turn to a certified body for out-of-court dispute settlement where the law gives you "
            "one, or to a court.",
            "de": "Sie können sich auch an eine zugelassene Stelle für außergerichtliche Streitbeilegung wenden, wo "
            "das Gesetz sie vorsieht, oder an ein Gericht.",
        },
        "applicable_law": {
            "en": "The law that applies to the site",
            "de": "Das Recht, das für die Seite gilt",
        },
    }
)
