"""The door of the room `businesses`."""

from businesses.registering import add_worker, business_of, register_business
from businesses.removing import remove_demo_businesses

__all__ = ["add_worker", "business_of", "register_business", "remove_demo_businesses"]
