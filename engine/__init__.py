"""What a case may do, and the record of what it did."""
