"""One module a kind of slide or part of one; what stands where follows from what there is, by readable rules."""
