"""Reading and checking tokens: ``decode`` (strict, no cryptography), ``claims``, ``signature``, ``form``, ``kinds``."""
