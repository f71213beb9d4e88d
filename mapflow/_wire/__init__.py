"""The way to the service: transport, answers, files, waiting. Only ``http`` knows httpx."""
