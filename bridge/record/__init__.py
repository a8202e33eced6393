"""One incident's log folded into what the processes work with: the incident and its draft timeline."""
