"""What relabeling makes of targets whose labels are known."""
