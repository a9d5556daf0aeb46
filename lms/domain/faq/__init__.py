"""Questions that have been answered for all: each with its answer beside the block that raised it."""
