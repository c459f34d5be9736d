"""The completion scripts, one shell a file; ``values`` says what may follow each option and command."""
