"""Talk under the cup semi-final."""

from typing import Final

from ombud.demo.texts.topics.topic import Topic

CUP_FINAL: Final = Topic(
    article_id="a-109",
    claims=(
        "Holt's header was {praise}, and the cross from {player} even better.",
        "8,912 people on a {day}, and the men's side drew {less}.",
        "{player} ran herself into the ground; she covered {distance}.",
        "Westerly had the better chances before the break, so credit to {keeper}.",
        "My {relative} wants a Holt shirt now and the club shop has none in {size}.",
        "Killer instinct in the last ten minutes: that is what we lacked {lately}.",
        "Give them the main pitch for training and see what happens in {time}.",
        "It is the first cup final for any Rovers side since {old}.",
        "The ticket cost {price}, and I have not had better value in {years}.",
        "The club should run {coaches} to the final, and not at match-day prices.",
        "The pressing was brutal, they hunted in packs and City never got out of {zone}.",
        "Hartigan's report is fine, but why is it {page}?",
    ),
    questions=(
        "When do tickets go on sale?",
        "Who do we play in the final?",
        "Is {player} fit again by then?",
        "Will there be {coaches}?",
        "Can somebody post the line-up?",
    ),
    memories=(
        "I watched this side in front of {crowd} people and a dog, and now this.",
        "I played for Rovers women in {old}; we washed our own kit and were glad of the pitch.",
        "Took my {relative} along and lost my voice before {time}.",
        "I coached Holt when she was nine, and she headed everything then, including me.",
    ),
    quotes=(
        "A header by captain Adaeze Holt ten minutes from time",
        "the largest the women's side has ever drawn",
        "in the cup final for the first time",
    ),
    shorts=(
        "HOLT!!!",
        "What a header.",
        "In tears here.",
        "Get in!",
        "See you at the final.",
        "Captain. Leader. Legend.",
        "Proud of this team.",
        "8,912. Remember that number.",
    ),
    anger=(
        "One camera, ONE, for a semi-final, what on earth was the broadcaster thinking?",
        "Nine thousand people and two toilets, sort it out Rovers!",
        "Shocking tackle on {player}, City should have been down to ten, are referees blind?",
        "Still on page 40. Forty! The men lose again and get the front page!",
    ),
    blamed=("the broadcaster", "the chairman", "the ref", "City's number four", "the league", "the ticket office"),
    camp=("City fans", "glory hunters", "grumblers", "so-called experts"),
    matter=("the semi-final", "that header", "women's football", "the final", "the ticket queue"),
    slots={
        "praise": ("a thing of beauty", "unstoppable", "a bullet", "worth the ticket alone"),
        "player": ("Marsh", "Novak", "little Adeyemi", "Lindqvist-Rae", "Brown", "the left back"),
        "day": ("Sunday", "wet Sunday", "cold afternoon", "school night"),
        "less": ("fewer last month", "half of that in the rain", "about the same for the derby"),
        "distance": ("every blade of grass", "eleven kilometres", "the whole left side"),
        "keeper": ("our keeper", "the back three", "the crossbar", "young Petrie in goal"),
        "size": ("a child's size", "small", "anything below large", "pink or otherwise"),
        "time": ("two years", "half-time", "a season", "the first whistle"),
        "old": ("1961", "1978", "1989", "the war"),
        "price": ("eight pounds", "less than a pint and a pie", "a tenner", "six quid"),
        "coaches": ("coaches", "a special train", "free buses", "a ferry"),
        "zone": ("their half", "second gear", "their own box", "the dressing room"),
        "page": ("on page 40", "below the darts", "shorter than the men's defeat", "only half a page"),
        "crowd": ("sixty", "forty", "ninety", "a hundred and two"),
    },
)
