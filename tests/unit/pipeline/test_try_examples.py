from ombud.domain.decision import Verdict
from ombud.pipeline.try_examples import failed_examples
from ombud.policy.evaluation import Policy
from ombud.scoring.deterministic import DeterministicEngine

POLICY = """
version: 1
automation: automatic
thresholds:
  toxicity: {hold: 0.5, reject: 0.9}
lists:
  slurs: {terms: [dunderhead]}
rules:
  - {name: slurs, description: A slur, when: lists.slurs.hit, verdict: reject}
  - {name: newcomer, description: Somebody new, when: author.approved == 0, verdict: hold}
sections:
  obituaries: {default: hold}
examples:
  - {text: "score:toxicity=0.1", verdict: approve}
  - {text: "score:toxicity=0.6", verdict: hold}
  - {text: "score:toxicity=0.1 you Dunderhead", verdict: reject}
  - {text: "score:toxicity=0.1", verdict: hold, section: obituaries}
  - {text: "score:toxicity=0.95 THIS", verdict: hold}
"""


def test_an_example_that_comes_out_otherwise_is_named_with_what_speaks_against_it() -> None:
    failed = failed_examples(Policy.parse(POLICY, 1), DeterministicEngine())
    assert [one.number for one in failed] == [5]
    assert failed[0].judgement.verdict is Verdict.REJECT
    told = str(failed[0])
    assert "example 5" in told
    assert "hold is wanted, but the verdict is reject" in told
    assert "at or above 0.90" in told
