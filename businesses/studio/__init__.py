"""The office's screens of the registry."""

from businesses.studio.limits import DistrictLimitViewSet, limit_viewset
from businesses.studio.viewset import BusinessViewSet, business_viewset

__all__ = ["BusinessViewSet", "DistrictLimitViewSet", "business_viewset", "limit_viewset"]
