"""The JSON of ``/api/v1``, and what machines ask of the server."""
