"""The tables that views are made with: which characters look like which letters, and which words are disguised.

`python -m ombud.scoring.training.view_tables CONFUSABLES DATA` writes them anew, from Unicode's `confusables.txt`
(UTS 39) and the training folder.
"""

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from ombud.scoring.evaluation import read_rows

VIEWS = Path(__file__).parents[1] / "views"

MOST_FREQUENT = 5000
_SHORTEST_WORD = 3
_LEAST_LIFT = 6.0
_LEAST_LIFT_IF_MARKED = 3.0
_FEWEST_TEXTS = 5
_LEAST_MARKED = 0.1
_MOST_NEUTRAL = 0.1
"""Share of a word's texts that may be harmless sentences about identities: "gay" is no insult, if often misused."""

_NO_INSULTS = frozenset({"mexicans"})
"""Names of people that the figures take for insults, because of the company they are put in."""

_LONGEST_MARK = 3
_LABELLED = ("wikipedia_six_labels.csv", "wikipedia_balanced.csv", "paradetox.csv", "civil_comments_spans.csv")
_NEUTRAL = "identity_terms_neutral.csv"
_OTHER = ("davidson.csv", "edos.csv", "implicit_hate.csv", "youtube_spam.csv", _NEUTRAL)
_WORD = re.compile(r"[a-z]+")


def write_lookalikes(confusables: Path, target: Path) -> None:
    """Write, per letter, the characters that look like it, but for those that lose their decoration anyway.

    Two letters of one look are one class in the source, whatever it takes for the class's name: so small capitals,
    which are named after their letter, bring Cyrillic ones with them.
    """
    text = confusables.read_text("utf-8-sig")
    [version] = re.findall(r"^# Version: ([\d.]+)", text, re.MULTILINE)
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for characters in _classes(text).values():
        for character in characters:
            if letter := _letter(character, characters):
                by_letter[letter].append(character)
    lines = [f"{letter} {''.join(sorted(found))}" for letter, found in sorted(by_letter.items())]
    head = [
        f"# Letters, and what looks like them: from Unicode's confusables.txt, version {version} (UTS 39).",
        "# Copyright Unicode, Inc., under the Unicode License (https://www.unicode.org/license.txt).",
    ]
    target.write_text("\n".join([*head, *lines]) + "\n", "utf-8")


def write_words(data: Path, offensive: Path, words: Path) -> None:
    """Write the offensive words, those of the highest lift first, and the most frequent ones."""
    counts = _WordCounts(data)
    head = "# Counted in the training folder: "
    lines = " ".join(counts.offensive())
    offensive.write_text(f"{head}words of which toxic texts, or pieces marked as toxic, have most.\n{_wrapped(lines)}")
    words.write_text(f"{head}the {MOST_FREQUENT} most frequent words.\n{_wrapped(' '.join(counts.frequent()))}")


class _WordCounts:
    """In how many texts each word occurs: toxic and harmless ones, all, and marked as toxic in news comments."""

    def __init__(self, data: Path) -> None:
        self._toxic: Counter[str] = Counter()
        self._harmless: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        self._marked: Counter[str] = Counter()
        self._neutral = Counter(_words_of_texts(data, _NEUTRAL))
        for file in _LABELLED:
            for row in read_rows(data / "train" / file):
                words = set(_WORD.findall(row["text"].lower()))
                (self._toxic if float(row["toxicity"]) >= 0.5 else self._harmless).update(words)
                self._marked.update(_marked_words(row))
        self._all += self._toxic + self._harmless
        for file in _OTHER:
            self._all.update(_words_of_texts(data, file))

    def frequent(self) -> list[str]:
        """Return the most frequent words, the first of equals first in the alphabet."""
        known = [word for word in self._all if len(word) >= _SHORTEST_WORD]
        return sorted(known, key=lambda word: (-self._all[word], word))[:MOST_FREQUENT]

    def offensive(self) -> list[str]:
        """Return the words that stand mostly in toxic texts or are often what people marked, the surest first."""
        lift = {word: self._lift(word) for word in self._toxic if len(word) >= _SHORTEST_WORD}
        found = [word for word in lift if self._is_offensive(word, lift[word])]
        return sorted(found, key=lambda word: (-lift[word], word))

    def _lift(self, word: str) -> float:
        toxic = (self._toxic[word] + 1) / self._toxic.total()
        return toxic / ((self._harmless[word] + 1) / self._harmless.total())

    def _is_offensive(self, word: str, lift: float) -> bool:
        neutral = word in _NO_INSULTS or self._neutral[word] > _MOST_NEUTRAL * self._all[word]
        if neutral or self._toxic[word] < _FEWEST_TEXTS:
            return False
        marked = self._marked[word] >= max(_FEWEST_TEXTS, _LEAST_MARKED * self._all[word])
        return lift >= (_LEAST_LIFT_IF_MARKED if marked else _LEAST_LIFT)


def _words_of_texts(data: Path, file: str) -> Iterator[str]:
    """Yield the words of each text of a file, once per text."""
    for row in read_rows(data / "train" / file):
        yield from set(_WORD.findall(row["text"].lower()))


def _marked_words(row: Mapping[str, str]) -> Iterator[str]:
    """Yield the words of the short pieces that were marked as toxic."""
    for begin, end, _ in json.loads(row.get("spans") or "[]"):
        words = _WORD.findall(row["text"][begin:end].lower())
        if len(words) <= _LONGEST_MARK:
            yield from set(words)


def _classes(text: str) -> dict[str, set[str]]:
    """Return the characters of one look by what they are mapped to."""
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.splitlines():
        source, _, rest = line.partition("#")[0].partition(";")
        if rest:
            look = _bare("".join(chr(int(code, 16)) for code in rest.split(";")[0].split()))
            classes[look] |= {chr(int(source, 16)), *(look if len(look) == 1 else "")}
    return classes


def _bare(look: str) -> str:
    """Return a look without marks: strokes through a letter do not hide it."""
    return "".join(one for one in unicodedata.normalize("NFD", look) if unicodedata.category(one)[0] != "M")


def _letter(character: str, alike: set[str]) -> str | None:
    """Return the small Latin letter that a character of a class is read as; None for one that is none or itself."""
    if character.isascii() or not character.isalpha() or unicodedata.normalize("NFKC", character) != character:
        return None
    if unicodedata.normalize("NFD", character)[0].isascii():
        return None
    letters = {one.lower() for one in alike if one.isascii() and one.isalpha()}
    letters |= {name[-1].lower() for one in alike if (name := _small_capital(one))}
    # I, l and 1 are of one look: what is a capital is an I.
    if letters & {"i", "l"} and len(letters) == 2:
        return "i" if character.isupper() else "l"
    return min(letters, default=None)


def _small_capital(character: str) -> str:
    name = unicodedata.name(character, "")
    return name if re.fullmatch(r"LATIN LETTER SMALL CAPITAL [A-Z]", name) else ""


def _wrapped(words: str) -> str:
    return re.sub(r"(.{1,118})(?: |$)", r"\1\n", words)


if __name__ == "__main__":
    write_lookalikes(Path(sys.argv[1]), VIEWS / "lookalikes.txt")
    write_words(Path(sys.argv[2]), VIEWS / "offensive.txt", VIEWS / "words.txt")
