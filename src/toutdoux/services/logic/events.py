"""Why a decision had nothing to change about a service. Stored words: never change their meaning."""

from enum import StrEnum


class ServiceRefusal(StrEnum):
    """Why something about a service is refused, or had nothing to change."""

    UNKNOWN_SERVICE = "unknown-service"
    STANDS_THERE = "service-stands-there"
