"""The door of the room `businesses`."""

from businesses.leading import leading_businesses, owners_of_leading
from businesses.permissions import can_change_businesses, can_see_businesses, visible_businesses
from businesses.potential import Cluster, Kind, count_kinds, count_needs, find_clusters, need_topics
from businesses.registering import add_worker, business_of, register_business
from businesses.registering_many import Entry, register_businesses
from businesses.removing import count_demo_businesses, remove_demo_businesses

__all__ = [
    "Cluster",
    "Entry",
    "Kind",
    "add_worker",
    "business_of",
    "can_change_businesses",
    "can_see_businesses",
    "count_demo_businesses",
    "count_kinds",
    "count_needs",
    "find_clusters",
    "leading_businesses",
    "need_topics",
    "owners_of_leading",
    "register_business",
    "register_businesses",
    "remove_demo_businesses",
    "visible_businesses",
]
