"""A preparation that finds nothing to do."""
