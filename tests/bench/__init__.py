"""Benchmarks, run with `make bench`: each figure beside an anchor's of the same run. Never collected by pytest."""
