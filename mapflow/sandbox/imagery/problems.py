"""The refusals of the Data API."""

from mapflow.sandbox.openapi.problems import Problem


def item_not_found(instance_type: str, uid: str) -> Problem:
    """A mosaic or an image that does not exist, or belongs to another account."""
    return Problem(
        404,
        f"{instance_type} {uid} not found",
        code="ItemNotFound",
        parameters={"instance_type": instance_type, "uid": uid},
    )


def access_denied(instance_type: str, uid: str) -> Problem:
    """A stored image that belongs to another account and was named by its address."""
    return Problem(
        403,
        f"no access to {instance_type} {uid}",
        code="AccessDenied",
        parameters={"instance_type": instance_type, "uid": uid},
    )


def file_too_big(size_bytes: int, limit_bytes: int) -> Problem:
    """A file that is larger than the account may upload."""
    return Problem(
        413,
        f"the file has {size_bytes} bytes, at most {limit_bytes} are allowed",
        code="FileTooBig",
        parameters={"max_file_size": limit_bytes, "actual_file_size": size_bytes},
    )


def memory_limit_exceeded(size_bytes: int, free_bytes: int) -> Problem:
    """A file that does not fit into what is left of the account's storage."""
    return Problem(
        400,
        f"the file has {size_bytes} bytes, {free_bytes} are left",
        code="MemoryLimitExceeded",
        parameters={"memory_requested": size_bytes, "available_memory": free_bytes},
    )
