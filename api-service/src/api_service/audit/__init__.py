"""The auditor: reads what was written down, here and in the other stores, and says whether it adds up."""
