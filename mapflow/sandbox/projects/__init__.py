"""Projects: folders of processings."""
