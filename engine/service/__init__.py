"""The use cases: one transaction each, and a viewer first."""
