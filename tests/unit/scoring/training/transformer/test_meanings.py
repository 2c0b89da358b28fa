from ombud.scoring.training.labels import FILES as KNOWN_FILES
from ombud.scoring.training.transformer.meanings import FILES, MEANINGS

SIX = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
ROWS = {
    "wikipedia_six_labels.csv": dict.fromkeys(SIX, "1"),
    "wikipedia_balanced.csv": {"toxicity": "0"},
    "wikipedia_soft_scores.csv": dict.fromkeys((*SIX, "sexual_explicit"), "0.5"),
    "civil_comments_spans.csv": dict.fromkeys(SIX, "0.3333"),
    "edos.csv": {"sexist": "1", "label_category": "1. threats"},
    "paradetox.csv": {"toxicity": "1"},
    "hatemoji.csv": {"hateful": "1"},
    "implicit_hate.csv": {"hateful": "1"},
    "davidson.csv": {"label": "hate"},
    "identity_terms_neutral.csv": {"toxicity": "0"},
    "youtube_spam.csv": {"spam": "1"},
    "sms_spam.csv": {"spam": "0"},
}


def test_every_known_file_is_read_and_none_that_has_no_source_and_licence() -> None:
    assert set(FILES) == {known.file for known in KNOWN_FILES} == set(ROWS)


def test_every_file_teaches_only_meanings_that_there_are_within_bounds() -> None:
    for name, file in FILES.items():
        taught = file.read(ROWS[name])
        assert taught
        assert set(taught) <= set(MEANINGS)
        assert all(0 <= label.share <= 1 and 0 < label.weight <= 1 for label in taught.values())


def test_hateful_and_sexist_say_nothing_of_toxicity() -> None:
    for name in ("hatemoji.csv", "implicit_hate.csv", "davidson.csv", "edos.csv"):
        assert not [meaning for meaning in FILES[name].read(ROWS[name]) if meaning.endswith(".toxicity")]


def test_what_is_harmless_by_any_standard_is_so_by_every_abusive_meaning() -> None:
    taught = FILES["identity_terms_neutral.csv"].read(ROWS["identity_terms_neutral.csv"])
    assert set(taught) == set(MEANINGS) - {"spam"}
    assert {label.share for label in taught.values()} == {0.0}


def test_offensive_by_dialect_is_not_learned() -> None:
    assert FILES["davidson.csv"].read({"label": "offensive"}) == {}
