"""The main article: peace talks in Geneva ahead of an anniversary. Every name but Geneva is invented."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Story:
    """An article written out in full."""

    title: str
    byline: str
    standfirst: str
    paragraphs: tuple[str, ...]


LEAD_STORY: Final = Story(
    title="Envoys return to Geneva as the anniversary of the invasion nears",
    byline="Leonie Marchetti in Geneva",
    standfirst=(
        "Three years after tanks crossed the eastern border of Lethia, negotiators from both sides are in the same "
        "building again. Nobody expects peace this week. Several of them would settle for a timetable."
    ),
    paragraphs=(
        (
            "The two delegations arrived by different doors. Lethia's came on foot along the lake, past the cameras "
            "and a small crowd holding photographs of the missing. Norvane's came by car to the courtyard behind, "
            "where there were no cameras at all. By half past nine they sat on two sides of a long table, with an "
            "empty chair between the flags for the mediator, who was late because of the fog."
        ),
        (
            "It is the fifth time since the invasion that envoys have met in Geneva, and the first since last "
            "spring's talks collapsed within an hour. This round had itself been put off after shells fell on "
            "Halmen bridge as a convoy of buses was crossing, killing at least nine people. Each side still says "
            "that the other fired first. Both came nevertheless, and in this conflict that counts as news."
        ),
        (
            "On Thursday it will be three years since the first columns crossed the eastern border before dawn. The "
            "front has moved little in the past fourteen months. It runs for some 600 kilometres along the river "
            "Vell, through orchards and mined fields, and through the middle of Sarrow, once a city of 300,000, "
            "where perhaps a tenth of the people remain. Nobody has counted the dead in a way that everybody "
            "accepts."
        ),
        (
            "What is on the table is modest. A draft seen by this newspaper has eleven points and does not contain "
            'the word "peace". It speaks of a truce of ninety days along the present line, of an exchange of all '
            "prisoners who are ill or wounded, of safe passage for repair crews at the Vell dam, and of observers "
            "who would be allowed to go where they like. The questions that started the war, or were said to, are "
            'left to "a later stage".'
        ),
        (
            '"I have stopped asking who is ready to forgive," the mediator, Amara Wirth-Diallo, told reporters on '
            'the steps. "I ask who is ready to read page one." A former judge, she is known for keeping delegations '
            "at the table through meals, and has asked that nobody bring a telephone into the room."
        ),
        (
            "Lethia's chief negotiator, Ilsabet Corr, said that her government would not sign anything which made "
            'the present line a border. "We can stop shooting tomorrow," she said. "We cannot pretend that our own '
            'towns are abroad." Her opposite number, Davin Rehm, answered through an interpreter that Norvane had '
            '"security interests which did not begin three years ago and will not end on Thursday". He took no '
            "questions."
        ),
        (
            "Outside, opinion was less diplomatic. Maro Tellan, who left Sarrow with two children in the first "
            "winter, had come by night train to stand by the gate. She did not want a truce that let soldiers rest "
            "and come back, she said; but she also wanted her brother, a prisoner for twenty months, to see a "
            'dentist. "You may print both," she said. "Both are true before breakfast."'
        ),
        (
            "Analysts differ on whether the moment is right. Some argue that a truce now would reward the invasion, "
            "because it would freeze the front where the tanks stopped. Others point out that neither army has "
            "taken a town in a year, that both are short of men, and that a winter without heating may do what "
            'shells have not. "Wars of this kind rarely end with surrender," said Oskar Finch of the Institute for '
            'Borders and Conflict. "They end with tired people and a document nobody likes."'
        ),
        (
            "Money is short as well. The countries which have paid for Lethia's defence and for its hospitals will "
            "meet next month, and at least three of them face elections before the summer. In Norvane, where the "
            'word "war" may still cost a newspaper its licence, the price of bread has doubled, and the mothers of '
            "conscripts have begun to stand, silently, in front of post offices."
        ),
        (
            "By the evening there was one result. The delegations had agreed on the minutes of the morning. An "
            "official who had attended all five rounds described this, without a smile, as progress: last time the "
            "minutes took two days. The talks go on tomorrow at nine, unless there is fog."
        ),
    ),
)
