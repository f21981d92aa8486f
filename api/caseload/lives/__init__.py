"""The usual lives of cases, one module for each workflow."""
