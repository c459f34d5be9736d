"""Standard output that the caller has closed (``>&-``): Python then has none at all, and writing would go nowhere."""

import errno
import io


class Closed(io.TextIOBase):
    """Refuses each write as the system would, so that nobody takes an answer that was lost for one that was given."""

    encoding = "utf-8"

    def write(self, text: str, /) -> int:
        """Raises OSError."""
        raise OSError(errno.EBADF, "standard output is closed")
