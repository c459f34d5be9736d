"""No core dumps: the memory of a command that ends in a crash holds tokens and secrets (standards.md S11)."""

try:
    import resource
except ImportError:  # Windows, which writes no core files
    resource = None  # type: ignore[assignment]


def forbid_core_dumps() -> None:
    """For this process and those it starts; they may lift it again as far as the system allowed before."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
