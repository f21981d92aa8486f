"""The way out: channels that carry a notice to a person or a system, and the texts they carry."""
