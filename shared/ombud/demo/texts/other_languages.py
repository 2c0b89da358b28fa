"""Calm comments in other languages, some of them written from right to left."""

import random
from typing import Final

_OPENINGS: Final = (
    ("Guten Abend.", "Danke für den Artikel.", "Grüße aus Bern."),
    ("Bonsoir à tous.", "Merci pour cet article.", "Bonjour de Lausanne."),
    ("Gracias por el artículo.", "Saludos desde Vigo.", "Buenas tardes."),
    ("شكرا على المقال.", "تحياتي للجميع.", "مساء الخير."),
    ("תודה על הכתבה.", "ערב טוב לכולם.", "שלום לכולם."),
)
_SENTENCES: Final = (
    (
        "Ein schlechter Frieden ist mir lieber als ein guter Krieg.",
        "Mein Englisch reicht zum Lesen, nicht zum Schreiben.",
        "Bei uns wurde genau darüber auch gestritten.",
        "Ich hoffe, dass am Ende die Vernunft gewinnt.",
    ),
    (
        "Une mauvaise paix vaut mieux qu'une guerre sans fin.",
        "Chez nous, on discute de la même chose depuis des années.",
        "J'espère que tout le monde gardera son calme.",
        "Je ne suis pas d'accord, mais l'article est honnête.",
    ),
    (
        "Ojalá lleguen pronto a un acuerdo.",
        "En mi ciudad pasó exactamente lo mismo.",
        "No estoy de acuerdo, pero el artículo es justo.",
        "Hace falta más paciencia y menos ruido.",
    ),
    (
        "نتمنى السلام للجميع.",
        "حدث الشيء نفسه في مدينتنا قبل سنوات.",
        "لا أتفق مع ذلك، لكن المقال منصف.",
        "الصبر مفتاح الفرج.",
    ),
    (
        "מקווה שיגיעו להסכם בקרוב.",
        "גם אצלנו התווכחו על זה שנים.",
        "לא מסכים, אבל הכתבה הוגנת.",
        "קצת סבלנות לא תזיק לאף אחד.",
    ),
)


def other_language(rng: random.Random) -> str:
    """Write a calm comment in German, French, Spanish, Arabic or Hebrew."""
    language = rng.randrange(len(_OPENINGS))
    sentences = rng.sample(_SENTENCES[language], rng.choice((1, 2, 3)))
    return " ".join([rng.choice(_OPENINGS[language]), *sentences])
