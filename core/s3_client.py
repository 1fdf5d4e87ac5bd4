"""The client of an S3-compatible service, and its faults in our words."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from core.store import StoreAway

GONE = 404
# How long to wait for a service: to be connected, for its next byte, and how often.
PATIENT = {"connect_timeout": 5, "read_timeout": 60, "retries": {"mode": "standard", "total_max_attempts": 4}}
SOON = {"connect_timeout": 2, "read_timeout": 5, "retries": {"mode": "standard", "total_max_attempts": 2}}
_limits: dict[str, Any] = PATIENT


def answer_soon() -> None:
    """Wait for a silent service some ten seconds and not four minutes: in web processes, where somebody else waits.

    To be called before the process has a client.
    """
    global _limits
    _limits = SOON


def client_config() -> Config:
    """Return how this process talks to the service.

    Checksums only where the protocol asks: services older than 2025 refuse the newer ones.
    """
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        max_pool_connections=32,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        **_limits,
    )


@functools.cache
def s3_client(endpoint: str, region: str, access_key: str, secret_key: str) -> Any:
    """Return the client of a service; one a process, its threads share it."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=client_config(),
    )


@contextmanager
def store_told(name: str) -> Iterator[None]:
    """Turn what the client raises into FileNotFoundError or StoreAway."""
    try:
        yield
    except ClientError as error:
        if status_of(error) == GONE:
            raise FileNotFoundError(name) from error
        raise StoreAway(str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(str(error)) from error


def status_of(error: ClientError) -> int:
    """Return the HTTP status behind an error."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
