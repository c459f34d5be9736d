"""Which variables a build tool copies into the pages that every visitor downloads."""

# Build tool, by its package -> the prefix that it copies. Each tool's own documentation on environment variables.
BUNDLERS = {
    "vite": "VITE_",
    "react-scripts": "REACT_APP_",
    "next": "NEXT_PUBLIC_",
    "nuxt": "NUXT_PUBLIC_",
    "@vue/cli-service": "VUE_APP_",
    "gatsby": "GATSBY_",
    "expo": "EXPO_PUBLIC_",
}
BUNDLE_PREFIXES = (*BUNDLERS.values(), "NX_PUBLIC_", "REACT_NATIVE_", "NG_APP_", "PUBLIC_")


def bundle_prefix(name: str) -> str:
    """The prefix by which a variable gets into the pages; "" where it does not."""
    last = name.rpartition(".")[2]
    return next((prefix for prefix in BUNDLE_PREFIXES if last.startswith(prefix)), "")


def in_bundle(name: str) -> bool:
    """Whether a build copies this variable into the pages (``VITE_...``)."""
    return bundle_prefix(name) != ""
