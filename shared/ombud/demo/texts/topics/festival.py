"""Talk under the novelist who leaves the festival."""

from typing import Final

from ombud.demo.texts.topics.topic import Topic

FESTIVAL: Final = Topic(
    article_id="a-110",
    claims=(
        "Osei wrote {book}, so what did they expect her to say under that banner?",
        "Without the sponsor we can forget about {perk}, and that hits people who cannot pay {price}.",
        "Boycotts cost the novelist little and {small} a lot.",
        "The festival knew in {month} and told nobody until the posters were up.",
        "You can take dirty money and do clean things with it; {elsewhere} did.",
        "Withdrawing was more use than {speech} in front of the sponsor's own guests.",
        "I bought my ticket for her, and I would still go for {other}.",
        "A book festival that fears {fear} should sell raffle tickets instead.",
        "The answer about the banner was witty, but it was not an answer.",
        "Oil paid for {elsewhere}, for the lido, and for half of our pensions.",
        "Let readers pay {price} more and be free of the whole question.",
        "She turned down {sum}, which is more than most of us ever had to turn down.",
    ),
    questions=(
        "Will tickets be refunded?",
        "Who opens the festival now?",
        "Did {other} say anything?",
        "How much does the sponsor pay, in figures?",
        "Is the children's tent still on?",
    ),
    memories=(
        "I heard her read from {book} in {elsewhere}, and you could have heard a page turn.",
        "I volunteer at the festival, and without {perk} my own kids would never have met an author.",
        "My {relative} worked for that trader for {years} and has opinions on both.",
        "We ran a festival without sponsors in {month}, with {small} and a borrowed marquee.",
    ),
    quotes=(
        "she could not speak about drowned islands under the banner of an oil trader",
        "without the sponsor there would be no banner at all",
        "will not open the Aldermouth Book Festival",
    ),
    shorts=(
        "Good for her.",
        "Easy when you are famous.",
        "Read {book} instead.",
        "No banner, no problem.",
        "Refund?",
        "Principles cost money. Ask the festival.",
        "Still going, for {other}.",
        "Brave.",
    ),
    anger=(
        "Spare me the halo, she flew here business class three years running!",
        "Islands are going under and people complain about a cancelled reading, unbelievable!",
        "So the kids lose {perk} so that she can feel clean. Well done. Bravo.",
        "The festival sold its soul for a banner and now it blames the author, how pathetic is that?",
    ),
    blamed=("Osei", "the festival director", "the sponsor", "the festival board", "the reviewer"),
    camp=("virtue signallers", "oil apologists", "culture snobs", "boycotters"),
    matter=("the boycott", "the sponsorship", "her decision", "the festival", "that banner"),
    slots={
        "book": ("The Tide Table", "a novel about drowned islands", "Salt Inventory", "The Last Ferryman"),
        "perk": ("free school tickets", "writing workshops", "bursaries", "the children's tent"),
        "price": ("fifteen pounds", "two pounds", "twenty quid", "a fiver"),
        "small": ("the small publishers", "two volunteers", "the bookshop", "the debut authors"),
        "month": ("January", "the spring", "last autumn", "June"),
        "elsewhere": ("the theatre", "the library roof", "Port Ellis", "the concert hall", "the lifeboat"),
        "speech": ("a brave speech", "another panel", "reading a poem", "a badge"),
        "other": ("the poets", "the crime night", "Hollis Wray", "the cookery tent"),
        "fear": ("an awkward question", "its own authors", "a novelist", "a debate"),
        "sum": ("four thousand pounds", "a fat fee", "a full house", "the biggest tent in the county"),
    },
)
