"""What notebooks show: the facts about a thing as HTML, and lists of things as tables."""
