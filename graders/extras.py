"""Packages that only some need: which extra of the installation brings them."""

EXTRAS = {
    "matplotlib": "report",
    "scipy": "report",
    "distributed": "dask",
    "psycopg": "postgresql",
    "jupyterhub": "hub",
    "tornado": "hub",
    "prometheus_client": "hub",
    "pylti1p3": "lti",
    "jwcrypto": "lti",
    "ltiauthenticator": "lti",
}


def advice(error: ModuleNotFoundError) -> str:
    """Say how to install what was not found, nothing if no extra brings it."""
    package = (error.name or "").partition(".")[0]
    if package not in EXTRAS:
        return ""
    return f'this needs {package}, which is not installed: pip install "nbjudge[{EXTRAS[package]}]"'
