"""What an outcome means: prices, budgets, polling, failures."""
