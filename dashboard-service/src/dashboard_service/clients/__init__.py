"""api-service as the dashboard asks it, split by noun; `kept` keeps anybody from asking twice."""
