"""Where runbooks live: one address to change when the wiki moves."""


def runbook(page: str) -> str:
    """The URL of a runbook page, such as `churn/high-error-rate`."""
    return f"https://runbooks.example.com/{page}"
