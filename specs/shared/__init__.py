"""What every service may use: plain functions and values, nothing that belongs to one of them."""
