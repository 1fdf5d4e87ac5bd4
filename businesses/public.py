"""The door of the room `businesses`."""

from businesses.registering import add_worker, business_of, register_business

__all__ = ["add_worker", "business_of", "register_business"]
