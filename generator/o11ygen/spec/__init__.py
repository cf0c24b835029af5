"""The author's model: what a person may write."""
