"""The tenant's own page: what it holds, what happened lately, and what an app has to be told."""
