"""The attacks of the standards' table as data, and a small world of real parts to try them in."""
