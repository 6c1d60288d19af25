"""How a figure is told: what was measured, its value, its limit, and whether it holds."""


def report(what: str, value: str, limit: str, ok: bool) -> None:
    """One line, at once."""
    print(f"{'✓' if ok else '✗'} {what}: {value}（要求 {limit}）", flush=True)
