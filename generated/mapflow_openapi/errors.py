"""Contains shared errors types that can be raised from API functions"""


class UnexpectedStatus(Exception):
    """The status of the response is not documented, or a streamed request was refused"""

    problem = "Unexpected status code"

    def __init__(self, status_code: int, content: bytes):
        super().__init__(status_code, content)
        self.status_code = status_code
        self.content = content

    def __str__(self) -> str:
        text = self.content[:2000].decode(errors="replace")
        return f"{self.problem}: {self.status_code}\n\nResponse content:\n{text}"


class UndecodableBody(UnexpectedStatus):
    """The status of the response is documented, but its body is not what the documentation says: HTML, say, or nothing"""

    problem = "Body cannot be read, status code"


__all__ = ["UndecodableBody", "UnexpectedStatus"]
