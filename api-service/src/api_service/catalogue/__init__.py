"""What api-service reads of the catalogue, through the views that its owner publishes."""
