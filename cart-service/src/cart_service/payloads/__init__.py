"""Requests and answers as JSON: whose basket is meant, the API's own words, and the documents'."""
