"""What other rooms may add to `messaging` in their `ready()`."""

from messaging.templating import register_template

__all__ = ["register_template"]
