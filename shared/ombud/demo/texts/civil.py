"""Calm comments on the subject, from three words to several paragraphs."""

import random
from typing import Final

from ombud.demo.texts.grammar import continued, fill, sentence
from ombud.demo.texts.topics import TOPICS
from ombud.demo.texts.topics.topic import Topic

_LEADS: Final = (
    "Honestly,", "To be fair,", "I may be wrong, but", "As I see it,", "For what it is worth,", "Let's be realistic:",
    "In my experience,", "With respect,", "On the other hand,", "Maybe I am naive, but", "Call me old-fashioned, but",
    "I keep saying it:", "Just my view:", "Sadly,", "Look,", "True, but", "Personally I think", "Say what you like,",
    "After reading it twice:", "One thing is missing:", "My two pence:", "Good piece. Still,", "Well,", "I'd add that",
)  # fmt: skip
_LINKS: Final = (
    "Besides,", "And", "But", "Then again,", "Also,", "What is more,", "At the same time,", "That said,", "And yes,",
    "More to the point:", "Meanwhile", "Which is why I say:",
)  # fmt: skip
_CLOSERS: Final = (
    "Thanks to {byline} for the report.", "Thank you for keeping the comments open.", "That's all from me.",
    "Happy to be proved wrong.", "Let's see in {when}.", "I hope I'm wrong.", "Would like to read more on this.",
    "Could the Courier follow this up in {when}?", "Good night all.", "We'll see.", "Anyone else see it that way?",
    "Rant over.", "Back to work.", "I'll leave it there.", "More reporting like this, please.",
)  # fmt: skip
_REPLY_LEADS: Final = (
    "{to}, I agree up to a point.", "@{to} good question.", "@{to} thanks, I had not thought of that.",
    "I don't think that's right, {to}.", "{to}: exactly.", "@{to} not quite.", "Fair point, {to}.",
    "{to}, where did you read that?", "@{to} I see it differently.", "That is well put, {to}.",
    "Sorry {to}, but I was there and it was not like that.", "@{to} you may be right.", "{to} has a point.",
    "@{to} thank you for saying it so calmly.", "With all respect, {to}, no.", "@{to} yes and no.",
)  # fmt: skip
_REPLY_SHORTS: Final = (
    "@{to} well said.", "Agree with {to}.", "@{to} source?", "{to}, that made me laugh.", "This. Thanks {to}.",
    "@{to} +1", "@{to} sorry to hear that.", "Not sure about that, {to}.", "@{to} spot on about {matter}.",
    "@{to} you mean {matter}?", "{to}, could you explain the bit about {matter}?", "@{to} ha, fair enough!",
    "Thank you {to}, that is useful.", "@{to} no idea, ask the Courier.", "@{to} all the best to your family.",
)  # fmt: skip
_ON_QUOTES: Final = (
    '"{quote}" - that is the whole story in one line.', '"{quote}". I had to read that twice.',
    'What does "{quote}" mean in practice?', 'I would underline "{quote}".', 'The sentence "{quote}" says it all.',
    '> {quote}\n\nI wonder who checked that.', '> {quote}\n\nThat is the point on which {matter} stands or falls.',
    '"{quote}": I would like to believe it.', 'They write "{quote}" as if {matter} were a detail.',
)  # fmt: skip
_SHORT_FRAMES: Final = (
    "{short}", "{short}", "{short}", "{short} That's it.", "Just this: {short}", "{short} Nothing to add.",
    "Again: {short}", "{short} Sorry.", "{short} On {matter} I can say no more.",
)  # fmt: skip
_WHEN: Final = ("a year", "six months", "the spring", "a few weeks", "the autumn", "five years")


def _slots(topic: Topic, to: str | None) -> dict[str, tuple[str, ...]]:
    return {
        **topic.slots,
        "matter": topic.matter,
        "quote": topic.quotes,
        "to": (to or "",),
        "byline": ("the Courier", "the reporter", "your correspondent"),
        "when": _WHEN,
    }


def _one_sentence(topic: Topic, rng: random.Random, unused: list[str]) -> str:
    template = unused.pop() if unused else rng.choice(topic.claims)
    return sentence(template, _slots(topic, None), rng)


def _paragraph(topic: Topic, rng: random.Random, sentences: int, unused: list[str]) -> str:
    pieces = [_one_sentence(topic, rng, unused)]
    if rng.random() < 0.45:
        pieces[0] = continued(rng.choice(_LEADS), pieces[0])
    for _ in range(sentences - 1):
        piece = _one_sentence(topic, rng, unused)
        pieces.append(continued(rng.choice(_LINKS), piece) if rng.random() < 0.3 else piece)
    return " ".join(pieces)


def _short(topic: Topic, rng: random.Random, to: str | None) -> str:
    if to and rng.random() < 0.8:
        return sentence(rng.choice(_REPLY_SHORTS), _slots(topic, to), rng)
    return fill(rng.choice(_SHORT_FRAMES), {**_slots(topic, to), "short": topic.shorts}, rng)


def _ending(topic: Topic, rng: random.Random) -> list[str]:
    ending = []
    if rng.random() < 0.2:
        ending.append(sentence(rng.choice(topic.questions), _slots(topic, None), rng))
    if rng.random() < 0.22:
        ending.append(sentence(rng.choice(_CLOSERS), _slots(topic, None), rng))
    return ending


def civil(article_id: str, to: str | None, rng: random.Random) -> str:
    """Write a calm comment on an article; `to` is the reader whom it answers."""
    topic = TOPICS[article_id]
    length = rng.random()
    if length < 0.13:
        return _short(topic, rng, to)
    unused = rng.sample(topic.claims, len(topic.claims))
    slots = _slots(topic, to)
    opening = [sentence(rng.choice(_REPLY_LEADS), slots, rng)] if to and rng.random() < 0.6 else []
    if length < 0.2:
        return " ".join([*opening, sentence(rng.choice(topic.questions), slots, rng)])
    if length < 0.29:
        return " ".join([*opening, sentence(rng.choice(_ON_QUOTES), slots, rng)])
    if length < 0.4:
        memory = sentence(rng.choice(topic.memories), slots, rng)
        return " ".join([*opening, memory, _one_sentence(topic, rng, unused), *_ending(topic, rng)])
    if length < 0.93:
        return " ".join([*opening, _paragraph(topic, rng, rng.choice((1, 1, 2, 2, 3)), unused), *_ending(topic, rng)])
    paragraphs = [_paragraph(topic, rng, rng.choice((2, 3, 4)), unused) for _ in range(rng.choice((2, 2, 3, 4)))]
    paragraphs.insert(1, sentence(rng.choice(topic.memories), slots, rng))
    return "\n\n".join([" ".join([*opening, paragraphs[0]]), *paragraphs[1:], *_ending(topic, rng)])
