"""The training loop. It can be stopped at any moment and taken up again from its last checkpoint."""

import os
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ombud.scoring.training.transformer.corpus import Corpus
from ombud.scoring.training.transformer.encoder import Encoder, pretrained
from ombud.scoring.training.transformer.meanings import MEANINGS
from ombud.scoring.training.transformer.plan import Arrays, arrays, batches

CHECKPOINT = "checkpoint.pt"

_RATE, _RATE_OF_HEADS = 1.5e-4, 6e-4
_WARM_UP = 0.06
_DECAY = 0.01
_CLIP = 1.0
_MARKED_WEIGHT = 0.6
_STEPS_PER_CHECKPOINT = 200
_STEPS_PER_LINE = 50
_RARE = {
    "wikipedia.threat": 3.0,
    "civil.threat": 3.0,
    "wikipedia.severe_toxicity": 2.0,
    "wikipedia.identity_attack": 2.0,
}
"""A yes of these counts more: few texts have one."""

Report = Callable[[str], None]


def fit(
    corpus: Corpus,
    folder: Path,
    seed: int,
    report: Report = lambda _: None,
    beginning: Callable[[int], Encoder] = pretrained,
) -> Encoder:
    """Train, taking up the checkpoint in `folder` where there is one. The same corpus and seed give the same model.

    On another machine or number of threads the last digits may differ. `beginning` makes the network to begin with,
    given the number of meanings.
    """
    torch.manual_seed(seed)
    plan = batches(corpus, seed)
    model = beginning(len(MEANINGS))
    optimiser = _optimiser(model)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, len(plan)))
    checkpoint = folder / CHECKPOINT
    first = 0
    if checkpoint.is_file():
        first = _take_up(checkpoint, model, optimiser, schedule)
        report(f"taken up at step {first}")
    model.train()
    started, recent = perf_counter(), []
    for step in range(first, len(plan)):
        # Dropout is drawn anew from the step, so that a run that was taken up draws what the whole one would have.
        torch.manual_seed(seed * 1_000_003 + step)
        recent.append(_learn(model, optimiser, arrays(corpus, plan[step])))
        schedule.step()
        done = step + 1
        if done % _STEPS_PER_LINE == 0 or done == len(plan):
            pace = (done - first) / (perf_counter() - started)
            left = (len(plan) - done) / pace / 60
            report(f"step {done} of {len(plan)}, loss {np.mean(recent):.4f}, {left:.0f} minutes left")
            recent = []
        if done % _STEPS_PER_CHECKPOINT == 0 or done == len(plan):
            _write_checkpoint(checkpoint, model, optimiser, schedule, done)
    model.eval()
    return model


def _optimiser(model: Encoder) -> torch.optim.Optimizer:
    base = list(model.bert.parameters())
    heads = [parameter for name, parameter in model.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": base, "lr": _RATE}, {"params": heads, "lr": _RATE_OF_HEADS}]
    return torch.optim.AdamW(groups, weight_decay=_DECAY, foreach=True)


def _rate(step: int, steps: int) -> float:
    warm = max(1, round(steps * _WARM_UP))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))


def _learn(model: Encoder, optimiser: torch.optim.Optimizer, batch: Arrays) -> float:
    found, tokens = model(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
    loss = _loss(found, tokens, batch)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), _CLIP)
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return float(loss.detach())


def _loss(found: Tensor, tokens: Tensor, batch: Arrays) -> Tensor:
    """Cross-entropy with the shares, masked where there is no label; plus that of the tokens that people marked."""
    share, weight = torch.from_numpy(batch.share), torch.from_numpy(batch.weight)
    rare = torch.tensor([_RARE.get(name, 1.0) for name in MEANINGS])
    each = functional.binary_cross_entropy_with_logits(found, share, reduction="none", pos_weight=rare)
    loss = (each * weight).sum() / len(share)
    marked = torch.from_numpy(batch.marked)
    known = (marked >= 0).to(tokens.dtype)
    if bool(known.any()):
        of_tokens = functional.binary_cross_entropy_with_logits(tokens, marked.clamp(min=0.0), reduction="none")
        loss = loss + _MARKED_WEIGHT * (of_tokens * known).sum() / known.sum() * known.any(1).to(tokens.dtype).mean()
    return loss


def _write_checkpoint(
    path: Path,
    model: Encoder,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    step: int,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save(
        {
            "model": model.state_dict(),
            "optimiser": optimiser.state_dict(),
            "schedule": schedule.state_dict(),
            "step": step,
        },
        partial,
    )
    os.replace(partial, path)  # noqa: PTH105  atomic: a run that is stopped here keeps the checkpoint before


def _take_up(
    path: Path, model: Encoder, optimiser: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LambdaLR
) -> int:
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(saved["model"])
    optimiser.load_state_dict(saved["optimiser"])
    schedule.load_state_dict(saved["schedule"])
    return int(saved["step"])
