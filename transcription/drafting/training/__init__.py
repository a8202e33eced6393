"""Training and measuring the drafting model; needs the extra `train` (scipy), which running does not."""
