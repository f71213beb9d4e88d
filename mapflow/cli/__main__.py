"""Lets ``python -m mapflow.cli`` do what ``mapflow`` does."""

from mapflow.cli import main

if __name__ == "__main__":
    main()
