"""Pages: address, gate, call, template. Nothing else."""
