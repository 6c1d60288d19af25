"""Widget keys: one function, so that no two widgets share one by accident."""


def widget_key(*parts: object) -> str:
    """A key from what the widget belongs to, for example ``widget_key("attempt", 12, "item",
    "x")``.
    """
    return ":".join(str(part) for part in parts)
