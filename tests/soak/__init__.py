"""The promises of speed and safety at full size (`make soak`); tests/concurrency runs a sample of each in `make test`."""
