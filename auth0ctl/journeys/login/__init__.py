"""A login, from what was asked for to tokens that are verified, kept, refreshed and given back."""
