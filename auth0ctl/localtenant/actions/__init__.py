"""Post-login Actions, read and followed, never executed as JavaScript."""
