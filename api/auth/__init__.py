"""Who comes in, and whether what they send is theirs."""
