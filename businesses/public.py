"""The door of the room `businesses`."""

from businesses.permissions import can_change_businesses, visible_businesses
from businesses.registering import add_worker, business_of, register_business
from businesses.removing import remove_demo_businesses

__all__ = [
    "add_worker",
    "business_of",
    "can_change_businesses",
    "register_business",
    "remove_demo_businesses",
    "visible_businesses",
]
