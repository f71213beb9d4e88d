"""Holds the sandbox against ``openapi.yaml`` with requests that schemathesis makes up."""
