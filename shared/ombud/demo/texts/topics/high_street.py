"""Talk under the High Street without cars."""

from typing import Final

from ombud.demo.texts.topics.topic import Topic

HIGH_STREET: Final = Topic(
    article_id="a-106",
    claims=(
        "I will shop there more often if I can {stroll} without {danger}.",
        "Where are {people} supposed to park, seeing that {carpark} is full by ten?",
        "It only works if the {bus} runs later than six on a {day}.",
        "My shop lives on customers who stop for {minutes}; they will not walk from {carpark}.",
        "Every town that did this had the same row, and {years} later nobody wants the cars back.",
        "The exemption for disabled drivers is good, but {people} have no badge and still cannot walk far.",
        "Traffic will not vanish, it will sit in {street} instead.",
        "A trial until {month} with honest counting would have convinced more people.",
        "I measured it: from {carpark} to the bakery is {minutes} on foot.",
        "Close it to cars and open it to {stalls}, then people come by themselves.",
        "Deliveries before ten are no use to {trader}.",
        "It is two days a week, and only {distance} of road.",
        "Cyclists need a lane of their own, or they will mow down {people} instead of the cars doing it.",
    ),
    questions=(
        "How do I get {item} home from the shop?",
        "Is the {bus} still going past the library?",
        "Does it start in May or in {month}?",
        "What about residents of {street}?",
        "Who counted the cars, and on which {day}?",
    ),
    memories=(
        "I was nearly run over outside {shop} on a {day}, with the light on green.",
        "We had a street party there in {month}, and it was the best trade {shop} ever had.",
        "My {relative} runs {shop} and my other {relative} is the one who signed the petition.",
        "I remember the High Street before the ring road; this is {distance} of history repeating.",
    ),
    quotes=(
        "Shopkeepers are divided, sometimes within one shop",
        "from Saturday morning to Sunday night",
        "Buses, deliveries before ten and disabled drivers are exempt",
    ),
    shorts=(
        "Finally!",
        "And parking?",
        "Try it for a year.",
        "More benches, please.",
        "RIP {shop}.",
        "My knees say thanks but no thanks.",
        "Weekends only? Be brave.",
        "Poor {street}.",
    ),
    anger=(
        "War on motorists, and you can shoot me down for saying so, but that is what it is!",
        "Another nail in the coffin of every small shop, and who did they ask? NOBODY!",
        "You drive two tons of metal to buy one croissant and call US fanatics?",
        "This council has murdered the town centre bit by bit for twenty years.",
        "I'm fed up with people who think a parking space is a human right.",
        "Ridiculous! My mother is 84, is she supposed to fly in?",
    ),
    blamed=("the council", "Councillor Prewitt", "the traffic planner", "the shopkeepers' association", "the mayor"),
    camp=("car haters", "petrolheads", "lycra brigade", "shopkeepers", "parking martyrs"),
    matter=("the closure", "this plan", "a street without cars", "the trial", "the exemption"),
    slots={
        "stroll": ("hear myself think", "sit outside", "let the kids run", "cross where I like", "push a pram"),
        "danger": ("looking over my shoulder", "breathing diesel", "being hooted at", "fearing for the dog"),
        "people": ("pensioners", "parents with prams", "people with a bad hip", "carers", "visitors"),
        "carpark": ("the station car park", "Mill Lane", "the multi-storey", "the harbour car park"),
        "bus": ("14", "14 bus", "park-and-ride", "night bus", "22"),
        "day": ("Saturday", "Sunday", "market day", "wet Saturday"),
        "minutes": ("four minutes", "six minutes", "two minutes", "ten minutes"),
        "street": ("Mill Lane", "Church Road", "Quayside Row", "Tanner's Row"),
        "month": ("June", "September", "July", "the autumn", "October"),
        "stalls": ("market stalls", "tables and chairs", "musicians", "children on scooters", "the farmers"),
        "trader": ("a florist", "a butcher", "the fish stall", "a bakery", "me and my van"),
        "distance": ("three hundred metres", "four hundred yards", "one street", "a short stretch"),
        "shop": ("the bakery", "the ironmonger's", "Dunmore's", "the bookshop", "the shoe shop"),
        "item": ("a washing machine", "four chairs", "a bag of cement", "paint", "a Christmas tree"),
    },
)
