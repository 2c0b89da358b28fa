"""Talk under the carved horse that goes home."""

from typing import Final

from ombud.demo.texts.topics.topic import Topic

MUSEUM: Final = Topic(
    article_id="a-102",
    claims=(
        "It was taken by {taker} and everybody in the building has known that for {years}.",
        "A copy made by island carvers is {better} than an original nobody may touch.",
        "I shall miss the horse, but {feeling}.",
        "The museum looked after it when {danger}, and that deserves a word as well.",
        "If we send back everything, {hall} will be empty.",
        "Nobody is asking for everything; they asked for {one}.",
        "The label said 'acquired', which is a polite word for {polite}.",
        "The islanders have {custody} now, so that argument is dead.",
        "Lending it for {term} would have served both sides.",
        "Ask a child in {hall} what it is about the horse: {detail}.",
        "Good on the trustees for doing it before {pressure}.",
        "Objects travel, and they always have; {one} is not a hostage.",
    ),
    questions=(
        "When is the last day to see it?",
        "Who pays for the journey?",
        "Will {one} be next?",
        "Can the public watch when it is packed?",
        "Where will the copy stand?",
    ),
    memories=(
        "My {relative} lifted me up to see {detail}, and I did the same with mine.",
        "I was a guard in {hall} for {years}, and I said good night to that horse every evening.",
        "I saw the dance on Tamarai for which it was made; behind glass it was asleep.",
        "We drew it at school in {old}, badly, all thirty of us.",
    ),
    quotes=(
        "A copy made by island carvers",
        "its best-known exhibit",
        "after 130 years",
    ),
    shorts=(
        "Safe journey, old horse.",
        "Right decision.",
        "Wrong decision.",
        "Going to say goodbye on Sunday.",
        "Finally.",
        "What is next, the whale?",
        "A copy is fine.",
        "Well done, trustees.",
    ),
    anger=(
        "Gutless trustees giving away what belongs to the people of this town!",
        "It was LOOTED. Burned village, dead chief, horse in a crate. Read the file!",
        "Apologise, apologise, apologise, I am sick of apologising for my great-grandfather.",
        "You would scream blue murder if somebody had your church door in a museum!",
    ),
    blamed=("the chairwoman", "the director", "Captain Hale", "the minister for culture", "the curator"),
    camp=("hand-wringers", "flag wavers", "statue huggers", "give-it-all-back lot"),
    matter=("the return", "the horse", "this decision", "the copy", "the collection"),
    slots={
        "taker": ("Captain Hale", "soldiers", "a punitive expedition", "men with guns", "a missionary"),
        "better": ("more alive", "more honest", "worth more to me", "closer to the point"),
        "feeling": ("it was never ours", "it belongs where people dance with it", "it is the right thing", "I am glad"),
        "danger": ("the old temple burned", "nobody else cared", "the roof leaked over there", "the war came"),
        "hall": ("the entrance hall", "Room 4", "half the museum", "the east gallery"),
        "one": ("one horse", "a single carving", "the drum", "the house post"),
        "polite": ("stolen", "loot", "carried off", "a robbery at gunpoint"),
        "custody": ("a better museum than ours", "trained conservators", "a climate-controlled hall", "a plan"),
        "term": ("ten years", "five years at a time", "ever", "half of every year"),
        "detail": ("the missing ear", "its shell eyes", "the teeth", "the blue mane"),
        "pressure": ("a court made them", "the campaign began", "the anniversary", "anybody shouted"),
        "old": ("1966", "1974", "1981", "the third form", "1990"),
    },
)
