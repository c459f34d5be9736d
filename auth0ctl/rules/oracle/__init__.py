"""What a person will see: the pages of a login, and where it ends, foretold from the settings alone."""
