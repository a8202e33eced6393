"""The acoustic model: features, alignment, batches; the network and its training (`learning`) need torch."""
