"""What pages show: one frozen dataclass for each template."""
