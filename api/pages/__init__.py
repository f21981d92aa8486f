"""The pages: one module for each noun, and what they answer with."""
