"""The demo's caseload: a year of invented cases, made by the use cases that people use."""
