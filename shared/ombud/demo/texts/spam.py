"""Things for sale. Every address lies under `.example` or `example.com`, every number is reserved for fiction."""

import random
from typing import Final

from ombud.demo.texts.grammar import fill
from ombud.demo.texts.personal_details import mailbox, telephone

_SLOTS: Final = {
    "sum": ("£4,300", "$7,850", "£912", "2,450 euros", "£1,180", "$5,600", "£640"),
    "span": ("a week", "a month", "in 9 days", "every day", "in my first month", "from my sofa"),
    "site": (
        "https://quick-crypto.example", "http://win-daily.example", "www.easy-loans.example", "https://slim-fast-now.example",
        "https://cheap-watches.example", "bet-kings.example", "https://essays-4u.example", "http://miracle-joint.example",
    ),
    "path": ("join", "vip", "start", "free", "go", "promo", "ref", "now"),
    "coin": ("MoonCoin", "PeaceToken", "BitFlip", "the new coin", "AlderCoin"),
    "product": ("replica watches", "slimming tea", "essays", "followers", "hair oil", "joint cream", "designer bags", "pills"),
    "mentor": ("Mr Brandon", "Mrs Claire", "Expert Laszlo", "Dr Wisdom", "Madam Olga"),
    "code": ("SAVE30", "LUCKY7", "GENEVA10", "WELCOME", "VIP2", "ROVERS5"),
    "pet": ("best loan company", "real hacker", "spell caster", "trading mentor"),
}  # fmt: skip
_FRAMES: Final = (
    "I earn {sum} {span} working from home, no boss! See {link}", "Buy {product} at 70% off {link} code {code}",
    "Thanks to {mentor} I made {sum} {span} with {coin}. Write to {mail}", "Great article! By the way: {product}, free delivery {link}",
    "{coin} will go x100 before Friday, last chance {link} {link}", "Need money fast? {pet}, no checks. Call {phone} or {mail}",
    "My husband left me and {mentor} the {pet} brought him back in 3 days. Contact {mail}", "FREE SPINS >>> {link} <<< code {code}",
    "Very nice information, I share also about {product} on my site {link}", "{product} {product} {product} {link}",
    "Hello dear friends, who wants to make {sum} {span}? Whatsapp {phone}", "Watch every match live for free: {link}",
    "Who still pays full price for {product}? {link}", "I was a sceptic too, but {mentor} doubled my {sum}. {link}",
    "Limited offer!!! {code} gives you {product} for nothing {link} {link} {link}", "{link}",
)  # fmt: skip


def spam(_article_id: str, _to: str | None, rng: random.Random) -> str:
    """Write an advertisement."""
    template = rng.choice(_FRAMES)
    text = template
    while "{link}" in text:
        text = text.replace("{link}", fill("{site}/{path}", _SLOTS, rng) + f"?id={rng.randrange(10_000)}", 1)
    text = text.replace("{mail}", mailbox(rng)).replace("{phone}", telephone(rng))
    return fill(text, _SLOTS, rng)
