import numpy as np

from ombud.scoring.training.transformer.plan import BATCH_TOKENS, arrays, batches
from tests.unit.scoring.training.transformer.corpora import small_corpus


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    corpus = small_corpus()
    assert batches(corpus, 1) == batches(corpus, 1)
    assert batches(corpus, 1) != batches(corpus, 2)


def test_what_is_held_out_is_never_shown() -> None:
    corpus = small_corpus(400)
    assert corpus.held_out.any()
    shown = {index for batch in batches(corpus, 0) for one in batch for index in (one.text, one.other)} - {None}
    assert not shown & set(np.flatnonzero(corpus.held_out))


def test_texts_are_shown_as_often_as_their_file_says() -> None:
    corpus = small_corpus(400)
    shown = [one.text for batch in batches(corpus, 0) for one in batch]
    news = np.flatnonzero((corpus.file == corpus.files.index("civil_comments_spans.csv")) & ~corpus.held_out)
    assert {shown.count(int(text)) for text in news} == {2}


def test_batches_are_bounded_and_padded_to_their_longest() -> None:
    corpus = small_corpus(400)
    for batch in batches(corpus, 0):
        laid = arrays(corpus, batch)
        assert laid.ids.size <= BATCH_TOKENS
        assert laid.mask.sum(axis=1).max() == laid.ids.shape[1]
        assert ((laid.ids == 0) == (laid.mask == 0)).all()


def test_two_texts_as_one_are_as_toxic_as_the_worse_of_them() -> None:
    corpus = small_corpus(400)
    joined = [one for batch in batches(corpus, 0) for one in batch if one.other is not None]
    assert joined
    for one in joined:
        assert one.other is not None
        laid = arrays(corpus, [one])
        assert (laid.share[0] == np.maximum(corpus.share[one.text], corpus.share[one.other])).all()
        assert int(laid.mask.sum()) == len(corpus.tokens[one.text]) + len(corpus.tokens[one.other]) - 2


def test_marks_stay_with_their_tokens_and_are_unknown_elsewhere() -> None:
    corpus = small_corpus(400)
    for batch in batches(corpus, 0):
        laid = arrays(corpus, batch)
        known = laid.marked >= 0
        assert (laid.marked[known] == (laid.ids[known] == 7)).all()
        assert not (known & (laid.mask == 0)).any()
