"""The denominator of LF-MMI: all phone sequences, weighted by a phone trigram.

The method: Povey et al., "Purely sequence-trained neural networks for ASR based on lattice-free MMI" (2016).
"""

import torch

from transcription.training.acoustic.learning.network import Tensor
from transcription.training.acoustic.phone_trigram import PhoneTrigram

_LEAST_LOG = -30.0


class Denominator:
    """Forward-backward; a state is (previous phone, current phone, first frame or later frame).

    Tables of states are laid out [current phone, utterance, previous phone].
    """

    def __init__(self, trigram: PhoneTrigram) -> None:
        after_two = torch.tensor(trigram.after_two, dtype=torch.float32)
        self._phones = after_two.shape[0]
        self._by_current = after_two.permute(1, 0, 2).contiguous()
        self._back = self._by_current.permute(0, 2, 1).contiguous()
        self._after_silence = torch.tensor(trigram.after_one, dtype=torch.float32)[0]

    def __call__(self, logits: Tensor, outputs: list[int]) -> tuple[Tensor, Tensor]:
        """(batch, time, pdfs) to the log likelihood of each utterance and the posteriors (batch, time, pdfs)."""
        top = logits.max(-1, keepdim=True).values
        likelihood = torch.exp((logits - top).clamp(min=_LEAST_LOG))
        enter = likelihood[:, :, 0::2].permute(1, 2, 0).contiguous()[..., None]
        stay = likelihood[:, :, 1::2].permute(1, 2, 0).contiguous()[..., None]
        lengths = torch.as_tensor(outputs)
        first, later, scale = self._forward(enter, stay)
        posteriors = self._backward(enter, stay, first, later, scale, lengths)
        mask = (torch.arange(logits.shape[1])[:, None] < lengths[None]).float()
        log_likelihood = (torch.log(scale) * mask).sum(0) + (top[:, :, 0] * mask.t()).sum(1)
        return log_likelihood, posteriors

    def _forward(self, enter: Tensor, stay: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Each frame scaled to sum to one; the scales are the likelihood."""
        time, phones, batch, _ = enter.shape
        first = torch.zeros(time, phones, batch, phones)
        later = torch.zeros(time, phones, batch, phones)
        scale = torch.ones(time, batch)
        first[0, :, :, 0] = self._after_silence[:, None] * enter[0, :, :, 0]
        scale[0] = first[0].sum((0, 2))
        first[0] /= scale[0][None, :, None]
        for frame in range(1, time):
            before = first[frame - 1] + later[frame - 1]
            entered = torch.bmm(before, self._by_current).permute(2, 1, 0) * enter[frame]
            stayed = before * stay[frame]
            total = entered.sum((0, 2)) + stayed.sum((0, 2))
            inverse = (1.0 / total)[None, :, None]
            torch.mul(entered, inverse, out=first[frame])
            torch.mul(stayed, inverse, out=later[frame])
            scale[frame] = total
        return first, later, scale

    def _backward(
        self, enter: Tensor, stay: Tensor, first: Tensor, later: Tensor, scale: Tensor, lengths: Tensor
    ) -> Tensor:
        time, phones, batch, _ = enter.shape
        posteriors = torch.zeros(batch, time, 2 * phones)
        beta = torch.ones(phones, batch, phones)
        for frame in range(time - 1, -1, -1):
            last = frame >= lengths - 1
            if bool(last.any()):
                beta[:, last] = 1.0
            entered = (first[frame] * beta).sum(2).t()
            stayed = (later[frame] * beta).sum(2).t()
            total = (entered.sum(1) + stayed.sum(1))[:, None]
            live = (frame < lengths).float()[:, None]
            posteriors[:, frame, 0::2] = entered / total * live
            posteriors[:, frame, 1::2] = stayed / total * live
            if frame:
                entering = (enter[frame] * beta).permute(2, 1, 0)
                beta = (torch.bmm(entering, self._back) + stay[frame] * beta) / scale[frame][None, :, None]
        return posteriors
