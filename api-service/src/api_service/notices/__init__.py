"""Notices: what somebody is to be told, taken in and kept until there is who tells it."""
