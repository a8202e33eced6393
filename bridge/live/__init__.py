"""The long connections: media sockets, recognizers, and the front door that forwards everything else."""
