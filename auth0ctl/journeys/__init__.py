"""One verb each: several parts put together, with a value as the outcome. No printing, no prompting."""
