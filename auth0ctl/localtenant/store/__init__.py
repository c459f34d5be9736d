"""What is kept: the state in SQLite, the keys, the log, the shape and the defaults of its objects, seeds."""
