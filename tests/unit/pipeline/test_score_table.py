import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from ombud.pipeline.score_table import ROWS_PER_BATCH, TableError, judge_readable, score_table
from ombud.policy.evaluation import Policy
from ombud.scoring.deterministic import DeterministicEngine

NOW = datetime(2026, 11, 23, tzinfo=UTC)
POLICY = Policy.parse("version: 1\nautomation: automatic\nthresholds: {toxicity: {hold: 0.5, reject: 0.9}}\n", 0)


def _scored(table: str, column: str = "Body") -> list[dict[str, str]]:
    out = StringIO(newline="")
    score_table(StringIO(table, newline=""), out, column, DeterministicEngine(), POLICY, NOW)
    return list(csv.DictReader(StringIO(out.getvalue(), newline="")))


def test_a_table_keeps_its_fields_and_gets_ours_after_them() -> None:
    [first, second] = _scored('id,Body\n=1+1,"score:toxicity=0.95\r\n ""so"""\n@x,score:toxicity=0.1\n')
    assert list(first)[:3] == ["id", "Body", "toxicity"]
    assert list(first)[-2:] == ["verdict", "reasons"]
    assert (first["id"], first["Body"]) == ("=1+1", 'score:toxicity=0.95\r\n "so"')
    assert (first["toxicity"], first["verdict"], first["reasons"]) == ("0.9500", "reject", "threshold.toxicity")
    assert (second["id"], second["verdict"], second["reasons"]) == ("@x", "approve", "")


def test_more_rows_than_a_batch_come_out_in_order() -> None:
    count = ROWS_PER_BATCH + 3
    rows = _scored("n,Body\n" + "".join(f"{n},score:toxicity=0.1 {n}\n" for n in range(count)))
    assert [row["n"] for row in rows] == [str(n) for n in range(count)]


def test_a_text_that_cannot_be_judged_is_held_without_scores() -> None:
    rows = _scored(f"n,Body\n1,\n2,{'x' * 10_001}\n3,a{chr(0x301) * 31}\n")
    assert [(row["verdict"], row["reasons"], row["toxicity"]) for row in rows] == [("hold", "text.refused", "")] * 3


def test_a_lone_surrogate_is_held() -> None:
    [judgement] = judge_readable(DeterministicEngine(), POLICY, ["\ud800"], NOW)
    assert judgement.reasons[0].code == "text.refused"


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ("id,Body\n", "body", "no column 'body'. Did you mean Body?"),
        ("", "Body", "There are: none."),
        ("Body,verdict\n", "Body", "has a column 'verdict' already"),
        ("id,Body\n1,a\n2\n", "Body", "Row 2 has 1 fields; the header has 2."),
        ('id,Body\n1,"a\n', "Body", "Row 1 cannot be read as CSV"),
    ],
)
def test_a_table_that_cannot_be_scored_is_told_with_its_row_or_column(table: str, column: str, told: str) -> None:
    with pytest.raises(TableError) as raised:
        _scored(table, column)
    assert told in str(raised.value)
