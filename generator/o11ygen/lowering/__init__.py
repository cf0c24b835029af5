"""What several renderers need on the way from the resolved model to a target's own fields: pure translations."""
