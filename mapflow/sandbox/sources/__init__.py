"""Where imagery comes from: providers of the plan, tile addresses, granules, uploaded images."""
