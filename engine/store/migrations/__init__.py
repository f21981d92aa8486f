"""How the tables came to be, step by step; forward only in production."""
