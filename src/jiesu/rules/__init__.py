"""One module a place: values with citations, and nothing else."""
