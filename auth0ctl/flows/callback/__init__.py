"""The callback of one login: a one-shot server on loopback, and the pages it shows."""
