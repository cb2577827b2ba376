"""What the auditor reads of the books, and what it keeps there: `counting`, `proving`, `keeping`."""
