"""Comments for benchmarks: of natural length and variety, the same in every run."""

import random

from ombud.pipeline.accept import Submission

_WORDS = """
    the council has not said why these talks in winter would bring peace when nobody who lives near the border was
    asked and I do not think that a minister can promise what the army will never give my brother drives the number
    nine bus every morning past the school there is a hole in the road as deep as a bucket thank you for a fair report
""".split()  # noqa: SIM905  words are written as prose


def text(number: int) -> str:
    """Return the text of comment `number`: 5 to 80 words."""
    rng = random.Random(number)
    return " ".join(rng.choice(_WORDS) for _ in range(rng.randint(5, 80))).capitalize() + "."


def submission(number: int, *, authors: int = 5000, articles: int = 20) -> Submission:
    """Return comment `number`, by one of some authors on one of some articles."""
    return Submission(
        text=text(number),
        article={"id": f"a-{number % articles}", "title": f"Article {number % articles}", "section": "world"},
        author={"id": f"u-{number % authors}", "name": f"Reader {number % authors}"},
        external_id=f"c-{number}",
    )


def body(number: int) -> dict[str, object]:
    """Return comment `number` as the body of `POST /v1/comments`."""
    one = submission(number)
    return {"external_id": one.external_id, "text": one.text, "article": one.article, "author": one.author}
