"""Kaldi's MFCC features, with the settings that the model directory tells the recognizer."""

import kaldi_native_fbank
import numpy as np
import numpy.typing as npt

from transcription.training.acoustic.feature_files import Features
from transcription.training.kaldi_files.configuration import COEFFICIENTS, HIGH_HZ, LOW_HZ, MEL_BINS, RATE_HZ


def mfcc(samples: npt.NDArray[np.float64]) -> Features:
    """8 kHz samples in the range of int16 to frames x 40: windows of 25 ms, every 10 ms, no energy, no dither."""
    options = kaldi_native_fbank.MfccOptions()
    options.frame_opts.samp_freq = RATE_HZ
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = MEL_BINS
    options.mel_opts.low_freq = LOW_HZ
    options.mel_opts.high_freq = HIGH_HZ
    options.num_ceps = COEFFICIENTS
    options.use_energy = False
    online = kaldi_native_fbank.OnlineMfcc(options)
    online.accept_waveform(RATE_HZ, samples.astype(np.float32).tolist())
    online.input_finished()
    frames = [online.get_frame(number) for number in range(online.num_frames_ready)]
    return np.stack(frames) if frames else np.zeros((0, COEFFICIENTS), np.float32)
