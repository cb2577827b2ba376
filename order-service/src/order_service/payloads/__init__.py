"""Requests and answers as JSON, and who asks: the API's own words, and document 002's."""
