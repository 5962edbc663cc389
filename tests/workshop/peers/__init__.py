"""What other programs make of entries, beside what Ibid makes of them."""
