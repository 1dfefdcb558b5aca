"""A sample of each promise of tests/soak, small enough for every `make test`."""
