"""The numerator of LF-MMI: all paths through the graphs of the sentences that were said."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from transcription.training.acoustic.learning.network import Tensor
from transcription.training.acoustic.sentence_graph import SentenceGraph

IMPOSSIBLE = -1e30
_LEAST = 1e-37


@dataclass(frozen=True)
class _Graphs:
    """The graphs of a batch filled up to one size. `before`: [utterance, state * predecessor], `states` is "none"."""

    pdfs: Tensor
    before: Tensor
    starts: Tensor
    ends: Tensor
    width: int

    @property
    def states(self) -> int:
        return int(self.pdfs.shape[1])


def _together(graphs: Sequence[SentenceGraph]) -> _Graphs:
    batch = len(graphs)
    states = max(len(graph.pdfs) for graph in graphs)
    width = max(graph.before.shape[1] for graph in graphs)
    pdfs = torch.zeros(batch, states, dtype=torch.long)
    before = torch.full((batch, states, width), states, dtype=torch.long)
    starts = torch.full((batch, states), IMPOSSIBLE)
    ends = torch.full((batch, states), IMPOSSIBLE)
    for row, graph in enumerate(graphs):
        own_states, own_width = graph.before.shape
        pdfs[row, :own_states] = torch.from_numpy(graph.pdfs)
        own = torch.from_numpy(graph.before)
        before[row, :own_states, :own_width] = torch.where(own < 0, torch.full_like(own, states), own)
        starts[row, torch.from_numpy(graph.starts)] = 0.0
        ends[row, torch.from_numpy(graph.ends)] = 0.0
    return _Graphs(pdfs, before.reshape(batch, states * width), starts, ends, width)


def numerator(logits: Tensor, outputs: list[int], graphs: Sequence[SentenceGraph]) -> tuple[Tensor, Tensor]:
    """(batch, time, pdfs) to the log likelihood of each utterance and the posteriors (batch, time, pdfs)."""
    together = _together(graphs)
    batch, time, _ = logits.shape
    lengths = torch.as_tensor(outputs)
    of_state = torch.gather(logits, 2, together.pdfs[:, None, :].expand(batch, time, together.states))
    alpha = _forward(of_state, together)
    last = alpha[lengths - 1, torch.arange(batch)] + together.ends
    total = torch.logsumexp(last, 1)
    posteriors = torch.zeros_like(logits)
    beta = torch.full((batch, together.states), IMPOSSIBLE)
    for frame in range(time - 1, -1, -1):
        beta = torch.where((frame == lengths - 1)[:, None], together.ends, beta)
        share = torch.exp((alpha[frame] + beta - total[:, None]).clamp(max=0.0))
        posteriors[:, frame].scatter_add_(1, together.pdfs, share * (frame < lengths)[:, None])
        if frame:
            beta = _back(beta + of_state[:, frame], together)
    return total, posteriors


def _forward(of_state: Tensor, graphs: _Graphs) -> Tensor:
    batch, time, states = of_state.shape
    nowhere = torch.full((batch, 1), IMPOSSIBLE)
    alpha = torch.zeros(time, batch, states)
    alpha[0] = graphs.starts + of_state[:, 0]
    for frame in range(1, time):
        candidates = torch.gather(torch.cat([alpha[frame - 1], nowhere], 1), 1, graphs.before)
        alpha[frame] = torch.logsumexp(candidates.view(batch, states, graphs.width), 2) + of_state[:, frame]
    return alpha


def _back(leaving: Tensor, graphs: _Graphs) -> Tensor:
    """One frame earlier: each state's value goes to all its predecessors, as probabilities."""
    batch, states = leaving.shape
    leaving = leaving.clamp(min=IMPOSSIBLE)
    top = leaving.max(1, keepdim=True).values
    values = torch.exp(leaving - top)[:, :, None].expand(batch, states, graphs.width)
    summed = torch.zeros(batch, states + 1).scatter_add_(1, graphs.before, values.reshape(batch, -1))[:, :states]
    beta = torch.log(summed + _LEAST) + top
    return torch.where(summed > 0, beta, torch.full_like(beta, IMPOSSIBLE))
